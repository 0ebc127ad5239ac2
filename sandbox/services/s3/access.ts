import type { PolicyDocument } from "../../iam";
import type { Access, CallContext } from "../../kernel/service";
import type { Bucket, Encryption } from "./bucket";

// Actions and their condition keys: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html

type Keys = Readonly<Record<string, string | number | boolean | undefined>>;

/** What a call on the bucket itself takes. */
export function onBucket(bucket: Bucket, action: string, keys: Keys = {}): Access {
  return access(bucket, action, bucket.arn, keys);
}

/** What a call on an object takes. */
export function onObject(bucket: Bucket, action: string, key: string, keys: Keys = {}): Access {
  return access(bucket, action, `${bucket.arn}/${key}`, keys);
}

function access(bucket: Bucket, action: string, resource: string, keys: Keys): Access {
  const { policy } = bucket.settings;
  const context: Record<string, string> = { "s3:ResourceAccount": bucket.account };
  for (const key in keys) if (keys[key] !== undefined) context[key] = String(keys[key]);
  return {
    action: `s3:${action}`,
    resource,
    owner: bucket.account,
    ...(policy && { policy: { kind: "plain", document: policy } }),
    context,
  };
}

/** Whether the caller may list the bucket: without it S3 does not tell a missing key from a forbidden one. */
export function requireListing(context: CallContext, bucket: Bucket, key: string): void {
  context.require(onBucket(bucket, "ListBucket", { "s3:prefix": key }));
}

/**
 * Uses the key of an encrypted object for the caller. With a bucket key the encryption context names the bucket, without
 * one the object: https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html#encryption-context
 */
export function useObjectKey(
  context: CallContext,
  bucket: Bucket,
  key: string,
  encryption: Encryption,
  ...uses: ("GenerateDataKey" | "Decrypt")[]
): void {
  if (encryption.algorithm !== "aws:kms") return;
  const arn = encryption.bucketKey ? bucket.arn : `${bucket.arn}/${key}`;
  for (const use of uses) context.useKey(encryption.kmsKeyId, use, { "aws:s3:arn": arn });
}

/** A statement that lets everyone in without a condition makes a policy public. */
export function isPublic(document: PolicyDocument): boolean {
  return [document.Statement].flat().some((statement) => {
    if (!("Effect" in statement) || statement.Effect !== "Allow" || statement.Condition) return false;
    const principal = statement.Principal;
    if (principal === undefined || typeof principal === "string") return principal === "*";
    return [principal["AWS"] ?? []].flat().includes("*");
  });
}
