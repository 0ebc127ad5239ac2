import * as v from "valibot";
import { parseArn } from "../../kernel/arn";
import { nextTime } from "../../kernel/cron";
import { checkTarget, DEFAULT_RETRY_POLICY } from "../../kernel/delivery";
import { compilePattern } from "../../kernel/event-pattern";
import { resourceModel, type ResourceModel } from "../../kernel/service";
import { checkPath } from "./input";
import { ruleArn } from "./operations";
import type { EventsService } from "./service";

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html */
const MOST_TARGETS = 5;

const region = v.optional(v.string());
const defaultBus = v.optional(v.literal("default"));

export function resources(events: EventsService): Record<string, ResourceModel> {
  return {
    "aws:cloudwatch/eventRule:EventRule": eventRule(events),
    "aws:cloudwatch/eventTarget:EventTarget": eventTarget(events),
  };
}

function eventRule(events: EventsService): ResourceModel {
  return resourceModel({
    inputs: v.strictObject({
      region,
      name: v.optional(v.pipe(v.string(), v.regex(/^[.\-_A-Za-z0-9]{1,64}$/))),
      description: v.optional(v.string()),
      eventBusName: defaultBus,
      eventPattern: v.optional(v.string()),
      scheduleExpression: v.optional(v.string()),
      state: v.optional(v.picklist(["ENABLED", "DISABLED"])),
      isEnabled: v.optional(v.boolean()),
      forceDestroy: v.optional(v.boolean()),
      tags: v.optional(v.record(v.string(), v.string())),
    }),
    outputs: ({ inputs, place, physicalName, urn }) => {
      const { eventPattern, scheduleExpression } = inputs;
      if (!eventPattern && !scheduleExpression)
        throw new Error(`${urn}: a rule needs an eventPattern or a scheduleExpression.`);
      if (inputs.state !== undefined && inputs.isEnabled !== undefined) {
        throw new Error(`${urn}: state and isEnabled exclude each other.`);
      }
      const name = inputs.name ?? physicalName;
      const state = inputs.state ?? (inputs.isEnabled === false ? "DISABLED" : "ENABLED");
      return { id: name, name, arn: ruleArn(name, place), eventBusName: "default", state };
    },
    create: ({ inputs, outputs, place }) => {
      const { eventPattern, scheduleExpression, description } = inputs;
      if (scheduleExpression) nextTime(scheduleExpression, 0);
      events.add({
        name: outputs.name,
        arn: outputs.arn,
        place,
        description,
        pattern: eventPattern ? { text: eventPattern, matches: compilePattern(JSON.parse(eventPattern)) } : undefined,
        scheduleExpression,
        enabled: outputs.state === "ENABLED",
        targets: new Map(),
        counts: { matched: 0, delivered: 0, deadLettered: 0, lost: 0 },
      });
    },
    remove: ({ outputs, place }) => events.remove({ name: outputs.name, place }),
  });
}

function eventTarget(events: EventsService): ResourceModel {
  return resourceModel({
    inputs: v.strictObject({
      region,
      rule: v.string(),
      arn: v.string(),
      targetId: v.optional(v.pipe(v.string(), v.regex(/^[.\-_A-Za-z0-9]{1,64}$/))),
      eventBusName: defaultBus,
      input: v.optional(v.string()),
      inputPath: v.optional(v.string()),
      inputTransformer: v.optional(
        v.strictObject({ inputPaths: v.optional(v.record(v.string(), v.string())), inputTemplate: v.string() }),
      ),
      deadLetterConfig: v.optional(v.strictObject({ arn: v.optional(v.string()) })),
      retryPolicy: v.optional(
        v.strictObject({
          maximumRetryAttempts: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(185))),
          maximumEventAgeInSeconds: v.optional(v.pipe(v.number(), v.integer(), v.minValue(60), v.maxValue(86_400))),
        }),
      ),
      forceDestroy: v.optional(v.boolean()),
    }),
    outputs: ({ inputs, id, urn }) => {
      const given = [inputs.input, inputs.inputPath, inputs.inputTransformer].filter((each) => each !== undefined);
      if (given.length > 1) throw new Error(`${urn}: input, inputPath and inputTransformer exclude each other.`);
      const targetId = inputs.targetId ?? `terraform-${id(26)}`;
      return { id: `${inputs.rule}-${targetId}`, targetId };
    },
    create: ({ inputs, outputs, place, urn }) => {
      checkTarget(inputs.arn, urn);
      const { region: targetRegion, account } = parseArn(inputs.arn);
      if (targetRegion !== place.region || account !== place.account) {
        throw new Error(
          `${urn}: the target ${inputs.arn} is not in ${place.account}/${place.region}; a rule reaches beyond its place through a bus only.`,
        );
      }
      const paths = [inputs.inputPath, ...Object.values(inputs.inputTransformer?.inputPaths ?? {})];
      for (const path of paths) if (path !== undefined) checkPath(path);
      const { targets } = events.rule(inputs.rule, place);
      if (targets.size >= MOST_TARGETS)
        throw new Error(`${urn}: the rule ${inputs.rule} has ${MOST_TARGETS} targets, the most there may be.`);
      targets.set(outputs.targetId, {
        id: outputs.targetId,
        arn: inputs.arn,
        input: inputs.input,
        inputPath: inputs.inputPath,
        inputTransformer: inputs.inputTransformer,
        deadLetterArn: inputs.deadLetterConfig?.arn,
        retryPolicy: {
          maximumRetryAttempts: inputs.retryPolicy?.maximumRetryAttempts ?? DEFAULT_RETRY_POLICY.maximumRetryAttempts,
          maximumEventAgeInSeconds:
            inputs.retryPolicy?.maximumEventAgeInSeconds ?? DEFAULT_RETRY_POLICY.maximumEventAgeInSeconds,
        },
      });
    },
    remove: ({ inputs, outputs, place }) => void events.rule(inputs.rule, place).targets.delete(outputs.targetId),
  });
}
