import type { PutObjectRequest } from "@aws-sdk/client-s3";
import type { Principal } from "../../../iam";
import { AwsError, Unsupported } from "../../../kernel/errors";
import { operation, type Access } from "../../../kernel/service";
import { onObject, useObjectKey } from "../access";
import type { Bucket, Encryption, ObjectHeaders, ObjectVersion, Retention } from "../bucket";
import { verifiedChecksums } from "../checksums";
import { invalidArgument, noSuchKey, preconditionFailed } from "../errors";
import type { S3Service } from "..";

export type Bytes<T> = Omit<T, "Body"> & { readonly Body?: Uint8Array };

/** The parts that PutObject, CopyObject and CreateMultipartUpload have in common. */
export type WriteInput = Pick<
  PutObjectRequest,
  | "Key"
  | "ACL"
  | "Tagging"
  | "StorageClass"
  | "ServerSideEncryption"
  | "SSEKMSKeyId"
  | "BucketKeyEnabled"
  | "SSECustomerAlgorithm"
  | "ObjectLockMode"
  | "ObjectLockRetainUntilDate"
  | "ObjectLockLegalHoldStatus"
  | keyof ObjectHeaders
  | "WebsiteRedirectLocation"
  | "GrantFullControl"
  | "GrantRead"
  | "GrantReadACP"
  | "GrantWriteACP"
>;

export function putObject(s3: S3Service) {
  return operation(
    (input: Bytes<PutObjectRequest>, context) => {
      const bucket = s3.reach(input, context);
      const accesses = writeAccess(bucket, input, context.principal, {
        "s3:if-none-match": input.IfNoneMatch,
        "s3:if-match": input.IfMatch,
      });
      return input.IfMatch === undefined ? accesses : [...accesses, onObject(bucket, "GetObject", input.Key ?? "")];
    },
    (input, context) => {
      const bucket = s3.store.bucket(input.Bucket);
      const key = checkedKey(input.Key);
      checkWrite(bucket, input);
      const body = bufferOf(input.Body);
      const checksums = verifiedChecksums(input, body);
      checkConditions(bucket, key, input);
      const encryption = encryptionFor(bucket, input);
      useObjectKey(context, bucket, key, encryption, "GenerateDataKey");
      const version = s3.store.put(bucket, {
        key,
        body,
        headers: headersOf(input),
        encryption,
        checksums,
        tags: parseTagging(input.Tagging),
        storageClass: input.StorageClass,
        retention: retentionOf(input),
        legalHold: input.ObjectLockLegalHoldStatus === "ON",
      });
      s3.changed(bucket, "ObjectCreated:Put", version, context);
      return { ETag: version.etag, ...checksums, ...versionOutput(bucket, version), ...encryptionOutput(encryption) };
    },
  );
}

/**
 * The permissions of a write, with the condition keys that bucket policies ask for. The services that deliver logs set an ACL
 * with `s3:PutObject` alone, as the policies show that AWS gives for them.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-infrastructure-V2-S3.html
 */
export function writeAccess(
  bucket: Bucket,
  input: WriteInput,
  principal: Principal,
  more: Record<string, string | undefined> = {},
): Access[] {
  const key = input.Key ?? "";
  const keys = {
    ...more,
    "s3:x-amz-acl": input.ACL,
    "s3:x-amz-storage-class": input.StorageClass,
    "s3:x-amz-server-side-encryption": input.ServerSideEncryption,
    "s3:x-amz-server-side-encryption-aws-kms-key-id": input.SSEKMSKeyId,
    "s3:object-lock-mode": input.ObjectLockMode,
  };
  const accesses = [onObject(bucket, "PutObject", key, keys)];
  if (input.Tagging) {
    const tags = Object.entries(parseTagging(input.Tagging)).map(([name, value]) => [
      `s3:RequestObjectTag/${name}`,
      value,
    ]);
    accesses.push(onObject(bucket, "PutObjectTagging", key, Object.fromEntries(tags) as Record<string, string>));
  }
  if (input.ACL && principal.kind !== "service") accesses.push(onObject(bucket, "PutObjectAcl", key, keys));
  if (input.ObjectLockMode) accesses.push(onObject(bucket, "PutObjectRetention", key, keys));
  if (input.ObjectLockLegalHoldStatus) accesses.push(onObject(bucket, "PutObjectLegalHold", key, keys));
  return accesses;
}

