import * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";
import { makeTransform } from "../../functions/data-lake/transform";
import { type Bucket, type Grant, MagicFunction, type Stream, arnOf, grant, resourceName, roleFor } from "../shared";
import { type DataLakeArgs, type LakePart } from "./args";
import { BUFFER_MIB, BUFFER_SECONDS, ERROR_PREFIX, METADATA_QUERY, RECORD_PREFIX, RETRY_SECONDS } from "./partitioning";

/** Firehose waits for the transform up to five minutes; a batch takes a second. */
const TRANSFORM_TIMEOUT_SECONDS = 120;

/** What the delivery is made of. */
export interface DeliveryArgs extends LakePart, Pick<DataLakeArgs, "layer" | "logRetentionDays"> {
  readonly changes: Stream;
  readonly raw: Bucket;
  /** DynamoDB's names of the tables that are captured, by the lake's. */
  readonly tableNames: Readonly<Record<string, string>>;
}

/** The delivery stream and its transform. */
export interface Delivery {
  readonly stream: aws.kinesis.FirehoseDeliveryStream;
  readonly transform: MagicFunction;
}

type Processor = aws.types.input.kinesis.FirehoseDeliveryStreamExtendedS3ConfigurationProcessingConfigurationProcessor;

function processor(type: string, parameters: Readonly<Record<string, pulumi.Input<string>>>): Processor {
  return {
    type,
    parameters: Object.entries(parameters).map(([parameterName, parameterValue]) => ({
      parameterName,
      parameterValue,
    })),
  };
}

function makeLogs(args: DeliveryArgs, parent: pulumi.Resource) {
  const group = new aws.cloudwatch.LogGroup(
    "delivery-logs",
    {
      name: `/aws/kinesisfirehose/${resourceName(args.place, "changes")}`,
      retentionInDays: args.logRetentionDays,
      kmsKeyId: args.key.arn,
    },
    { parent },
  );
  const stream = new aws.cloudwatch.LogStream(
    "delivery-log",
    { name: "S3Delivery", logGroupName: group.name },
    { parent },
  );
  return { group, stream };
}

/** What Firehose does itself: https://docs.aws.amazon.com/firehose/latest/dev/controlling-access.html#using-iam-s3 */
function deliveryGrants(args: DeliveryArgs, transform: MagicFunction, group: aws.cloudwatch.LogGroup): Grant[] {
  const logStreams = group.name.apply((name) => arnOf(args.place, "logs", `log-group:${name}:log-stream:*`));
  return [
    ...args.changes.consume(),
    ...args.raw.grant("s3:PutObject", "s3:GetObject", "s3:AbortMultipartUpload"),
    ...args.raw.grant("s3:ListBucket", "s3:ListBucketMultipartUploads", "s3:GetBucketLocation"),
    grant(["lambda:InvokeFunction", "lambda:GetFunctionConfiguration"], [pulumi.interpolate`${transform.arn}:$LATEST`]),
    grant(["logs:PutLogEvents"], [logStreams]),
  ];
}

/** Makes the way from the stream of changes to the raw zone. */
export function makeDelivery(args: DeliveryArgs, parent: pulumi.Resource): Delivery {
  const transform = new MagicFunction(
    "transform",
    {
      place: args.place,
      description: "Unmarshals changes of tables, strips what nobody needs, drops what another table tells",
      handler: makeTransform(),
      environment: { TABLE_NAMES: JSON.stringify(args.tableNames) },
      grants: [],
      layer: args.layer,
      key: args.key,
      timeoutSeconds: TRANSFORM_TIMEOUT_SECONDS,
      logRetentionDays: args.logRetentionDays,
    },
    { parent },
  );
  const logs = makeLogs(args, parent);
  const { role, policy } = roleFor(
    "delivery",
    {
      place: args.place,
      service: "firehose.amazonaws.com",
      // Firehose sends the account as the external id: https://docs.aws.amazon.com/firehose/latest/dev/controlling-access.html
      anySource: true,
      conditions: { StringEquals: { "sts:ExternalId": args.place.account } },
      description: "Reads the stream of changes, transforms and delivers to the raw zone",
      grants: deliveryGrants(args, transform, logs.group),
    },
    { parent },
  );
  const stream = new aws.kinesis.FirehoseDeliveryStream(
    "delivery",
    {
      name: resourceName(args.place, "changes", "stream"),
      destination: "extended_s3",
      kinesisSourceConfiguration: { kinesisStreamArn: args.changes.arn, roleArn: role.arn },
      extendedS3Configuration: {
        roleArn: role.arn,
        bucketArn: args.raw.arn,
        prefix: RECORD_PREFIX,
        errorOutputPrefix: ERROR_PREFIX,
        compressionFormat: "GZIP",
        kmsKeyArn: args.key.arn,
        bufferingSize: BUFFER_MIB,
        bufferingInterval: BUFFER_SECONDS,
        dynamicPartitioningConfiguration: { enabled: true, retryDuration: RETRY_SECONDS },
        cloudwatchLoggingOptions: { enabled: true, logGroupName: logs.group.name, logStreamName: logs.stream.name },
        processingConfiguration: {
          enabled: true,
          processors: [
            // Only what differs from Firehose's defaults: the provider keeps no defaults in its state, and would see a change each time.
            processor("Lambda", { LambdaArn: pulumi.interpolate`${transform.arn}:$LATEST` }),
            processor("MetadataExtraction", { JsonParsingEngine: "JQ-1.6", MetadataExtractionQuery: METADATA_QUERY }),
          ],
        },
      },
    },
    { parent, dependsOn: [policy] },
  );
  return { stream, transform };
}
