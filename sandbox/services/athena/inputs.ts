import * as v from "valibot";

const text = v.optional(v.string());
const tags = v.optional(v.record(v.string(), v.string()));

/** Athena refuses a smaller limit: https://docs.aws.amazon.com/athena/latest/APIReference/API_WorkGroupConfiguration.html */
const smallestCutoff = 10_000_000;

export const workgroupInputs = v.strictObject({
  name: text,
  region: text,
  description: text,
  state: v.optional(v.picklist(["ENABLED", "DISABLED"])),
  forceDestroy: v.optional(v.boolean()),
  tags,
  configuration: v.optional(
    v.strictObject({
      enforceWorkgroupConfiguration: v.optional(v.boolean()),
      publishCloudwatchMetricsEnabled: v.optional(v.boolean()),
      requesterPaysEnabled: v.optional(v.boolean()),
      bytesScannedCutoffPerQuery: v.optional(v.pipe(v.number(), v.integer(), v.minValue(smallestCutoff))),
      engineVersion: v.optional(
        v.strictObject({ selectedEngineVersion: v.optional(v.picklist(["AUTO", "Athena engine version 3"])) }),
      ),
      resultConfiguration: v.optional(
        v.strictObject({
          outputLocation: v.optional(v.pipe(v.string(), v.startsWith("s3://"))),
          encryptionConfiguration: v.optional(
            v.strictObject({ encryptionOption: v.optional(v.picklist(["SSE_S3", "SSE_KMS"])), kmsKeyArn: text }),
          ),
          expectedBucketOwner: text,
        }),
      ),
    }),
  ),
});

export const namedQueryInputs = v.strictObject({
  name: text,
  region: text,
  database: v.string(),
  query: v.string(),
  description: text,
  workgroup: text,
});

export type WorkgroupInputs = v.InferOutput<typeof workgroupInputs>;
