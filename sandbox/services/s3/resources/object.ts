import * as v from "valibot";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { Unsupported } from "../../../kernel/errors";
import { resourceModel, type ResourceModel } from "../../../kernel/service";
import { encryptionFor, headersOf } from "../operations/put";
import type { S3Service } from "..";

interface FileAsset {
  readonly path: string | Promise<string>;
}
interface StringAsset {
  readonly text: string | Promise<string>;
}

const inputs = v.strictObject({
  bucket: v.string(),
  key: v.optional(v.string()),
  content: v.optional(v.string()),
  contentBase64: v.optional(v.string()),
  source: v.optional(v.custom<FileAsset | StringAsset>((value) => typeof value === "object" && value !== null)),
  contentType: v.optional(v.string()),
  contentEncoding: v.optional(v.string()),
  contentDisposition: v.optional(v.string()),
  contentLanguage: v.optional(v.string()),
  cacheControl: v.optional(v.string()),
  metadata: v.optional(v.record(v.string(), v.string())),
  etag: v.optional(v.string()),
  sourceHash: v.optional(v.string()),
  storageClass: v.optional(v.string()),
  serverSideEncryption: v.optional(v.picklist(["AES256", "aws:kms"])),
  kmsKeyId: v.optional(v.string()),
  bucketKeyEnabled: v.optional(v.boolean()),
  forceDestroy: v.optional(v.boolean()),
  region: v.optional(v.string()),
  tags: v.optional(v.record(v.string(), v.string())),
});
type Inputs = v.InferOutput<typeof inputs>;

/** An object that a deployment puts, as its deployer may: `BucketObject` and `BucketObjectv2` alike. */
export function objectResource(s3: S3Service): ResourceModel {
  return resourceModel({
    inputs,
    outputs: ({ inputs: given, name, id }) => {
      const key = given.key ?? name;
      const text = given.content ?? (given.contentBase64 && Buffer.from(given.contentBase64, "base64"));
      return {
        id: key,
        key,
        arn: `arn:aws:s3:::${given.bucket}/${key}`,
        contentType: given.contentType ?? "application/octet-stream",
        storageClass: given.storageClass ?? "STANDARD",
        versionId: id(32, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._"),
        // The digest of a file is known when it is read, which is at the deployment.
        ...(text !== undefined && { etag: given.etag ?? createHash("md5").update(text).digest("hex") }),
      };
    },
    create: async ({ inputs: given, outputs }) => {
      const bucket = s3.store.bucket(given.bucket);
      const version = s3.store.put(bucket, {
        key: outputs.key,
        body: await contentOf(given),
        headers: headersOf({
          ContentType: outputs.contentType,
          ContentEncoding: given.contentEncoding,
          ContentDisposition: given.contentDisposition,
          ContentLanguage: given.contentLanguage,
          CacheControl: given.cacheControl,
          Metadata: given.metadata,
        }),
        encryption: encryptionFor(bucket, {
          Key: outputs.key,
          ServerSideEncryption: given.serverSideEncryption ?? (given.kmsKeyId ? "aws:kms" : undefined),
          SSEKMSKeyId: given.kmsKeyId,
          BucketKeyEnabled: given.bucketKeyEnabled,
        }),
        tags: given.tags ?? {},
        storageClass: given.storageClass,
        versionId: outputs.versionId,
      });
      s3.changed(bucket, "ObjectCreated:Put", version);
    },
    remove: ({ inputs: given, outputs }) => {
      s3.store.markDeleted(s3.store.bucket(given.bucket), outputs.key);
    },
  });
}

async function contentOf({ content, contentBase64, source, key }: Inputs): Promise<Buffer> {
  if (content !== undefined) return Buffer.from(content, "utf8");
  if (contentBase64 !== undefined) return Buffer.from(contentBase64, "base64");
  if (source && "text" in source) return Buffer.from(await source.text, "utf8");
  if (source && "path" in source) return readFileSync(await source.path);
  if (source) throw new Unsupported(`archives and remote assets as the source of the object "${key ?? ""}"`);
  return Buffer.alloc(0);
}
