import * as v from "valibot";
import { AwsError, Unsupported } from "../../kernel/errors";
import { checkPrefix, keysOf } from "./prefix";

const mib = 1024 * 1024;

const logging = v.strictObject({
  enabled: v.optional(v.boolean(), false),
  logGroupName: v.optional(v.string()),
  logStreamName: v.optional(v.string()),
});
const processing = v.strictObject({
  enabled: v.optional(v.boolean(), false),
  processors: v.optional(
    v.array(
      v.strictObject({
        type: v.picklist(["Lambda", "MetadataExtraction", "AppendDelimiterToRecord"]),
        parameters: v.optional(v.array(v.strictObject({ parameterName: v.string(), parameterValue: v.string() })), []),
      }),
    ),
    [],
  ),
});
const extendedS3 = v.strictObject({
  bucketArn: v.string(),
  roleArn: v.string(),
  prefix: v.optional(v.string(), ""),
  errorOutputPrefix: v.optional(v.string(), ""),
  bufferingSize: v.optional(v.number(), 5),
  bufferingInterval: v.optional(v.number(), 300),
  compressionFormat: v.optional(v.picklist(["UNCOMPRESSED", "GZIP"]), "UNCOMPRESSED"),
  fileExtension: v.optional(v.string()),
  kmsKeyArn: v.optional(v.string()),
  customTimeZone: v.optional(v.literal("UTC")),
  cloudwatchLoggingOptions: v.optional(logging),
  dynamicPartitioningConfiguration: v.optional(
    v.strictObject({ enabled: v.optional(v.boolean(), false), retryDuration: v.optional(v.number(), 300) }),
  ),
  processingConfiguration: v.optional(processing),
  s3BackupMode: v.optional(v.literal("Disabled")),
});

export const streamInputs = v.strictObject({
  name: v.optional(v.string()),
  destination: v.literal("extended_s3"),
  extendedS3Configuration: extendedS3,
  kinesisSourceConfiguration: v.optional(v.strictObject({ kinesisStreamArn: v.string(), roleArn: v.string() })),
  serverSideEncryption: v.optional(
    v.strictObject({
      enabled: v.optional(v.boolean(), false),
      keyType: v.optional(v.string()),
      keyArn: v.optional(v.string()),
    }),
  ),
  region: v.optional(v.string()),
  tags: v.optional(v.record(v.string(), v.string())),
});
export type StreamInputs = v.InferOutput<typeof streamInputs>;

export interface LambdaProcessor {
  readonly arn: string;
  /** Bytes. */
  readonly bufferSize: number;
  /** Milliseconds. */
  readonly bufferInterval: number;
  readonly retries: number;
}

export interface Settings {
  readonly roleArn: string;
  readonly bucket: string;
  readonly prefix: string;
  readonly errorPrefix: string;
  /** Bytes, before compression. */
  readonly bufferSize: number;
  /** Milliseconds. */
  readonly bufferInterval: number;
  readonly gzip: boolean;
  readonly extension: string;
  readonly kmsKeyArn: string | undefined;
  readonly partitioned: boolean;
  /** Milliseconds for which a delivery is tried before its records go to the error prefix. */
  readonly retryFor: number;
  readonly lambda: LambdaProcessor | undefined;
  readonly query: string | undefined;
  readonly delimiter: string;
  readonly log: { readonly group: string; readonly stream: string } | undefined;
  readonly source: { readonly arn: string; readonly roleArn: string } | undefined;
}

/**
 * What the inputs mean, checked as Firehose does.
 * https://docs.aws.amazon.com/firehose/latest/dev/dynamic-partitioning.html
 * @throws AwsError InvalidArgumentException
 */
