import type {
  AbortMultipartUploadRequest,
  CompleteMultipartUploadRequest,
  CreateMultipartUploadRequest,
  ListMultipartUploadsRequest,
  ListPartsRequest,
  UploadPartRequest,
} from "@aws-sdk/client-s3";
import { createHash } from "node:crypto";
import { AwsError } from "../../../kernel/errors";
import { operation, type Operation } from "../../../kernel/service";
import { onBucket, onObject, useObjectKey } from "../access";
import type { Bucket, Upload } from "../bucket";
import { etagOf, verifiedChecksums } from "../checksums";
import { invalidArgument, noSuchUpload } from "../errors";
import { compareKeys } from "../sorted-keys";
import type { S3Service } from "..";
import {
  bufferOf,
  checkConditions,
  checkedKey,
  checkWrite,
  encryptionFor,
  encryptionOutput,
  headersOf,
  parseTagging,
  unquoted,
  versionOutput,
  writeAccess,
  type Bytes,
} from "./put";

/** Every part but the last: https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html */
const smallestPart = 5 * 1024 * 1024;

export function multipartOperations(s3: S3Service): Record<string, Operation> {
  return {
    CreateMultipartUpload: create(s3),
    UploadPart: uploadPart(s3),
    CompleteMultipartUpload: complete(s3),
    AbortMultipartUpload: operation(
      (input: AbortMultipartUploadRequest, context) =>
        onObject(s3.reach(input, context), "AbortMultipartUpload", input.Key ?? ""),
      (input) => {
        const bucket = s3.store.bucket(input.Bucket);
        bucket.uploads.delete(uploadOf(bucket, input).uploadId);
      },
    ),
    ListParts: listParts(s3),
    ListMultipartUploads: listUploads(s3),
  };
}

function create(s3: S3Service) {
  return operation(
    (input: CreateMultipartUploadRequest, context) => writeAccess(s3.reach(input, context), input, context.principal),
    (input, context) => {
      const bucket = s3.store.bucket(input.Bucket);
      checkWrite(bucket, input);
      const key = checkedKey(input.Key);
      const encryption = encryptionFor(bucket, input);
      useObjectKey(context, bucket, key, encryption, "GenerateDataKey");
      const uploadId = s3.store.newId(64);
      const tags = parseTagging(input.Tagging);
      const initiated = context.world.now();
      bucket.uploads.set(uploadId, {
        key,
        uploadId,
        initiated,
        headers: headersOf(input),
        encryption,
        tags,
        parts: new Map(),
      });
      return { Bucket: bucket.name, Key: key, UploadId: uploadId, ...encryptionOutput(encryption) };
    },
  );
}

function uploadPart(s3: S3Service) {
  return operation(
    (input: Bytes<UploadPartRequest>, context) => onObject(s3.reach(input, context), "PutObject", input.Key ?? ""),
    (input, context) => {
      const bucket = s3.store.bucket(input.Bucket);
      const upload = uploadOf(bucket, input);
      const number = input.PartNumber ?? 0;
      if (number < 1 || number > 10_000)
        throw invalidArgument("Part number must be an integer between 1 and 10000, inclusive");
      const body = bufferOf(input.Body);
      const checksums = verifiedChecksums(input, body);
      useObjectKey(context, bucket, upload.key, upload.encryption, "GenerateDataKey", "Decrypt");
      const etag = etagOf(body, upload.encryption.algorithm === "aws:kms");
      upload.parts.set(number, { body, etag, modified: context.world.now() });
      return { ETag: etag, ...checksums, ...encryptionOutput(upload.encryption) };
    },
  );
}

