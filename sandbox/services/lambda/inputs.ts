import * as pulumi from "@pulumi/pulumi";
import * as v from "valibot";

const archive = v.custom<pulumi.asset.Archive>(
  (value) => pulumi.asset.Archive.isInstance(value),
  "must be an archive (AssetArchive or FileArchive)",
);
const whole = (low: number, high: number) => v.pipe(v.number(), v.integer(), v.minValue(low), v.maxValue(high));
const tags = v.optional(v.record(v.string(), v.string()));
const region = v.optional(v.string());
const logLevel = v.picklist(["TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL"]);

/** Limits: https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html */
export const functionInputs = v.strictObject({
  name: v.optional(v.pipe(v.string(), v.regex(/^[a-zA-Z0-9-_]{1,64}$/, "must be 1 to 64 letters, digits, - or _"))),
  code: archive,
  handler: v.string(),
  role: v.string(),
  runtime: v.literal("nodejs24.x", "the sandbox runs nodejs24.x only"),
  architectures: v.optional(v.tuple([v.picklist(["arm64", "x86_64"])])),
  deadLetterConfig: v.optional(v.strictObject({ targetArn: v.string() })),
  description: v.optional(v.string()),
  environment: v.optional(v.strictObject({ variables: v.optional(v.record(v.string(), v.string())) })),
  ephemeralStorage: v.optional(v.strictObject({ size: v.optional(whole(512, 10_240)) })),
  kmsKeyArn: v.optional(v.string()),
  layers: v.optional(v.pipe(v.array(v.string()), v.maxLength(5))),
  loggingConfig: v.optional(
    v.strictObject({
      logFormat: v.picklist(["JSON", "Text"]),
      logGroup: v.optional(v.string()),
      applicationLogLevel: v.optional(logLevel),
      systemLogLevel: v.optional(v.picklist(["DEBUG", "INFO", "WARN"])),
    }),
  ),
  memorySize: v.optional(whole(128, 10_240)),
  packageType: v.optional(v.literal("Zip")),
  publish: v.optional(v.boolean()),
  region,
  reservedConcurrentExecutions: v.optional(whole(-1, 1_000)),
  skipDestroy: v.optional(v.boolean()),
  sourceCodeHash: v.optional(v.string()),
  tags,
  timeout: v.optional(whole(1, 900)),
  tracingConfig: v.optional(v.strictObject({ mode: v.picklist(["Active", "PassThrough"]) })),
});
export type FunctionInputs = v.InferOutput<typeof functionInputs>;

export const layerInputs = v.strictObject({
  layerName: v.string(),
  code: archive,
  compatibleArchitectures: v.optional(v.array(v.picklist(["arm64", "x86_64"]))),
  compatibleRuntimes: v.optional(v.array(v.string())),
  description: v.optional(v.string()),
  licenseInfo: v.optional(v.string()),
  region,
  skipDestroy: v.optional(v.boolean()),
  sourceCodeHash: v.optional(v.string()),
});

export const permissionInputs = v.strictObject({
  action: v.string(),
  function: v.string(),
  principal: v.string(),
  qualifier: v.optional(v.string()),
  region,
  sourceAccount: v.optional(v.string()),
  sourceArn: v.optional(v.string()),
  statementId: v.optional(v.string()),
  statementIdPrefix: v.optional(v.string()),
});
export type PermissionInputs = v.InferOutput<typeof permissionInputs>;

const onFailure = v.optional(v.strictObject({ destinationArn: v.string() }));

/** Limits: https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html */
export const mappingInputs = v.strictObject({
  eventSourceArn: v.string(),
  functionName: v.string(),
  batchSize: v.optional(whole(1, 10_000)),
  bisectBatchOnFunctionError: v.optional(v.boolean()),
  destinationConfig: v.optional(v.strictObject({ onFailure })),
  enabled: v.optional(v.boolean()),
  filterCriteria: v.optional(
    v.strictObject({
      filters: v.optional(v.pipe(v.array(v.strictObject({ pattern: v.optional(v.string()) })), v.maxLength(10))),
    }),
  ),
  functionResponseTypes: v.optional(v.array(v.literal("ReportBatchItemFailures"))),
  maximumBatchingWindowInSeconds: v.optional(whole(0, 300)),
  maximumRecordAgeInSeconds: v.optional(whole(-1, 604_800)),
  maximumRetryAttempts: v.optional(whole(-1, 10_000)),
  parallelizationFactor: v.optional(whole(1, 10)),
  region,
  scalingConfig: v.optional(v.strictObject({ maximumConcurrency: v.optional(whole(2, 1_000)) })),
  startingPosition: v.optional(v.picklist(["LATEST", "TRIM_HORIZON"])),
  tags,
});
export type MappingInputs = v.InferOutput<typeof mappingInputs>;

const destination = v.optional(v.strictObject({ destination: v.string() }));

export const invokeConfigInputs = v.strictObject({
  functionName: v.string(),
  destinationConfig: v.optional(v.strictObject({ onFailure: destination, onSuccess: destination })),
  maximumEventAgeInSeconds: v.optional(whole(60, 21_600)),
  maximumRetryAttempts: v.optional(whole(0, 2)),
  qualifier: v.optional(v.literal("$LATEST")),
  region,
});
