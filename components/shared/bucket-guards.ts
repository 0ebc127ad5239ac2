import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { EncryptionKey } from "./encryption-key";

/** What becomes of objects below a prefix. */
export interface LifecycleRule {
  /** Unique in the bucket. */
  readonly id: string;
  /** Default: the whole bucket. */
  readonly prefix?: string;
  /** Days after which current objects go. */
  readonly expireAfterDays?: number;
  /** Days after which replaced and deleted versions go. */
  readonly expireOldVersionsAfterDays?: number;
  /** Days after which objects move to the infrequent-access class. */
  readonly infrequentAfterDays?: number;
}

/** What the guards of a bucket depend on. */
export interface GuardArgs {
  /** Customer-managed key, or `sse-s3` for targets of log delivery, which supports no other. */
  readonly encryption: EncryptionKey | "sse-s3";
  readonly lifecycle: readonly LifecycleRule[];
}

function lifecycleRule(rule: LifecycleRule): aws.types.input.s3.BucketLifecycleConfigurationRule {
  return {
    id: rule.id,
    status: "Enabled",
    filter: { prefix: rule.prefix ?? "" },
    expiration: rule.expireAfterDays ? { days: rule.expireAfterDays } : undefined,
    noncurrentVersionExpiration: rule.expireOldVersionsAfterDays
      ? { noncurrentDays: rule.expireOldVersionsAfterDays }
      : undefined,
    transitions: rule.infrequentAfterDays
      ? [{ days: rule.infrequentAfterDays, storageClass: "STANDARD_IA" }]
      : undefined,
  };
}

/** Parts of unfinished uploads are billed and seen by nobody. */
const ABORT_UPLOADS: aws.types.input.s3.BucketLifecycleConfigurationRule = {
  id: "abort-unfinished-uploads",
  status: "Enabled",
  filter: { prefix: "" },
  abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
};

function encrypt(
  name: string,
  bucket: aws.s3.Bucket,
  encryption: GuardArgs["encryption"],
  parent: pulumi.Resource,
): void {
  const rule =
    encryption === "sse-s3"
      ? { applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }
      : {
          applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: encryption.arn },
          bucketKeyEnabled: true,
        };
  new aws.s3.BucketServerSideEncryptionConfiguration(
    `${name}-encryption`,
    { bucket: bucket.bucket, rules: [rule] },
    { parent },
  );
}

/** The split resources every bucket has: private, owned, encrypted, versioned, with a lifecycle. */
export function guard(
  name: string,
  bucket: aws.s3.Bucket,
  args: GuardArgs,
  parent: pulumi.Resource,
): aws.s3.BucketVersioning {
  const opts = { parent };
  new aws.s3.BucketPublicAccessBlock(
    `${name}-private`,
    {
      bucket: bucket.bucket,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    },
    opts,
  );
  new aws.s3.BucketOwnershipControls(
    `${name}-ownership`,
    { bucket: bucket.bucket, rule: { objectOwnership: "BucketOwnerEnforced" } },
    opts,
  );
  encrypt(name, bucket, args.encryption, parent);
  const versioning = new aws.s3.BucketVersioning(
    `${name}-versioning`,
    { bucket: bucket.bucket, versioningConfiguration: { status: "Enabled" } },
    opts,
  );
  new aws.s3.BucketLifecycleConfiguration(
    `${name}-lifecycle`,
    { bucket: bucket.bucket, rules: [...args.lifecycle.map(lifecycleRule), ABORT_UPLOADS] },
    // S3 refuses rules on old versions while there are none.
    { ...opts, dependsOn: [versioning] },
  );
  return versioning;
}