/** @throws AwsError for what the bucket does not allow; Unsupported for headers that are not modelled */
export function checkWrite(bucket: Bucket, input: WriteInput): void {
  if (input.ACL && input.ACL !== "bucket-owner-full-control") {
    if (bucket.settings.ownership !== "BucketOwnerEnforced")
      throw new Unsupported(`the ACL "${input.ACL}" of an object`);
    throw new AwsError("AccessControlListNotSupported", "The bucket does not allow ACLs");
  }
  if (input.GrantFullControl ?? input.GrantRead ?? input.GrantReadACP ?? input.GrantWriteACP) {
    throw new Unsupported("grants in the headers of an object");
  }
  if (input.SSECustomerAlgorithm) throw new Unsupported("encryption with customer-provided keys (SSE-C)");
  if (input.WebsiteRedirectLocation) throw new Unsupported("the website redirect of an object");
  if ((input.ObjectLockMode ?? input.ObjectLockLegalHoldStatus) && !bucket.settings.objectLock) {
    throw new AwsError("InvalidRequest", "Bucket is missing Object Lock Configuration");
  }
}

/** Conditional writes: https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html */
export function checkConditions(
  bucket: Bucket,
  key: string,
  { IfNoneMatch, IfMatch }: { readonly IfNoneMatch?: string | undefined; readonly IfMatch?: string | undefined },
): void {
  const current = bucket.current(key);
  if (IfNoneMatch !== undefined) {
    if (IfNoneMatch !== "*")
      throw new AwsError("NotImplemented", "A header you provided implies functionality that is not implemented", 501);
    if (current) throw preconditionFailed("If-None-Match");
  }
  if (IfMatch === undefined) return;
  if (!current) throw noSuchKey(key);
  if (unquoted(IfMatch) !== unquoted(current.etag)) throw preconditionFailed("If-Match");
}

export const unquoted = (etag: string) => etag.replace(/^"|"$/g, "");

/** The encryption that a request asks for, or the bucket's. */
export function encryptionFor(bucket: Bucket, input: WriteInput): Encryption {
  const { encryption } = bucket.settings;
  const algorithm = input.ServerSideEncryption ?? (input.SSEKMSKeyId ? undefined : encryption.algorithm);
  if (algorithm === undefined)
    throw invalidArgument(
      "Server Side Encryption with KMS managed key requires HTTP header x-amz-server-side-encryption : aws:kms",
    );
  if (algorithm === "AES256") {
    if (input.SSEKMSKeyId) throw invalidArgument("Server Side Encryption with AES256 does not take a KMS key.");
    return { algorithm, bucketKey: false };
  }
  if (algorithm !== "aws:kms") throw new Unsupported(`the server-side encryption "${algorithm}"`);
  const kmsKeyId = input.SSEKMSKeyId ?? encryption.kmsKeyId;
  return { algorithm, ...(kmsKeyId && { kmsKeyId }), bucketKey: input.BucketKeyEnabled ?? encryption.bucketKey };
}

export function headersOf(input: ObjectHeaders): ObjectHeaders {
  return {
    ContentType: input.ContentType ?? "binary/octet-stream",
    ContentEncoding: input.ContentEncoding,
    ContentDisposition: input.ContentDisposition,
    ContentLanguage: input.ContentLanguage,
    CacheControl: input.CacheControl,
    Metadata: input.Metadata,
  };
}

export function retentionOf(input: WriteInput): Retention | undefined {
  if (!input.ObjectLockMode || !input.ObjectLockRetainUntilDate) return undefined;
  return { mode: input.ObjectLockMode, until: new Date(input.ObjectLockRetainUntilDate).getTime() };
}

/** Tags in a header: `a=1&b=2`, percent-encoded. */
export function parseTagging(text: string | undefined): Record<string, string> {
  if (!text) return {};
  const decode = (part: string) => decodeURIComponent(part.replaceAll("+", " "));
  const pairs = text.split("&").map((pair) => {
    const [name = "", value = ""] = pair.split("=");
    return [decode(name), decode(value)] as const;
  });
  if (pairs.length > 10) throw new AwsError("BadRequest", "Object tags cannot be greater than 10");
  return Object.fromEntries(pairs);
}

export function versionOutput(bucket: Bucket, version: ObjectVersion) {
  return bucket.settings.versioning === "Off" ? {} : { VersionId: version.versionId };
}

export function encryptionOutput({ algorithm, kmsKeyId, bucketKey }: Encryption) {
  return {
    ServerSideEncryption: algorithm,
    ...(kmsKeyId && { SSEKMSKeyId: kmsKeyId }),
    ...(bucketKey && { BucketKeyEnabled: true }),
  };
}

/** @throws AwsError KeyTooLongError: a key takes at most 1,024 bytes */
export function checkedKey(key: string | undefined): string {
  if (!key) throw invalidArgument("A key must be specified.");
  if (Buffer.byteLength(key) > 1024) throw new AwsError("KeyTooLongError", "Your key is too long");
  return key;
}

export function bufferOf(body: Uint8Array | string | undefined): Buffer {
  if (body === undefined) return Buffer.alloc(0);
  if (typeof body === "string") return Buffer.from(body, "utf8");
  return Buffer.isBuffer(body) ? body : Buffer.from(body.buffer, body.byteOffset, body.byteLength);
}
