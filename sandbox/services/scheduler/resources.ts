import * as v from "valibot";
import { parseArn } from "../../kernel/arn";
import { nextTime } from "../../kernel/cron";
import { checkTarget, DEFAULT_RETRY_POLICY } from "../../kernel/delivery";
import { resourceModel, type ResourceModel } from "../../kernel/service";
import { groupArn, scheduleArn } from "./arns";
import type { SchedulerService } from "./service";

const region = v.optional(v.string());
const name = v.optional(v.pipe(v.string(), v.regex(/^[0-9a-zA-Z-_.]{1,64}$/)));
const integer = (low: number, high: number) =>
  v.optional(v.pipe(v.number(), v.integer(), v.minValue(low), v.maxValue(high)));
const instant = v.optional(v.pipe(v.string(), v.isoTimestamp()));

const scheduleInputs = v.strictObject({
  region,
  name,
  groupName: v.optional(v.string()),
  description: v.optional(v.string()),
  scheduleExpression: v.string(),
  scheduleExpressionTimezone: v.optional(v.string()),
  startDate: instant,
  endDate: instant,
  state: v.optional(v.picklist(["ENABLED", "DISABLED"])),
  actionAfterCompletion: v.optional(v.picklist(["NONE", "DELETE"])),
  flexibleTimeWindow: v.variant("mode", [
    v.strictObject({ mode: v.literal("OFF") }),
    v.strictObject({
      mode: v.literal("FLEXIBLE"),
      maximumWindowInMinutes: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1440)),
    }),
  ]),
  target: v.strictObject({
    arn: v.string(),
    roleArn: v.string(),
    input: v.optional(v.string()),
    deadLetterConfig: v.optional(v.strictObject({ arn: v.string() })),
    retryPolicy: v.optional(
      v.strictObject({ maximumRetryAttempts: integer(0, 185), maximumEventAgeInSeconds: integer(60, 86_400) }),
    ),
  }),
});

export function resources(scheduler: SchedulerService): Record<string, ResourceModel> {
  return {
    "aws:scheduler/schedule:Schedule": schedule(scheduler),
    "aws:scheduler/scheduleGroup:ScheduleGroup": resourceModel({
      inputs: v.strictObject({ region, name, tags: v.optional(v.record(v.string(), v.string())) }),
      outputs: ({ inputs, place, physicalName }) => {
        const made = inputs.name ?? physicalName;
        return { id: made, name: made, arn: groupArn(made, place), state: "ACTIVE" };
      },
      create: ({ outputs }) => scheduler.addGroup(outputs.arn),
      remove: ({ outputs }) => scheduler.removeGroup(outputs.arn),
    }),
  };
}

function schedule(scheduler: SchedulerService): ResourceModel {
  return resourceModel({
    inputs: scheduleInputs,
    outputs: ({ inputs, place, physicalName }) => {
      const made = inputs.name ?? physicalName;
      const groupName = inputs.groupName ?? "default";
      return {
        id: `${groupName}/${made}`,
        name: made,
        groupName,
        arn: scheduleArn(made, groupName, place),
        state: inputs.state ?? "ENABLED",
        scheduleExpressionTimezone: inputs.scheduleExpressionTimezone ?? "UTC",
        actionAfterCompletion: inputs.actionAfterCompletion ?? "NONE",
      };
    },
    create: ({ inputs, outputs, place, urn }) => {
      const { target, flexibleTimeWindow: window } = inputs;
      checkTarget(target.arn, urn);
      checkDeadLetterQueue(target.deadLetterConfig?.arn, place.region, urn);
      nextTime(inputs.scheduleExpression, 0, outputs.scheduleExpressionTimezone);
      scheduler.add({
        name: outputs.name,
        group: outputs.groupName,
        arn: outputs.arn,
        place,
        description: inputs.description,
        expression: inputs.scheduleExpression,
        timezone: outputs.scheduleExpressionTimezone,
        startDate: inputs.startDate === undefined ? undefined : Date.parse(inputs.startDate),
        endDate: inputs.endDate === undefined ? undefined : Date.parse(inputs.endDate),
        createdAt: scheduler.cloud.world.now(),
        enabled: outputs.state === "ENABLED",
        flexibleMinutes: window.mode === "FLEXIBLE" ? window.maximumWindowInMinutes : 0,
        deleteAfterCompletion: outputs.actionAfterCompletion === "DELETE",
        target: {
          arn: target.arn,
          roleArn: target.roleArn,
          input: target.input,
          deadLetterArn: target.deadLetterConfig?.arn,
          retryPolicy: { ...DEFAULT_RETRY_POLICY, ...given(target.retryPolicy ?? {}) },
        },
        counts: { invoked: 0, delivered: 0, deadLettered: 0, lost: 0 },
      });
    },
    remove: ({ outputs }) => scheduler.remove(outputs.arn),
  });
}

/** https://docs.aws.amazon.com/scheduler/latest/UserGuide/configuring-schedule-dlq.html: a standard queue of the same region. */
function checkDeadLetterQueue(arn: string | undefined, region: string, urn: string): void {
  if (arn === undefined) return;
  const queue = parseArn(arn);
  if (queue.service !== "sqs" || queue.region !== region) {
    throw new Error(`${urn}: the dead-letter queue ${arn} is no queue of ${region}.`);
  }
}

function given<T extends object>(values: T): { [K in keyof T]: NonNullable<T[K]> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as never;
}
