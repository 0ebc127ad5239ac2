import type { ListObjectsV2Request, ListObjectVersionsRequest } from "@aws-sdk/client-s3";
import { operation } from "../../../kernel/service";
import { onBucket } from "../access";
import type { Bucket, ObjectVersion } from "../bucket";
import { invalidArgument } from "../errors";
import { compareKeys } from "../sorted-keys";
import type { S3Service } from "..";

interface Page<T> {
  readonly entries: readonly T[];
  readonly prefixes: readonly string[];
  /** The last key or common prefix of the page, when more follows. */
  readonly next: string | undefined;
}

export function listObjectsV2(s3: S3Service) {
  return operation(
    (input: ListObjectsV2Request, context) => listAccess(s3.reach(input, context), "ListBucket", input),
    (input) => {
      const bucket = s3.store.bucket(input.Bucket);
      const after = input.ContinuationToken === undefined ? input.StartAfter : unsealed(input.ContinuationToken);
      const page = paged(bucket, input, after, (key) => {
        const current = bucket.current(key);
        return current ? [current] : [];
      });
      return {
        Name: bucket.name,
        Prefix: shown(input.Prefix ?? "", input),
        MaxKeys: input.MaxKeys ?? 1000,
        KeyCount: page.entries.length + page.prefixes.length,
        IsTruncated: page.next !== undefined,
        ...(input.Delimiter !== undefined && { Delimiter: shown(input.Delimiter, input) }),
        ...(input.StartAfter !== undefined && { StartAfter: shown(input.StartAfter, input) }),
        ...(input.ContinuationToken !== undefined && { ContinuationToken: input.ContinuationToken }),
        ...(page.next !== undefined && { NextContinuationToken: sealed(page.next) }),
        ...(input.EncodingType !== undefined && { EncodingType: input.EncodingType }),
        Contents: page.entries.map((version) => ({
          Key: shown(version.key, input),
          LastModified: new Date(version.modified),
          ETag: version.etag,
          Size: version.body.length,
          StorageClass: version.storageClass,
          ...checksumAlgorithms(version),
        })),
        CommonPrefixes: page.prefixes.map((prefix) => ({ Prefix: shown(prefix, input) })),
      };
    },
  );
}

export function listObjectVersions(s3: S3Service) {
  return operation(
    (input: ListObjectVersionsRequest, context) => listAccess(s3.reach(input, context), "ListBucketVersions", input),
    (input) => {
      const bucket = s3.store.bucket(input.Bucket);
      const page = paged(bucket, input, input.KeyMarker, (key) => [...bucket.history(key)].reverse());
      const one = (version: ObjectVersion) => ({
        Key: shown(version.key, input),
        VersionId: version.versionId,
        IsLatest: version.noncurrentSince === undefined,
        LastModified: new Date(version.modified),
      });
      return {
        Name: bucket.name,
        Prefix: shown(input.Prefix ?? "", input),
        MaxKeys: input.MaxKeys ?? 1000,
        IsTruncated: page.next !== undefined,
        ...(page.next !== undefined && { NextKeyMarker: shown(page.next, input) }),
        ...(input.EncodingType !== undefined && { EncodingType: input.EncodingType }),
        Versions: page.entries
          .filter(({ deleteMarker }) => !deleteMarker)
          .map((version) => ({
            ...one(version),
            ETag: version.etag,
            Size: version.body.length,
            StorageClass: "STANDARD",
          })),
        DeleteMarkers: page.entries.filter(({ deleteMarker }) => deleteMarker).map(one),
        CommonPrefixes: page.prefixes.map((prefix) => ({ Prefix: shown(prefix, input) })),
      };
    },
  );
}

interface ListInput {
  readonly Prefix?: string | undefined;
  readonly Delimiter?: string | undefined;
  readonly MaxKeys?: number | undefined;
  readonly EncodingType?: string | undefined;
}

function listAccess(bucket: Bucket, action: string, { Prefix, Delimiter, MaxKeys }: ListInput) {
  return onBucket(bucket, action, { "s3:prefix": Prefix ?? "", "s3:delimiter": Delimiter, "s3:max-keys": MaxKeys });
}

/**
 * One page of a listing. A common prefix counts as one entry, and what lies below it is jumped over, not read. A page ends
 * between keys: all versions of a key stand on one page, as `VersionIdMarker` is not modelled.
 */
function paged(
  bucket: Bucket,
  { Prefix = "", Delimiter, MaxKeys = 1000 }: ListInput,
  after: string | undefined,
  versionsOf: (key: string) => readonly ObjectVersion[],
): Page<ObjectVersion> {
  if (MaxKeys < 0) throw invalidArgument("Argument maxKeys must be an integer between 0 and 2147483647");
  const limit = Math.min(MaxKeys, 1000);
  const entries: ObjectVersion[] = [];
  const prefixes: string[] = [];
  let last = "";
  let start = after !== undefined && compareKeys(after, Prefix) > 0 ? after : Prefix;
  // The page before may have ended with a common prefix: nothing below it is listed again.
  if (after !== undefined && Delimiter && after.endsWith(Delimiter)) start = behind(after);
  walk: for (;;) {
    for (const key of bucket.keysFrom(start)) {
      if (!key.startsWith(Prefix)) break walk;
      if (key === after) continue;
      const versions = versionsOf(key);
      if (versions.length === 0) continue;
      if (entries.length + prefixes.length >= limit) return { entries, prefixes, next: limit === 0 ? undefined : last };
      const end = Delimiter ? key.indexOf(Delimiter, Prefix.length) : -1;
      if (end < 0) {
        entries.push(...versions);
        last = key;
        continue;
      }
      last = key.slice(0, end + (Delimiter as string).length);
      prefixes.push(last);
      start = behind(last);
      continue walk;
    }
    break;
  }
  return { entries, prefixes, next: undefined };
}

/** Above every key that starts with `prefix`: no key holds a character above U+10FFFF. */
function behind(prefix: string): string {
  return `${prefix}\u{10ffff}`;
}

const sealed = (key: string) => Buffer.from(`1/${key}`).toString("base64");

function unsealed(token: string): string {
  const text = Buffer.from(token, "base64").toString();
  if (!text.startsWith("1/")) throw invalidArgument("The continuation token provided is incorrect");
  return text.slice(2);
}

/** Keys of listings are percent-encoded when the caller asks for it, as XML cannot hold every character. */
function shown(text: string, { EncodingType }: ListInput): string {
  return EncodingType === "url" ? encodeURIComponent(text).replaceAll("%2F", "/").replaceAll("%20", "+") : text;
}

function checksumAlgorithms({ checksums }: ObjectVersion) {
  const names = Object.keys(checksums).map((name) => name.slice("Checksum".length));
  return names.length > 0 ? { ChecksumAlgorithm: names } : {};
}
