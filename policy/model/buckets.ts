import { type Resource } from "./resource";
import { type Stack } from "./stack";
import { TRAIL } from "./trails";
import { any, type Truth } from "./truth";
import { type Value } from "./value";

export const BUCKET = "aws:s3/bucket:Bucket";
export const BUCKET_REPLICATION = "aws:s3/bucketReplicationConfig:BucketReplicationConfig";

/** A resource that sets one thing of a bucket and names it by `bucket`. */
export type BucketPart =
  | "BucketLifecycleConfiguration"
  | "BucketLogging"
  | "BucketObjectLockConfiguration"
  | "BucketOwnershipControls"
  | "BucketPolicy"
  | "BucketPublicAccessBlock"
  | "BucketServerSideEncryptionConfiguration"
  | "BucketVersioning";

/** The type token of a part. */
export function bucketPart(part: BucketPart): string {
  return `aws:s3/b${part.slice(1)}:${part}`;
}

/** The standalone resources that set something of a bucket. */
export function partsOf(stack: Stack, bucket: Resource, part: BucketPart): readonly Resource[] {
  return stack.referrers(bucket, bucketPart(part), "bucket");
}

/** A bucket's policies: its own, and the standalone ones. */
export function policiesOf(stack: Stack, bucket: Resource): readonly Value[] {
  return [bucket, ...partsOf(stack, bucket, "BucketPolicy")].map((holder) => holder.at("policy"));
}

/** The rules by which a bucket encrypts: its own, and the standalone ones. */
export function encryptionRulesOf(stack: Stack, bucket: Resource): readonly Value[] {
  const own = bucket.at("serverSideEncryptionConfiguration.rule");
  const parts = partsOf(stack, bucket, "BucketServerSideEncryptionConfiguration").map((part) => part.at("rules"));
  return [own, ...parts].flatMap((rules) => rules.items());
}

/** How long versions of a bucket's objects are locked unless somebody says otherwise. */
export function defaultRetentionsOf(stack: Stack, bucket: Resource): readonly Value[] {
  const parts = partsOf(stack, bucket, "BucketObjectLockConfiguration").map((part) => part.properties);
  return [bucket.at("objectLockConfiguration"), ...parts].map((lock) => lock.at("rule.defaultRetention"));
}

/** Whether S3 writes access logs of other buckets into this one. */
export function takesAccessLogs(stack: Stack, bucket: Resource): boolean {
  const standalone = stack.referrers(bucket, bucketPart("BucketLogging"), "targetBucket");
  return standalone.length > 0 || stack.referrers(bucket, BUCKET, "logging.targetBucket").length > 0;
}

/** Whether a bucket is for trails: a trail writes to it, or its name says so. */
export function isForAudit(stack: Stack, bucket: Resource): Truth {
  const named = /(^|-)audit(-|$)/;
  const written = stack.referrers(bucket, TRAIL, "s3BucketName").length > 0;
  return any(written, named.test(bucket.name), bucket.at("bucket").matches(named));
}
