import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  ListObjectVersionsCommand,
  PutBucketNotificationConfigurationCommand,
  PutBucketPolicyCommand,
  PutBucketVersioningCommand,
  S3Client,
  type BucketVersioningStatus,
  type Event,
} from "@aws-sdk/client-s3";
import type { Creators } from "./creator";

interface NotificationInputs {
  readonly bucket: string;
  readonly queues?: readonly {
    readonly queueArn: string;
    readonly events: readonly Event[];
    readonly filterPrefix?: string;
    readonly filterSuffix?: string;
  }[];
}

async function empty(client: S3Client, Bucket: string): Promise<void> {
  const { Versions = [], DeleteMarkers = [] } = await client.send(new ListObjectVersionsCommand({ Bucket }));
  for (const { Key, VersionId } of [...Versions, ...DeleteMarkers]) {
    await client.send(new DeleteObjectCommand({ Bucket, Key, VersionId }));
  }
}

export const s3: Creators = {
  "aws:s3/bucket:Bucket": async ({ bucket: Bucket }: { bucket: string }, making) => {
    const client = making.client(S3Client);
    const LocationConstraint = making.region as "ap-south-1";
    await client.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration: { LocationConstraint } }));
    making.undo(async () => {
      await empty(client, Bucket);
      await client.send(new DeleteBucketCommand({ Bucket }));
    });
    return { id: Bucket, bucket: Bucket, arn: `arn:aws:s3:::${Bucket}` };
  },
  "aws:s3/bucketVersioning:BucketVersioning": async (
    inputs: { bucket: string; versioningConfiguration: { status: BucketVersioningStatus } },
    making,
  ) => {
    const VersioningConfiguration = { Status: inputs.versioningConfiguration.status };
    const command = new PutBucketVersioningCommand({ Bucket: inputs.bucket, VersioningConfiguration });
    await making.client(S3Client).send(command);
    return { id: inputs.bucket };
  },
  "aws:s3/bucketPolicy:BucketPolicy": async ({ bucket, policy }: Record<"bucket" | "policy", string>, making) => {
    await making.client(S3Client).send(new PutBucketPolicyCommand({ Bucket: bucket, Policy: policy }));
    return { id: bucket };
  },
  "aws:s3/bucketNotification:BucketNotification": async ({ bucket, queues = [] }: NotificationInputs, making) => {
    const QueueConfigurations = queues.map(({ queueArn, events, filterPrefix, filterSuffix }) => ({
      QueueArn: queueArn,
      Events: [...events],
      Filter: {
        Key: {
          FilterRules: [
            ...(filterPrefix === undefined ? [] : [{ Name: "prefix" as const, Value: filterPrefix }]),
            ...(filterSuffix === undefined ? [] : [{ Name: "suffix" as const, Value: filterSuffix }]),
          ],
        },
      },
    }));
    const NotificationConfiguration = { QueueConfigurations };
    const command = new PutBucketNotificationConfigurationCommand({ Bucket: bucket, NotificationConfiguration });
    await making.client(S3Client).send(command);
    return { id: bucket };
  },
};
