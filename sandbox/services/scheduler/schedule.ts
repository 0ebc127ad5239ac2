import type { Place } from "../../kernel/arn";
import { nextTime } from "../../kernel/cron";
import type { RetryPolicy } from "../../kernel/delivery";

export interface Schedule {
  readonly name: string;
  readonly group: string;
  readonly arn: string;
  readonly place: Place;
  readonly description: string | undefined;
  readonly expression: string;
  /** IANA name. */
  readonly timezone: string;
  /** Epoch milliseconds. */
  readonly startDate: number | undefined;
  readonly endDate: number | undefined;
  readonly createdAt: number;
  readonly enabled: boolean;
  /** Invocations spread over so many minutes; 0 is off. */
  readonly flexibleMinutes: number;
  readonly deleteAfterCompletion: boolean;
  readonly target: {
    readonly arn: string;
    readonly roleArn: string;
    readonly input: string | undefined;
    readonly deadLetterArn: string | undefined;
    readonly retryPolicy: RetryPolicy;
  };
  readonly counts: { invoked: number; delivered: number; deadLettered: number; lost: number };
}

/**
 * When a schedule is due next, epoch milliseconds; undefined when never again. A rate begins at the start date, or at once.
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
 * @param last when it was due last, if ever
 */
export function nextDue(schedule: Schedule, last: number | undefined): number | undefined {
  const { expression, timezone, startDate, endDate, createdAt } = schedule;
  if (expression.startsWith("at(")) return nextTime(expression, last ?? createdAt, timezone);
  const startsLater = startDate !== undefined && startDate > createdAt;
  const next =
    last === undefined && expression.startsWith("rate(")
      ? firstOfRate(expression, startDate ?? createdAt, startsLater ? startDate : createdAt)
      : nextTime(expression, last ?? (startsLater ? startDate - 1 : createdAt), timezone);
  return next !== undefined && endDate !== undefined && next > endDate ? undefined : next;
}

/** The first beat at or after `begin` of a rate that counts from `anchor`. */
function firstOfRate(expression: string, anchor: number, begin: number): number {
  const period = nextTime(expression, 0) as number;
  return anchor + Math.ceil((begin - anchor) / period) * period;
}

export interface Execution {
  readonly id: string;
  /** When it was due, epoch milliseconds. */
  readonly scheduledTime: number;
}

/** What the target gets: https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-context-attributes.html */
export function payloadOf(schedule: Schedule, execution: Execution, attempt: number): string {
  const time = isoSeconds(execution.scheduledTime);
  const values: Readonly<Record<string, string>> = {
    "<aws.scheduler.schedule-arn>": schedule.arn,
    "<aws.scheduler.scheduled-time>": time,
    "<aws.scheduler.execution-id>": execution.id,
    "<aws.scheduler.attempt-number>": String(attempt),
  };
  const { input } = schedule.target;
  if (input !== undefined) return input.replace(/<aws\.scheduler\.[a-z-]+>/g, (name) => values[name] ?? name);
  const { account, region } = schedule.place;
  return JSON.stringify({
    version: "0",
    id: execution.id,
    "detail-type": "Scheduled Event",
    source: "aws.scheduler",
    account,
    time,
    region,
    resources: [schedule.arn],
    detail: "{}",
  });
}

export function isoSeconds(time: number): string {
  return new Date(time).toISOString().replace(/\.\d+Z$/, "Z");
}