export function settingsOf(inputs: StreamInputs): Settings {
  const s3 = inputs.extendedS3Configuration;
  const partitioned = s3.dynamicPartitioningConfiguration?.enabled ?? false;
  const processors = s3.processingConfiguration?.enabled ? s3.processingConfiguration.processors : [];
  const of = (type: string) => {
    const found = processors.find((processor) => processor.type === type);
    return (
      found && new Map(found.parameters.map(({ parameterName, parameterValue }) => [parameterName, parameterValue]))
    );
  };
  const query = queryOf(of("MetadataExtraction"), partitioned);
  checkPartitioning(s3, partitioned, query);
  checkBuffers(s3.bufferingSize, s3.bufferingInterval, partitioned);
  if (inputs.kinesisSourceConfiguration && inputs.serverSideEncryption?.enabled) {
    throw invalid(
      "Server-side encryption is not supported for delivery streams with a Kinesis source: encrypt the source.",
    );
  }
  if (inputs.serverSideEncryption?.enabled)
    throw new Unsupported("the server-side encryption of a direct-put delivery stream");
  const source = inputs.kinesisSourceConfiguration;
  const log = s3.cloudwatchLoggingOptions;
  if (log?.enabled && (!log.logGroupName || !log.logStreamName))
    throw invalid("Logging needs logGroupName and logStreamName.");
  return {
    roleArn: s3.roleArn,
    bucket: s3.bucketArn.replace("arn:aws:s3:::", ""),
    prefix: s3.prefix,
    errorPrefix: s3.errorOutputPrefix,
    bufferSize: s3.bufferingSize * mib,
    bufferInterval: s3.bufferingInterval * 1000,
    gzip: s3.compressionFormat === "GZIP",
    extension: s3.fileExtension ?? (s3.compressionFormat === "GZIP" ? ".gz" : ""),
    kmsKeyArn: s3.kmsKeyArn,
    partitioned,
    retryFor: partitioned ? (s3.dynamicPartitioningConfiguration?.retryDuration ?? 300) * 1000 : 86_400_000,
    lambda: lambdaOf(of("Lambda")),
    query,
    delimiter: of("AppendDelimiterToRecord")
      ? (of("AppendDelimiterToRecord")?.get("Delimiter") ?? "\\n").replaceAll("\\n", "\n")
      : "",
    log: log?.enabled ? { group: log.logGroupName as string, stream: log.logStreamName as string } : undefined,
    source: source && { arn: source.kinesisStreamArn, roleArn: source.roleArn },
  };
}

function queryOf(parameters: ReadonlyMap<string, string> | undefined, partitioned: boolean): string | undefined {
  if (!parameters) return undefined;
  if (!partitioned) throw invalid("MetadataExtraction needs dynamic partitioning.");
  if (parameters.get("JsonParsingEngine") !== "JQ-1.6") throw invalid("JsonParsingEngine must be JQ-1.6.");
  const query = parameters.get("MetadataExtractionQuery");
  if (!query) throw invalid("MetadataExtraction needs a MetadataExtractionQuery.");
  return query;
}

function lambdaOf(parameters: ReadonlyMap<string, string> | undefined): LambdaProcessor | undefined {
  if (!parameters) return undefined;
  const arn = parameters.get("LambdaArn");
  if (!arn) throw invalid("The Lambda processor needs a LambdaArn.");
  const size = Number(parameters.get("BufferSizeInMBs") ?? 1);
  const interval = Number(parameters.get("BufferIntervalInSeconds") ?? 60);
  if (!(size >= 0.2 && size <= 3)) throw invalid("BufferSizeInMBs must be 0.2 to 3.");
  if (!(interval >= 0 && interval <= 900)) throw invalid("BufferIntervalInSeconds must be 0 to 900.");
  return {
    arn,
    bufferSize: size * mib,
    bufferInterval: interval * 1000,
    retries: Number(parameters.get("NumberOfRetries") ?? 3),
  };
}

function checkPartitioning(
  s3: StreamInputs["extendedS3Configuration"],
  partitioned: boolean,
  query: string | undefined,
): void {
  checkPrefix(s3.prefix, false);
  checkPrefix(s3.errorOutputPrefix, true);
  const fromQuery = keysOf(s3.prefix, "partitionKeyFromQuery");
  const keys = fromQuery.length + keysOf(s3.prefix, "partitionKeyFromLambda").length;
  if (!partitioned && keys > 0)
    throw invalid("The prefix refers to partition keys, but dynamic partitioning is not enabled.");
  if (partitioned && keys === 0) throw invalid("With dynamic partitioning the prefix must refer to a partition key.");
  if (fromQuery.length > 0 && !query) throw invalid("partitionKeyFromQuery needs a MetadataExtraction processor.");
  if (s3.prefix.includes("!{") && s3.errorOutputPrefix === "") {
    throw invalid("ErrorOutputPrefix cannot be null or empty when Prefix contains expressions.");
  }
}

function checkBuffers(size: number, interval: number, partitioned: boolean): void {
  if (size < (partitioned ? 64 : 1) || size > 128)
    throw invalid(`bufferingSize is ${size}; it must be ${partitioned ? 64 : 1} to 128 MiB.`);
  if (interval < (partitioned ? 60 : 0) || interval > 900) {
    throw invalid(`bufferingInterval is ${interval}; it must be ${partitioned ? 60 : 0} to 900 seconds.`);
  }
}

const invalid = (message: string) => new AwsError("InvalidArgumentException", message);
