import type * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { type Case, type Outcome, type Sketch } from "../specimen";
import { key, provider } from "./common";

type Props = Sketch["props"];

const roleArn = "arn:aws:iam::222222222222:role/huut-prod-delivery";

/** What a destination that is S3 says of itself. */
export const toBucket = {
  bucketArn: "arn:aws:s3:::huut-prod-raw-222222222222-ap-south-1",
  roleArn,
  kmsKeyArn: key,
  prefix: "posts/!{timestamp:yyyy/MM/dd}/",
  errorOutputPrefix: "errors/!{firehose:error-output-type}/!{timestamp:yyyy-MM-dd}/",
  cloudwatchLoggingOptions: { enabled: true, logGroupName: "/aws/kinesisfirehose/huut", logStreamName: "S3Delivery" },
};

const props: pulumi.Unwrap<aws.kinesis.FirehoseDeliveryStreamArgs> = {
  destination: "extended_s3",
  serverSideEncryption: { enabled: true, keyType: "CUSTOMER_MANAGED_CMK", keyArn: key },
  extendedS3Configuration: toBucket,
};

/** A delivery stream that records are put to directly. */
export const delivery: Sketch = {
  type: "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream",
  name: "delivery",
  props: props as Props,
  provider,
};

/** The settings of destinations that write to a bucket only what fails. */
export const others = [
  "elasticsearchConfiguration",
  "httpEndpointConfiguration",
  "icebergConfiguration",
  "opensearchConfiguration",
  "opensearchserverlessConfiguration",
  "redshiftConfiguration",
  "snowflakeConfiguration",
  "splunkConfiguration",
] as const;

/** A case of a delivery stream to S3, told by what is laid over its destination. */
export function writing(title: string, is: Outcome, destination: Props, rest: Partial<Case> = {}): Case {
  return { title, is, resources: [{ ...delivery, props: { ...props, ...toS3(destination) } }], ...rest };
}

/** The same of a delivery stream to another destination. */
export function sending(title: string, is: Outcome, name: string, destination: unknown): Case {
  const other = { extendedS3Configuration: undefined, [name]: destination };
  return { title, is, resources: [{ ...delivery, props: { ...props, ...other } }] };
}

function toS3(destination: Props): Props {
  return { extendedS3Configuration: { ...toBucket, ...destination } };
}
