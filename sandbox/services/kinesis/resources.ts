import * as v from "valibot";
import { formatArn } from "../../kernel/arn";
import { AwsError } from "../../kernel/errors";
import { resourceModel, type ResourceModel } from "../../kernel/service";
import { policyDocument, policyInput, policyText } from "../iam/documents";
import type { KinesisService } from ".";
import { Stream } from "./stream";

/** Shards of a new on-demand stream: https://docs.aws.amazon.com/streams/latest/dev/how-do-i-size-a-stream.html */
const onDemandShards = 4;

const streamInputs = v.strictObject({
  name: v.optional(v.string()),
  shardCount: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))),
  streamModeDetails: v.optional(v.strictObject({ streamMode: v.picklist(["ON_DEMAND", "PROVISIONED"]) })),
  retentionPeriod: v.optional(v.pipe(v.number(), v.integer(), v.minValue(24), v.maxValue(8760)), 24),
  encryptionType: v.optional(v.picklist(["KMS", "NONE"]), "NONE"),
  kmsKeyId: v.optional(v.string()),
  maxRecordSizeInKib: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1024), v.maxValue(10_240)), 1024),
  enforceConsumerDeletion: v.optional(v.boolean()),
  shardLevelMetrics: v.optional(v.array(v.string())),
  region: v.optional(v.string()),
  tags: v.optional(v.record(v.string(), v.string())),
});

export function kinesisResources(kinesis: KinesisService): Readonly<Record<string, ResourceModel>> {
  return {
    "aws:kinesis/stream:Stream": streamResource(kinesis),
    "aws:kinesis/resourcePolicy:ResourcePolicy": resourceModel({
      inputs: v.strictObject({ resourceArn: v.string(), policy: policyInput, region: v.optional(v.string()) }),
      outputs: ({ inputs }) => ({ id: inputs.resourceArn, policy: policyText(inputs.policy) }),
      create: ({ inputs, urn }) => {
        kinesis.stream(inputs.resourceArn).policy = policyDocument(
          policyText(inputs.policy),
          "resource",
          urn,
          "InvalidArgumentException",
        );
      },
      remove: ({ inputs }) => {
        kinesis.stream(inputs.resourceArn).policy = undefined;
      },
    }),
  };
}

function streamResource(kinesis: KinesisService): ResourceModel {
  return resourceModel({
    inputs: streamInputs,
    outputs: ({ inputs, physicalName, place }) => {
      const name = inputs.name ?? physicalName;
      if (!/^[a-zA-Z0-9_.-]{1,128}$/.test(name))
        throw new AwsError("ValidationException", `"${name}" is no name of a stream.`);
      const arn = formatArn({ service: "kinesis", ...place, resource: `stream/${name}` });
      const streamMode = inputs.streamModeDetails?.streamMode ?? "PROVISIONED";
      return {
        id: arn,
        arn,
        name,
        region: place.region,
        streamModeDetails: { streamMode },
        maxRecordSizeInKib: inputs.maxRecordSizeInKib,
        retentionPeriod: inputs.retentionPeriod,
        encryptionType: inputs.encryptionType,
      };
    },
    create: ({ inputs, outputs, place }) => {
      const onDemand = outputs.streamModeDetails.streamMode === "ON_DEMAND";
      if (onDemand && inputs.shardCount !== undefined) {
        throw new AwsError("ValidationException", "shardCount must not be set when streamMode is ON_DEMAND.");
      }
      if (!onDemand && inputs.shardCount === undefined) {
        throw new AwsError("ValidationException", "shardCount must be at least 1 when streamMode is PROVISIONED.");
      }
      if ((inputs.encryptionType === "KMS") !== (inputs.kmsKeyId !== undefined)) {
        throw new AwsError("InvalidArgumentException", "encryptionType KMS and kmsKeyId go together.");
      }
      const settings = {
        name: outputs.name,
        arn: outputs.arn,
        place,
        onDemand,
        retentionHours: inputs.retentionPeriod,
        // AWS's own key asks nobody for a permission.
        kmsKeyId: inputs.kmsKeyId === "alias/aws/kinesis" ? undefined : inputs.kmsKeyId,
        maxRecordBytes: inputs.maxRecordSizeInKib * 1024,
        created: kinesis.world.now(),
      };
      kinesis.add(new Stream(settings, inputs.shardCount ?? onDemandShards));
    },
    remove: ({ outputs }) => kinesis.delete(outputs.arn),
  });
}