function complete(s3: S3Service) {
  return operation(
    (input: CompleteMultipartUploadRequest, context) =>
      onObject(s3.reach(input, context), "PutObject", input.Key ?? ""),
    (input, context) => {
      const bucket = s3.store.bucket(input.Bucket);
      const upload = uploadOf(bucket, input);
      const parts = chosenParts(upload, input);
      checkConditions(bucket, upload.key, input);
      useObjectKey(context, bucket, upload.key, upload.encryption, "Decrypt");
      const digests = parts.map(({ etag }) => Buffer.from(unquoted(etag), "hex"));
      const version = s3.store.put(bucket, {
        key: upload.key,
        body: Buffer.concat(parts.map(({ body }) => body)),
        headers: upload.headers,
        encryption: upload.encryption,
        etag: `"${createHash("md5").update(Buffer.concat(digests)).digest("hex")}-${parts.length}"`,
        tags: upload.tags,
        partCount: parts.length,
      });
      bucket.uploads.delete(upload.uploadId);
      s3.changed(bucket, "ObjectCreated:CompleteMultipartUpload", version, context);
      return {
        Location: `https://${bucket.name}.s3.${bucket.region}.amazonaws.com/${upload.key}`,
        Bucket: bucket.name,
        Key: upload.key,
        ETag: version.etag,
        ...versionOutput(bucket, version),
        ...encryptionOutput(upload.encryption),
      };
    },
  );
}

/** @throws AwsError InvalidPart, InvalidPartOrder, EntityTooSmall */
function chosenParts(upload: Upload, input: CompleteMultipartUploadRequest) {
  const listed = input.MultipartUpload?.Parts ?? [];
  if (listed.length === 0) throw new AwsError("MalformedXML", "You must specify at least one part");
  let previous = 0;
  return listed.map(({ PartNumber = 0, ETag = "" }, i) => {
    if (PartNumber <= previous) {
      throw new AwsError(
        "InvalidPartOrder",
        "The list of parts was not in ascending order. Parts must be ordered by part number.",
      );
    }
    previous = PartNumber;
    const part = upload.parts.get(PartNumber);
    if (!part || unquoted(part.etag) !== unquoted(ETag)) {
      throw new AwsError(
        "InvalidPart",
        "One or more of the specified parts could not be found. The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.",
      );
    }
    if (i < listed.length - 1 && part.body.length < smallestPart) {
      throw new AwsError("EntityTooSmall", "Your proposed upload is smaller than the minimum allowed size");
    }
    return part;
  });
}

function listParts(s3: S3Service) {
  return operation(
    (input: ListPartsRequest, context) =>
      onObject(s3.reach(input, context), "ListMultipartUploadParts", input.Key ?? ""),
    (input) => {
      const bucket = s3.store.bucket(input.Bucket);
      const upload = uploadOf(bucket, input);
      const marker = Number(input.PartNumberMarker ?? 0);
      const numbers = [...upload.parts.keys()].filter((number) => number > marker).sort((a, b) => a - b);
      const page = numbers.slice(0, input.MaxParts ?? 1000);
      return {
        Bucket: bucket.name,
        Key: upload.key,
        UploadId: upload.uploadId,
        IsTruncated: page.length < numbers.length,
        ...(page.length < numbers.length && { NextPartNumberMarker: String(page.at(-1)) }),
        Parts: page.map((number) => {
          const { body, etag, modified } = upload.parts.get(number) as { body: Buffer; etag: string; modified: number };
          return { PartNumber: number, ETag: etag, Size: body.length, LastModified: new Date(modified) };
        }),
      };
    },
  );
}

function listUploads(s3: S3Service) {
  return operation(
    (input: ListMultipartUploadsRequest, context) =>
      onBucket(s3.reach(input, context), "ListBucketMultipartUploads", { "s3:prefix": input.Prefix }),
    (input) => {
      const bucket = s3.store.bucket(input.Bucket);
      const uploads = [...bucket.uploads.values()]
        .filter(({ key }) => key.startsWith(input.Prefix ?? ""))
        .sort((a, b) => compareKeys(a.key, b.key) || a.initiated - b.initiated);
      return {
        Bucket: bucket.name,
        IsTruncated: false,
        Uploads: uploads.map(({ key, uploadId, initiated }) => ({
          Key: key,
          UploadId: uploadId,
          Initiated: new Date(initiated),
        })),
      };
    },
  );
}

function uploadOf(
  bucket: Bucket,
  { UploadId = "", Key }: { UploadId?: string | undefined; Key?: string | undefined },
): Upload {
  const upload = bucket.uploads.get(UploadId);
  if (!upload || upload.key !== Key) throw noSuchUpload(UploadId);
  return upload;
}
