import type { CopyObjectRequest } from "@aws-sdk/client-s3";
import { operation, type CallContext } from "../../../kernel/service";
import { onObject, requireListing, useObjectKey } from "../access";
import { invalidArgument, invalidRequest, noSuchKey, preconditionFailed } from "../errors";
import type { S3Service } from "..";
import { findVersion } from "./get";
import {
  checkConditions,
  checkedKey,
  checkWrite,
  encryptionFor,
  encryptionOutput,
  headersOf,
  parseTagging,
  retentionOf,
  unquoted,
  versionOutput,
  writeAccess,
} from "./put";

export function copyObject(s3: S3Service) {
  return operation(
    (input: CopyObjectRequest, context) => {
      const from = sourceOf(input);
      const source = s3.store.bucket(from.bucket);
      const action = from.versionId === undefined ? "GetObject" : "GetObjectVersion";
      return [
        onObject(source, action, from.key, { "s3:versionid": from.versionId }),
        ...writeAccess(s3.reach(input, context), input, context.principal, {
          "s3:x-amz-copy-source": `${from.bucket}/${from.key}`,
          "s3:x-amz-metadata-directive": input.MetadataDirective,
        }),
      ];
    },
    (input, context) => copy(s3, input, context),
  );
}

function copy(s3: S3Service, input: CopyObjectRequest, context: CallContext) {
  const from = sourceOf(input);
  const source = s3.store.bucket(from.bucket);
  const bucket = s3.store.bucket(input.Bucket);
  const key = checkedKey(input.Key);
  checkWrite(bucket, input);
  const original = findVersion(source, from.key, from.versionId);
  if (!original || original.deleteMarker) {
    requireListing(context, source, from.key);
    throw noSuchKey(from.key);
  }
  const replaces = input.MetadataDirective === "REPLACE";
  if (
    source === bucket &&
    key === from.key &&
    !replaces &&
    !input.StorageClass &&
    !input.ServerSideEncryption &&
    !from.versionId
  ) {
    throw invalidRequest(
      "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
    );
  }
  if (input.CopySourceIfMatch !== undefined && unquoted(input.CopySourceIfMatch) !== unquoted(original.etag)) {
    throw preconditionFailed("x-amz-copy-source-If-Match");
  }
  checkConditions(bucket, key, input);
  const encryption = encryptionFor(bucket, input);
  useObjectKey(context, source, original.key, original.encryption, "Decrypt");
  useObjectKey(context, bucket, key, encryption, "GenerateDataKey");
  const retags = input.TaggingDirective === "REPLACE";
  if (!retags && Object.keys(original.tags).length > 0) {
    context.require(onObject(source, "GetObjectTagging", original.key));
    context.require(onObject(bucket, "PutObjectTagging", key));
  }
  const version = s3.store.put(bucket, {
    key,
    body: original.body,
    headers: replaces ? headersOf(input) : original.headers,
    encryption,
    checksums: original.checksums,
    tags: retags ? parseTagging(input.Tagging) : original.tags,
    storageClass: input.StorageClass,
    retention: retentionOf(input),
  });
  s3.changed(bucket, "ObjectCreated:Copy", version, context);
  return {
    CopyObjectResult: { ETag: version.etag, LastModified: new Date(version.modified), ...version.checksums },
    ...(original.versionId !== "null" && { CopySourceVersionId: original.versionId }),
    ...versionOutput(bucket, version),
    ...encryptionOutput(encryption),
  };
}

/** `/bucket/key?versionId=…`, percent-encoded. */
export function sourceOf({ CopySource }: { readonly CopySource?: string | undefined }) {
  const [path = "", query] = (CopySource ?? "").split("?versionId=");
  const text = decodeURIComponent(path).replace(/^\//, "");
  const slash = text.indexOf("/");
  if (slash <= 0 || slash === text.length - 1) {
    throw invalidArgument("Copy Source must mention the source bucket and key: sourcebucket/sourcekey");
  }
  return { bucket: text.slice(0, slash), key: text.slice(slash + 1), versionId: query };
}
