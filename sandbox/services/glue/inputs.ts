import * as v from "valibot";

const text = v.optional(v.string());
const tags = v.optional(v.record(v.string(), v.string()));
const parameters = v.optional(v.record(v.string(), v.string()));
const column = v.strictObject({ name: v.string(), type: text, comment: text, parameters });
const natural = v.pipe(v.number(), v.integer(), v.minValue(0));

export const databaseInputs = v.strictObject({
  name: text,
  region: text,
  catalogId: text,
  description: text,
  locationUri: text,
  parameters,
  tags,
});

export const tableInputs = v.strictObject({
  name: text,
  region: text,
  catalogId: text,
  databaseName: v.string(),
  description: text,
  owner: text,
  retention: v.optional(natural),
  tableType: text,
  parameters,
  partitionKeys: v.optional(v.array(column)),
  storageDescriptor: v.optional(
    v.strictObject({
      columns: v.optional(v.array(column)),
      location: text,
      inputFormat: text,
      outputFormat: text,
      compressed: v.optional(v.boolean()),
      numberOfBuckets: v.optional(v.number()),
      bucketColumns: v.optional(v.array(v.string())),
      parameters,
      storedAsSubDirectories: v.optional(v.boolean()),
      serDeInfo: v.optional(v.strictObject({ name: text, serializationLibrary: text, parameters })),
    }),
  ),
});

/** What the modelled crawler does in any case: tables grow by columns, partitions follow their table. */
const crawlerConfiguration = v.strictObject({
  Version: v.literal(1),
  CrawlerOutput: v.optional(
    v.strictObject({
      Partitions: v.optional(v.strictObject({ AddOrUpdateBehavior: v.literal("InheritFromTable") })),
      Tables: v.optional(v.strictObject({ AddOrUpdateBehavior: v.literal("MergeNewColumns") })),
    }),
  ),
  Grouping: v.optional(v.strictObject({ TableGroupingPolicy: v.literal("CombineCompatibleSchemas") })),
});

export const crawlerInputs = v.strictObject({
  name: text,
  region: text,
  description: text,
  databaseName: v.string(),
  role: v.string(),
  tablePrefix: text,
  securityConfiguration: text,
  schedule: text,
  configuration: v.optional(v.pipe(v.string(), v.parseJson(), crawlerConfiguration)),
  s3Targets: v.pipe(
    v.array(
      v.strictObject({
        path: v.pipe(v.string(), v.startsWith("s3://")),
        exclusions: v.optional(v.array(v.string())),
        sampleSize: v.optional(natural),
      }),
    ),
    v.minLength(1),
  ),
  schemaChangePolicy: v.optional(
    v.strictObject({
      updateBehavior: v.optional(v.picklist(["UPDATE_IN_DATABASE", "LOG"])),
      deleteBehavior: v.optional(v.literal("LOG")),
    }),
  ),
  recrawlPolicy: v.optional(v.strictObject({ recrawlBehavior: v.optional(v.literal("CRAWL_EVERYTHING")) })),
  tags,
});

export const jobInputs = v.strictObject({
  name: text,
  region: text,
  description: text,
  roleArn: v.string(),
  glueVersion: text,
  command: v.strictObject({ name: v.optional(v.literal("glueetl")), pythonVersion: text, scriptLocation: v.string() }),
  defaultArguments: v.optional(v.record(v.string(), v.string())),
  nonOverridableArguments: v.optional(v.record(v.string(), v.string())),
  workerType: text,
  numberOfWorkers: v.optional(natural),
  executionClass: v.optional(v.picklist(["STANDARD", "FLEX"])),
  executionProperty: v.optional(v.strictObject({ maxConcurrentRuns: v.optional(natural) })),
  maxRetries: v.optional(natural),
  timeout: v.optional(natural),
  securityConfiguration: text,
  notificationProperty: v.optional(v.strictObject({ notifyDelayAfter: v.optional(natural) })),
  tags,
});

const action = v.strictObject({
  crawlerName: text,
  jobName: text,
  arguments: v.optional(v.record(v.string(), v.string())),
  timeout: v.optional(natural),
  securityConfiguration: text,
});

export const triggerInputs = v.strictObject({
  name: text,
  region: text,
  description: text,
  type: v.picklist(["SCHEDULED", "CONDITIONAL", "ON_DEMAND"]),
  schedule: text,
  workflowName: text,
  enabled: v.optional(v.boolean()),
  startOnCreation: v.optional(v.boolean()),
  actions: v.pipe(v.array(action), v.minLength(1)),
  predicate: v.optional(
    v.strictObject({
      logical: v.optional(v.picklist(["AND", "ANY"])),
      conditions: v.pipe(
        v.array(
          v.strictObject({
            jobName: text,
            state: v.optional(v.picklist(["SUCCEEDED", "STOPPED", "TIMEOUT", "FAILED"])),
            crawlerName: text,
            crawlState: v.optional(v.picklist(["SUCCEEDED", "FAILED", "CANCELLED"])),
            logicalOperator: v.optional(v.literal("EQUALS")),
          }),
        ),
        v.minLength(1),
      ),
    }),
  ),
  tags,
});

export const workflowInputs = v.strictObject({
  name: text,
  region: text,
  description: text,
  defaultRunProperties: v.optional(v.record(v.string(), v.string())),
  maxConcurrentRuns: v.optional(natural),
  tags,
});

export const securityInputs = v.strictObject({
  name: text,
  region: text,
  encryptionConfiguration: v.strictObject({
    cloudwatchEncryption: v.strictObject({
      cloudwatchEncryptionMode: v.optional(v.picklist(["DISABLED", "SSE-KMS"])),
      kmsKeyArn: text,
    }),
    jobBookmarksEncryption: v.strictObject({
      jobBookmarksEncryptionMode: v.optional(v.picklist(["DISABLED", "CSE-KMS"])),
      kmsKeyArn: text,
    }),
    s3Encryption: v.strictObject({
      s3EncryptionMode: v.optional(v.picklist(["DISABLED", "SSE-KMS", "SSE-S3"])),
      kmsKeyArn: text,
    }),
  }),
});

export const catalogEncryptionInputs = v.strictObject({
  catalogId: text,
  region: text,
  dataCatalogEncryptionSettings: v.strictObject({
    encryptionAtRest: v.strictObject({
      catalogEncryptionMode: v.picklist(["DISABLED", "SSE-KMS", "SSE-KMS-WITH-SERVICE-ROLE"]),
      catalogEncryptionServiceRole: text,
      sseAwsKmsKeyId: text,
    }),
    connectionPasswordEncryption: v.strictObject({
      returnConnectionPasswordEncrypted: v.boolean(),
      awsKmsKeyId: text,
    }),
  }),
});

type Output<S extends v.GenericSchema> = v.InferOutput<S>;
export type CrawlerInputs = Output<typeof crawlerInputs>;
export type JobInputs = Output<typeof jobInputs>;
export type TriggerInputs = Output<typeof triggerInputs>;
export type WorkflowInputs = Output<typeof workflowInputs>;
export type SecurityInputs = Output<typeof securityInputs>["encryptionConfiguration"];
export type TableInputs = Output<typeof tableInputs>;
