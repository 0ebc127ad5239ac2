import * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";
import { type Action, grant } from "./grants";
import { type MagicFunction } from "./magic-function";
import { resourceName } from "./names";
import { type Place, arnOf } from "./place";
import { jsonOf } from "./policies";
import { type BufferedQueue, type DeadLetterQueue } from "./queue";
import { roleFor } from "./role";

/** A source that is off, as in a standby region, is declared but does not run. Default true. */
interface Switched {
  readonly enabled?: boolean;
}

/** How a function reads a queue. */
export interface QueueSourceArgs extends Switched {
  /** Messages a batch; above 10 a window is needed. Default 10. */
  readonly batchSize?: number;
  /** How long to gather a batch. Default 0 s. */
  readonly batchingWindowSeconds?: number;
  /** How many batches at once, 2 to 1,000. */
  readonly maximumConcurrency: number;
}

function requireGrants(name: string, target: MagicFunction, actions: readonly Action[], cure: string): void {
  const granted = new Set(target.grants.flatMap((each) => each.actions));
  const missing = actions.find((action) => !granted.has(action));
  if (missing)
    throw new pulumi.ResourceError(
      `Event source "${name}": the function may not "${missing}"; add ${cure} to its grants.`,
      target,
    );
}

/** Lets a function read a queue, answering for each message. */
export function fromQueue(
  name: string,
  target: MagicFunction,
  queue: BufferedQueue,
  args: QueueSourceArgs,
): aws.lambda.EventSourceMapping {
  requireGrants(name, target, ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"], "queue.consume()");
  const batchSize = args.batchSize ?? 10;
  if (batchSize > 10 && !args.batchingWindowSeconds) {
    throw new pulumi.ResourceError(
      `Event source "${name}": batches of ${batchSize} need batchingWindowSeconds of at least 1.`,
      target,
    );
  }
  return new aws.lambda.EventSourceMapping(
    name,
    {
      eventSourceArn: queue.arn,
      functionName: target.name,
      enabled: args.enabled ?? true,
      batchSize,
      maximumBatchingWindowInSeconds: args.batchingWindowSeconds ?? 0,
      scalingConfig: { maximumConcurrency: args.maximumConcurrency },
      functionResponseTypes: ["ReportBatchItemFailures"],
    },
    // Lambda checks the role's rights when it makes the mapping; the function itself already depends on them.
    { parent: target, dependsOn: [target.function] },
  );
}

/** How EventBridge Scheduler invokes a function. */
export interface ScheduleArgs extends Switched {
  readonly description: string;
  /** `rate(…)`, `cron(…)` or `at(…)`. */
  readonly expression: string;
  /** An IANA time zone. Default UTC. */
  readonly timezone?: string;
  /** The event, as plain data. `<aws.scheduler.scheduled-time>` stands for the time it was due. */
  readonly input?: unknown;
  /** Where invocations go that never succeeded. */
  readonly deadLetters: DeadLetterQueue;
  /** Default 3. */
  readonly maximumRetryAttempts?: number;
  /** Default 1 h. */
  readonly maximumEventAgeSeconds?: number;
}

/** Invokes a function on a schedule, with bounded retries and a place for what failed. */
export function invokedBySchedule(name: string, target: MagicFunction, args: ScheduleArgs): aws.scheduler.Schedule {
  const opts = { parent: target };
  const scheduleName = resourceName(target.place, name, "schedule");
  const { role, policy } = roleFor(
    name,
    {
      place: target.place,
      service: "scheduler.amazonaws.com",
      description: `Lets the schedule ${name} invoke its function`,
      grants: [grant(["lambda:InvokeFunction"], [target.arn]), ...args.deadLetters.grant("sqs:SendMessage")],
    },
    opts,
  );
  return new aws.scheduler.Schedule(
    name,
    {
      name: scheduleName,
      description: args.description,
      scheduleExpression: args.expression,
      scheduleExpressionTimezone: args.timezone ?? "UTC",
      state: (args.enabled ?? true) ? "ENABLED" : "DISABLED",
      flexibleTimeWindow: { mode: "OFF" },
      target: {
        arn: target.arn,
        roleArn: role.arn,
        input: args.input === undefined ? undefined : jsonOf(args.input),
        deadLetterConfig: { arn: args.deadLetters.arn },
        retryPolicy: {
          maximumRetryAttempts: args.maximumRetryAttempts ?? 3,
          maximumEventAgeInSeconds: args.maximumEventAgeSeconds ?? 3600,
        },
      },
    },
    { ...opts, dependsOn: [policy] },
  );
}

/** What an EventBridge rule listens to. */
export interface RuleArgs extends Switched {
  readonly description: string;
  /** An EventBridge pattern. */
  readonly pattern: unknown;
  /** Where events go that never reached the target. Its senders must name the rule: {@link ruleArn}. */
  readonly deadLetters: DeadLetterQueue;
}

/** The ARN of a rule that {@link invokedByRule} or {@link queuedByRule} makes, for the policies of queues. */
export function ruleArn(name: string, target: Pick<MagicFunction, "place">): string {
  return arnOf(target.place, "events", `rule/${resourceName(target.place, name, "rule")}`);
}

/** Invokes a function for each event that matches. */
export function invokedByRule(name: string, target: MagicFunction, args: RuleArgs): aws.cloudwatch.EventRule {
  const opts = { parent: target };
  const rule = makeRule(name, target.place, args, opts);
  const permission = new aws.lambda.Permission(
    `${name}-permission`,
    {
      statementId: name,
      action: "lambda:InvokeFunction",
      function: target.name,
      principal: "events.amazonaws.com",
      sourceArn: rule.name.apply((made) => arnOf(target.place, "events", `rule/${made}`)),
    },
    opts,
  );
  makeTarget(name, rule, target.arn, args, { ...opts, dependsOn: [permission] });
  return rule;
}

/** Sends each event that matches to a queue, whose senders must name the rule: {@link ruleArn}. */
export function queuedByRule(
  name: string,
  queue: BufferedQueue,
  args: RuleArgs & { readonly place: Place },
): aws.cloudwatch.EventRule {
  const opts = { parent: queue };
  const rule = makeRule(name, args.place, args, opts);
  makeTarget(name, rule, queue.arn, args, opts);
  return rule;
}

function makeRule(
  name: string,
  place: Place,
  { description, pattern, enabled }: RuleArgs,
  opts: pulumi.CustomResourceOptions,
): aws.cloudwatch.EventRule {
  return new aws.cloudwatch.EventRule(
    name,
    {
      name: resourceName(place, name, "rule"),
      description,
      eventPattern: jsonOf(pattern),
      state: (enabled ?? true) ? "ENABLED" : "DISABLED",
    },
    opts,
  );
}

function makeTarget(
  name: string,
  rule: aws.cloudwatch.EventRule,
  arn: pulumi.Input<string>,
  { deadLetters }: RuleArgs,
  opts: pulumi.CustomResourceOptions,
): aws.cloudwatch.EventTarget {
  return new aws.cloudwatch.EventTarget(
    `${name}-target`,
    {
      rule: rule.name,
      arn,
      deadLetterConfig: { arn: deadLetters.arn },
      retryPolicy: { maximumRetryAttempts: 3, maximumEventAgeInSeconds: 3600 },
    },
    opts,
  );
}
