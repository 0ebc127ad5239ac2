import type { Cloud } from "../../kernel/cloud";
import { attribute, backoff, deliver, failureAttributes, sendTo, type Sender } from "../../kernel/delivery";
import type { AwsError } from "../../kernel/errors";
import type { Random } from "../../world/random";
import { inputOf } from "./input";
import type { BusEvent, Rule, Target } from "./rule";

/** Milliseconds from event to target; AWS speaks of half a second as usual. */
const LATENCY = [100, 700] as const;

/** How long a fault holds a delivery back at most, unless the plan says otherwise: milliseconds. */
const LONGEST_DETOUR = 60_000;

/** Takes events to the targets of rules, with retries and dead-letter queues. */
export class Dispatch {
  /** Deliveries that are on their way. */
  pending = 0;
  private readonly latency: Random;
  private readonly detours: Random;
  private readonly jitter: Random;

  constructor(private readonly cloud: Cloud) {
    this.latency = cloud.world.random.fork("events/latency");
    this.detours = cloud.world.random.fork("events/detours");
    this.jitter = cloud.world.random.fork("events/jitter");
  }

  dispatch(rule: Rule, event: BusEvent): void {
    rule.counts.matched++;
    for (const target of rule.targets.values()) {
      for (const delay of this.delays(rule)) this.send(rule, target, event, delay);
    }
  }

  /** One delivery as a rule; the fault plan may hold it back or add another. */
  private delays(rule: Rule): number[] {
    const usual = this.latency.int(...LATENCY);
    const { faults } = this.cloud.world;
    if (!faults.any) return [usual];
    const site = { service: "events", operation: "PutEvents", resource: rule.arn };
    const reorder = faults.strikes(["reorder"], site);
    const duplicate = faults.strikes(["duplicate"], site);
    const detour = (longest = LONGEST_DETOUR) => usual + this.detours.int(1, Math.max(1, longest));
    return [reorder ? detour(reorder.delay) : usual, ...(duplicate ? [detour(duplicate.delay)] : [])];
  }

  private send(rule: Rule, target: Target, event: BusEvent, delay: number): void {
    const { world } = this.cloud;
    const acceptedAt = world.now();
    this.pending++;
    const attempts = {
      attempt: async () => {
        const body = inputOf(target, rule, event, acceptedAt);
        await sendTo(this.cloud, target.arn, senderOf(rule), { body });
      },
      wait: backoff(world, this.jitter, target.retryPolicy, acceptedAt),
      done: () => {
        this.pending--;
        rule.counts.delivered++;
      },
      failed: (error: AwsError, retries: number) => this.giveUp(rule, target, event, error, retries),
    };
    deliver(world, attempts, delay);
  }

  /** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html */
  private giveUp(rule: Rule, target: Target, event: BusEvent, error: AwsError, retries: number): void {
    const { world } = this.cloud;
    const { deadLetterArn, retryPolicy } = target;
    const lost = () => {
      this.pending--;
      rule.counts.lost++;
    };
    if (!deadLetterArn) return lost();
    const attributes = {
      RULE_ARN: attribute(rule.arn),
      TARGET_ARN: attribute(target.arn),
      ...failureAttributes(error, retries, retryPolicy),
    };
    deliver(world, {
      attempt: () => sendTo(this.cloud, deadLetterArn, senderOf(rule), { body: JSON.stringify(event), attributes }),
      wait: backoff(world, this.jitter, retryPolicy, world.now()),
      done: () => {
        this.pending--;
        rule.counts.deadLettered++;
      },
      failed: lost,
    });
  }
}

function senderOf({ arn, place }: Rule): Sender {
  return {
    principal: { kind: "service", service: "events.amazonaws.com" },
    sourceArn: arn,
    sourceAccount: place.account,
  };
}
