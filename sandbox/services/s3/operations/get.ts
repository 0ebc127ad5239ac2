import type { GetObjectRequest, HeadObjectRequest } from "@aws-sdk/client-s3";
import { AwsError, Unsupported } from "../../../kernel/errors";
import { operation, type CallContext } from "../../../kernel/service";
import { onObject, requireListing, useObjectKey } from "../access";
import type { Bucket, ObjectVersion } from "../bucket";
import { noSuchKey, noSuchVersion, preconditionFailed } from "../errors";
import type { S3Service } from "..";
import { encryptionOutput, unquoted, versionOutput } from "./put";

export function getObject(s3: S3Service) {
  return operation(
    (input: GetObjectRequest, context) => readAccess(s3.reach(input, context), input),
    (input, context) => {
      const { bucket, version } = found(s3, input, context, () => noSuchKey(input.Key ?? ""));
      checkReadConditions(version, input);
      useObjectKey(context, bucket, version.key, version.encryption, "Decrypt");
      const range = input.Range === undefined ? undefined : parseRange(input.Range, version.body.length);
      const body = range ? version.body.subarray(range.first, range.last + 1) : version.body;
      return {
        ...describe(bucket, version, range === undefined && input.ChecksumMode === "ENABLED"),
        ...overrides(input),
        Body: body,
        ContentLength: body.length,
        ...(range && { ContentRange: `bytes ${range.first}-${range.last}/${version.body.length}` }),
      };
    },
  );
}

export function headObject(s3: S3Service) {
  return operation(
    (input: HeadObjectRequest, context) => readAccess(s3.reach(input, context), input),
    (input, context) => {
      const { bucket, version } = found(s3, input, context, () => new AwsError("NotFound", "Not Found", 404));
      checkReadConditions(version, input);
      useObjectKey(context, bucket, version.key, version.encryption, "Decrypt");
      return describe(bucket, version, input.ChecksumMode === "ENABLED");
    },
  );
}

function readAccess(bucket: Bucket, { Key, VersionId }: GetObjectRequest) {
  return onObject(bucket, VersionId === undefined ? "GetObject" : "GetObjectVersion", Key ?? "", {
    "s3:versionid": VersionId,
  });
}

/** The version that a read names. A missing key is told only to callers who may list the bucket. */
function found(s3: S3Service, input: GetObjectRequest, context: CallContext, missing: () => AwsError) {
  if (input.PartNumber !== undefined) throw new Unsupported("reading single parts of an object (PartNumber)");
  if (input.SSECustomerAlgorithm) throw new Unsupported("encryption with customer-provided keys (SSE-C)");
  const bucket = s3.store.bucket(input.Bucket);
  const version = findVersion(bucket, input.Key ?? "", input.VersionId);
  if (version && !version.deleteMarker) return { bucket, version };
  if (version && input.VersionId !== undefined) {
    throw new AwsError("MethodNotAllowed", "The specified method is not allowed against this resource.", 405);
  }
  requireListing(context, bucket, input.Key ?? "");
  throw input.VersionId === undefined ? missing() : noSuchVersion(input.Key ?? "", input.VersionId);
}

export function findVersion(bucket: Bucket, key: string, versionId?: string): ObjectVersion | undefined {
  return versionId === undefined ? bucket.current(key) : bucket.version(key, versionId);
}

/** Conditional reads, in the precedence of RFC 9110, section 13.2.2. */
function checkReadConditions(version: ObjectVersion, input: GetObjectRequest): void {
  const modified = Math.floor(version.modified / 1000);
  const notModified = () => new AwsError("NotModified", "Not Modified", 304);
  const seconds = (date: Date) => Math.floor(date.getTime() / 1000);
  if (input.IfMatch !== undefined) {
    if (!matches(input.IfMatch, version)) throw preconditionFailed("If-Match");
  } else if (input.IfUnmodifiedSince && modified > seconds(input.IfUnmodifiedSince)) {
    throw preconditionFailed("If-Unmodified-Since");
  }
  if (input.IfNoneMatch !== undefined) {
    if (matches(input.IfNoneMatch, version)) throw notModified();
  } else if (input.IfModifiedSince && modified <= seconds(input.IfModifiedSince)) {
    throw notModified();
  }
}

function matches(condition: string, { etag }: ObjectVersion): boolean {
  return condition.split(",").some((one) => one.trim() === "*" || unquoted(one.trim()) === unquoted(etag));
}

/** One range of bytes; S3 serves the whole object for what it cannot read as one. */
function parseRange(text: string, size: number): { readonly first: number; readonly last: number } | undefined {
  const [, from, to] = /^bytes=(\d*)-(\d*)$/.exec(text.trim()) ?? [];
  if (from === undefined || to === undefined || (from === "" && to === "")) return undefined;
  const first = from === "" ? Math.max(0, size - Number(to)) : Number(from);
  const last = from === "" || to === "" ? size - 1 : Math.min(Number(to), size - 1);
  if (first >= size || first > last) {
    throw new AwsError("InvalidRange", "The requested range is not satisfiable", 416, {
      RangeRequested: text,
      ActualObjectSize: String(size),
    });
  }
  return { first, last };
}

function describe(bucket: Bucket, version: ObjectVersion, withChecksums: boolean) {
  const tagCount = Object.keys(version.tags).length;
  return {
    ...version.headers,
    AcceptRanges: "bytes",
    LastModified: new Date(version.modified),
    ContentLength: version.body.length,
    ETag: version.etag,
    ...versionOutput(bucket, version),
    ...encryptionOutput(version.encryption),
    ...(withChecksums && version.checksums),
    ...(version.storageClass !== "STANDARD" && { StorageClass: version.storageClass }),
    ...(tagCount > 0 && { TagCount: tagCount }),
    ...(version.retention && {
      ObjectLockMode: version.retention.mode,
      ObjectLockRetainUntilDate: new Date(version.retention.until),
    }),
    ...(version.legalHold && { ObjectLockLegalHoldStatus: "ON" }),
  };
}

/** The `response-…` parameters of a GET replace headers of the answer. */
function overrides(input: GetObjectRequest) {
  return {
    ...(input.ResponseContentType !== undefined && { ContentType: input.ResponseContentType }),
    ...(input.ResponseContentEncoding !== undefined && { ContentEncoding: input.ResponseContentEncoding }),
    ...(input.ResponseContentDisposition !== undefined && { ContentDisposition: input.ResponseContentDisposition }),
    ...(input.ResponseContentLanguage !== undefined && { ContentLanguage: input.ResponseContentLanguage }),
    ...(input.ResponseCacheControl !== undefined && { CacheControl: input.ResponseCacheControl }),
  };
}
