import * as v from "valibot";
import { parse } from "../../iam";
import { formatArn, type Place } from "../../kernel/arn";
import { Unsupported } from "../../kernel/errors";
import { resourceModel, type ResourceModel } from "../../kernel/service";
import { Queue } from "./queue";
import type { SqsService } from "./service";
import { DEFAULTS, LIMITS } from "./settings";
import { queueUrl } from "./url";

const region = v.optional(v.string());
const json = v.string();

function within([low, high]: readonly [number, number]) {
  return v.optional(v.pipe(v.number(), v.integer(), v.minValue(low), v.maxValue(high)));
}

const queueInputs = v.strictObject({
  name: v.optional(v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{1,80}(\.fifo)?$/))),
  region,
  fifoQueue: v.optional(v.boolean()),
  delaySeconds: within(LIMITS.delaySeconds),
  maxMessageSize: within(LIMITS.maxMessageSize),
  messageRetentionSeconds: within(LIMITS.messageRetentionSeconds),
  receiveWaitTimeSeconds: within(LIMITS.receiveWaitTimeSeconds),
  visibilityTimeoutSeconds: within(LIMITS.visibilityTimeoutSeconds),
  kmsDataKeyReusePeriodSeconds: within(LIMITS.kmsDataKeyReusePeriodSeconds),
  kmsMasterKeyId: v.optional(v.string()),
  sqsManagedSseEnabled: v.optional(v.boolean()),
  policy: v.optional(json),
  redrivePolicy: v.optional(json),
  redriveAllowPolicy: v.optional(json),
  tags: v.optional(v.record(v.string(), v.string())),
});

export function resources(sqs: SqsService): Record<string, ResourceModel> {
  const at = (url: string, place: Place) => sqs.byUrl(url, place);
  return {
    "aws:sqs/queue:Queue": queue(sqs),
    "aws:sqs/queuePolicy:QueuePolicy": resourceModel({
      inputs: v.strictObject({ region, queueUrl: v.string(), policy: json }),
      outputs: ({ inputs }) => ({ id: inputs.queueUrl }),
      create: ({ inputs, place }) => void (at(inputs.queueUrl, place).policy = parse(inputs.policy, "resource")),
      remove: ({ inputs, place }) => void (at(inputs.queueUrl, place).policy = undefined),
    }),
    "aws:sqs/redrivePolicy:RedrivePolicy": resourceModel({
      inputs: v.strictObject({ region, queueUrl: v.string(), redrivePolicy: json }),
      outputs: ({ inputs }) => ({ id: inputs.queueUrl }),
      create: ({ inputs, place }) => sqs.setRedrivePolicy(at(inputs.queueUrl, place), inputs.redrivePolicy),
      remove: ({ inputs, place }) => void (at(inputs.queueUrl, place).redrive = undefined),
    }),
    "aws:sqs/redriveAllowPolicy:RedriveAllowPolicy": resourceModel({
      inputs: v.strictObject({ region, queueUrl: v.string(), redriveAllowPolicy: json }),
      outputs: ({ inputs }) => ({ id: inputs.queueUrl }),
      create: ({ inputs, place }) => sqs.setRedriveAllowPolicy(at(inputs.queueUrl, place), inputs.redriveAllowPolicy),
      remove: ({ inputs, place }) => void (at(inputs.queueUrl, place).redriveAllow = { redrivePermission: "allowAll" }),
    }),
  };
}

function queue(sqs: SqsService): ResourceModel {
  return resourceModel({
    inputs: queueInputs,
    outputs: ({ inputs, place, physicalName, urn }) => {
      if (inputs.fifoQueue || inputs.name?.endsWith(".fifo")) throw new Unsupported(`FIFO queues (${urn})`);
      if (inputs.sqsManagedSseEnabled && inputs.kmsMasterKeyId) {
        throw new Error(`${urn}: sqsManagedSseEnabled and kmsMasterKeyId exclude each other.`);
      }
      const name = inputs.name ?? physicalName;
      const arn = formatArn({ service: "sqs", ...place, resource: name });
      const url = queueUrl(arn);
      const sqsManagedSseEnabled = inputs.sqsManagedSseEnabled ?? inputs.kmsMasterKeyId === undefined;
      return { ...DEFAULTS, ...settingsOf(inputs), id: url, name, arn, url, sqsManagedSseEnabled };
    },
    create: ({ inputs, outputs, place }) => {
      const settings = {
        ...DEFAULTS,
        ...settingsOf(inputs),
        kmsMasterKeyId: inputs.kmsMasterKeyId,
        tags: inputs.tags ?? {},
      };
      const created = new Queue(sqs.cloud.world, outputs.name, outputs.arn, outputs.url, place, settings);
      if (inputs.policy) created.policy = parse(inputs.policy, "resource");
      if (inputs.redriveAllowPolicy) sqs.setRedriveAllowPolicy(created, inputs.redriveAllowPolicy);
      if (inputs.redrivePolicy) sqs.setRedrivePolicy(created, inputs.redrivePolicy);
      sqs.add(created);
    },
    remove: ({ outputs }) => sqs.remove(outputs.arn),
  });
}

/** The numbers that the program set. */
function settingsOf(inputs: v.InferOutput<typeof queueInputs>): Partial<typeof DEFAULTS> {
  const names = Object.keys(DEFAULTS) as (keyof typeof DEFAULTS)[];
  return Object.fromEntries(names.filter((name) => inputs[name] !== undefined).map((name) => [name, inputs[name]]));
}
