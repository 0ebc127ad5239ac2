import type * as aws from "@pulumi/aws";
import { type Program } from "../program";
import { type Sketch } from "../specimen";
import { policy, type PropsOf } from "./buckets";
import { ACCOUNT, ADMINISTERS, KEY } from "./keys";
import { inDataAccount } from "./place";

export const TRAIL = "aws:cloudtrail/trail:Trail";

export type TrailProps = PropsOf<aws.cloudtrail.TrailArgs>;

const KEY_ARN = `arn:aws:kms:ap-south-1:${ACCOUNT}:key/mrk-trail`;
const TRAIL_ARN = `arn:aws:cloudtrail:ap-south-1:${ACCOUNT}:trail/huut-prod`;
const LOG_GROUP = "/aws/cloudtrail/huut-prod";

/** A trail that is as it should be. */
export const GOOD_TRAIL = {
  name: "huut-prod",
  s3BucketName: "huut-audit",
  isMultiRegionTrail: true,
  enableLogFileValidation: true,
  kmsKeyId: KEY_ARN,
  cloudWatchLogsGroupArn: `arn:aws:logs:ap-south-1:${ACCOUNT}:log-group:${LOG_GROUP}:*`,
  cloudWatchLogsRoleArn: `arn:aws:iam::${ACCOUNT}:role/huut-prod-trail`,
  eventSelectors: [
    {
      includeManagementEvents: true,
      readWriteType: "All",
      dataResources: [{ type: "AWS::S3::Object", values: ["arn:aws:s3:::huut-raw/"] }],
    },
  ],
} satisfies TrailProps;

export function trail(change: TrailProps = {}): Sketch {
  return { type: TRAIL, name: "trail", props: { ...GOOD_TRAIL, ...change } };
}

function serviceUse(service: string, key: string, arn: string): object {
  return {
    Effect: "Allow",
    Principal: { Service: service },
    Action: ["kms:GenerateDataKey*", "kms:Decrypt", "kms:DescribeKey"],
    Resource: "*",
    Condition: { ArnLike: { [key]: arn } },
  };
}

/** Gives the program a trail, with a key and a log group of its own. */
export function addTrail(program: Program, change: TrailProps): void {
  const key: Sketch = {
    type: KEY,
    name: "trail-key",
    props: {
      arn: KEY_ARN,
      enableKeyRotation: true,
      deletionWindowInDays: 30,
      multiRegion: true,
      policy: policy(
        ADMINISTERS,
        { ...serviceUse("cloudtrail.amazonaws.com", "aws:SourceArn", TRAIL_ARN) },
        {
          ...serviceUse(
            "logs.ap-south-1.amazonaws.com",
            "kms:EncryptionContext:aws:logs:arn",
            `arn:aws:logs:ap-south-1:${ACCOUNT}:log-group:${LOG_GROUP}`,
          ),
        },
      ),
    },
    protect: true,
    retainOnDelete: true,
  };
  const group: Sketch = {
    type: "aws:cloudwatch/logGroup:LogGroup",
    name: "trail-logs",
    props: { name: LOG_GROUP, retentionInDays: 90, kmsKeyId: KEY_ARN },
  };
  const { bucket } = program.get("aws:s3/bucket:Bucket", "audit").props;
  program.add(...inDataAccount(program, key, group, trail({ s3BucketName: bucket, ...change })));
}
