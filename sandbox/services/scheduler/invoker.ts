import type { Cloud } from "../../kernel/cloud";
import { attribute, backoff, deliver, failureAttributes, sendTo, type Sender } from "../../kernel/delivery";
import type { AwsError } from "../../kernel/errors";
import type { Random } from "../../world/random";
import type { StsService } from "../sts";
import { isoSeconds, payloadOf, type Execution, type Schedule } from "./schedule";

/** How long a duplicate comes after the first invocation at most, unless the plan says otherwise: milliseconds. */
const LONGEST_DETOUR = 60_000;

/** Invokes targets in the role that the schedule names, at least once. */
export class Invoker {
  /** Invocations that are on their way. */
  pending = 0;
  private readonly ids: Random;
  private readonly spread: Random;
  private readonly detours: Random;

  constructor(private readonly cloud: Cloud) {
    this.ids = cloud.world.random.fork("scheduler/ids");
    this.spread = cloud.world.random.fork("scheduler/spread");
    this.detours = cloud.world.random.fork("scheduler/detours");
  }

  invoke(schedule: Schedule, scheduledTime: number): void {
    const { faults } = this.cloud.world;
    const window = schedule.flexibleMinutes * 60_000;
    const delay = window > 0 ? this.spread.int(0, window - 1) : 0;
    const execution = { id: this.ids.uuid(), scheduledTime };
    this.start(schedule, execution, delay);
    if (!faults.any) return;
    const site = { service: "scheduler", operation: "Invoke", resource: schedule.arn };
    const duplicate = faults.strikes(["duplicate"], site);
    if (duplicate) this.start(schedule, execution, delay + this.detours.int(1, duplicate.delay ?? LONGEST_DETOUR));
  }

  /**
   * The name under which the schedule acts. A trust policy can narrow the source to the schedule's group:
   * https://docs.aws.amazon.com/scheduler/latest/UserGuide/cross-service-confused-deputy-prevention.html
   * @throws AccessDenied when the role does not trust the service
   */
  sender({ name, group, place, target }: Schedule): Sender {
    const principal = this.cloud
      .service<StsService>("sts")
      .assumeForService(target.roleArn, "scheduler.amazonaws.com", {
        sessionName: `schedule-${name}`.slice(0, 64),
        sourceArn: `arn:aws:scheduler:${place.region}:${place.account}:schedule-group/${group}`,
        sourceAccount: place.account,
      });
    return { principal };
  }

  private start(schedule: Schedule, execution: Execution, delay: number): void {
    const { world } = this.cloud;
    const { arn, retryPolicy } = schedule.target;
    this.pending++;
    schedule.counts.invoked++;
    const attempts = {
      attempt: async (number: number) => {
        await sendTo(this.cloud, arn, this.sender(schedule), { body: payloadOf(schedule, execution, number) });
      },
      wait: backoff(world, this.spread, retryPolicy, world.now() + delay),
      done: () => {
        this.pending--;
        schedule.counts.delivered++;
      },
      failed: (error: AwsError, retries: number) => this.giveUp(schedule, execution, error, retries),
    };
    deliver(world, attempts, delay);
  }

  /** https://docs.aws.amazon.com/scheduler/latest/UserGuide/configuring-schedule-dlq.html */
  private giveUp(schedule: Schedule, execution: Execution, error: AwsError, retries: number): void {
    const { world } = this.cloud;
    const { arn, deadLetterArn, retryPolicy } = schedule.target;
    const lost = () => {
      this.pending--;
      schedule.counts.lost++;
    };
    if (!deadLetterArn) return lost();
    const attributes = {
      SCHEDULE_ARN: attribute(schedule.arn),
      TARGET_ARN: attribute(arn),
      EXECUTION_ID: attribute(execution.id),
      SCHEDULED_TIME: attribute(isoSeconds(execution.scheduledTime)),
      IS_PAYLOAD_TRUNCATED: attribute("false"),
      ...failureAttributes(error, retries, retryPolicy),
    };
    const body = payloadOf(schedule, execution, retries + 1);
    deliver(world, {
      attempt: async () => sendTo(this.cloud, deadLetterArn, this.sender(schedule), { body, attributes }),
      wait: backoff(world, this.spread, retryPolicy, world.now()),
      done: () => {
        this.pending--;
        schedule.counts.deadLettered++;
      },
      failed: lost,
    });
  }
}
