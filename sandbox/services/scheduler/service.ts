import type { Place } from "../../kernel/arn";
import type { Cloud } from "../../kernel/cloud";
import { AwsError } from "../../kernel/errors";
import type { Operation, ResourceModel, Service } from "../../kernel/service";
import { groupArn, scheduleArn } from "./arns";
import { Invoker } from "./invoker";
import { operations } from "./operations";
import { resources } from "./resources";
import { nextDue, type Schedule } from "./schedule";

/** EventBridge Scheduler: schedules that invoke functions and queues in a role of their own. */
export class SchedulerService implements Service {
  readonly name = "scheduler";
  readonly sdk = "@aws-sdk/client-scheduler";
  readonly denial = { code: "AccessDeniedException", statusCode: 403 };
  readonly throttling = { code: "ThrottlingException", statusCode: 429 };
  readonly operations: Readonly<Record<string, Operation>>;
  readonly resources: Readonly<Record<string, ResourceModel>>;
  private readonly schedules = new Map<string, Schedule>();
  private readonly groups = new Set<string>();
  private readonly invoker: Invoker;

  constructor(readonly cloud: Cloud) {
    this.invoker = new Invoker(cloud);
    this.operations = operations(this);
    this.resources = resources(this);
  }

  /** @throws AwsError when the role does not let the service in, or the group does not exist */
  add(schedule: Schedule): void {
    if (this.schedules.has(schedule.arn))
      throw new AwsError("ConflictException", `Schedule ${schedule.name} already exists.`, 409);
    if (schedule.group !== "default" && !this.groups.has(groupArn(schedule.group, schedule.place))) {
      throw new AwsError("ResourceNotFoundException", `Schedule group ${schedule.group} does not exist.`, 404);
    }
    this.invoker.sender(schedule);
    this.schedules.set(schedule.arn, schedule);
    this.plan(schedule, undefined);
  }

  remove(arn: string): void {
    this.schedules.delete(arn);
  }

  addGroup(arn: string): void {
    this.groups.add(arn);
  }

  removeGroup(arn: string): void {
    this.groups.delete(arn);
  }

  /** @throws AwsError ResourceNotFoundException */
  schedule(name: string | undefined, group: string | undefined, place: Place): Schedule {
    const schedule = this.schedules.get(scheduleArn(name ?? "", group ?? "default", place));
    if (!schedule) throw new AwsError("ResourceNotFoundException", `Schedule ${name} does not exist.`, 404);
    return schedule;
  }

  schedulesOf({ account, region }: Place): Schedule[] {
    return [...this.schedules.values()]
      .filter(({ place }) => place.account === account && place.region === region)
      .sort((a, b) => (a.arn < b.arn ? -1 : 1));
  }

  summary(): object {
    const counts = [...this.schedules.values()].map(({ arn, counts }) => [arn, counts] as const);
    return Object.fromEntries(counts.sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  inFlight(): number {
    return this.invoker.pending;
  }

  private plan(schedule: Schedule, last: number | undefined): void {
    const due = nextDue(schedule, last);
    if (due === undefined) {
      if (schedule.deleteAfterCompletion && last !== undefined) this.schedules.delete(schedule.arn);
      return;
    }
    this.cloud.world.at(due, () => {
      if (this.schedules.get(schedule.arn) !== schedule) return;
      if (schedule.enabled) this.invoker.invoke(schedule, due);
      this.plan(schedule, due);
    });
  }
}
