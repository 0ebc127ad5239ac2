import * as v from "valibot";
import { AwsError } from "../../../kernel/errors";
import { resourceModel } from "../../../kernel/service";
import type { S3Service } from "..";

const inputs = v.strictObject({
  bucket: v.optional(v.string()),
  bucketPrefix: v.optional(v.string()),
  forceDestroy: v.optional(v.boolean()),
  objectLockEnabled: v.optional(v.boolean()),
  region: v.optional(v.string()),
  tags: v.optional(v.record(v.string(), v.string())),
});

export function bucketResource(s3: S3Service) {
  return resourceModel({
    inputs,
    outputs: ({ inputs: given, physicalName, id, place: { region } }) => {
      const name =
        given.bucket ??
        (given.bucketPrefix === undefined ? physicalName : `${given.bucketPrefix}${id(26, "0123456789")}`);
      checkBucketName(name);
      return {
        id: name,
        bucket: name,
        bucketPrefix: given.bucketPrefix ?? "",
        arn: `arn:aws:s3:::${name}`,
        bucketDomainName: `${name}.s3.amazonaws.com`,
        bucketRegionalDomainName: `${name}.s3.${region}.amazonaws.com`,
        bucketRegion: region,
        region,
        hostedZoneId: `Z${id(13, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")}`,
        requestPayer: "BucketOwner",
        forceDestroy: given.forceDestroy ?? false,
        objectLockEnabled: given.objectLockEnabled ?? false,
      };
    },
    create: ({ inputs: given, outputs, place }) => {
      const bucket = s3.store.createBucket(outputs.bucket, place);
      if (!given.objectLockEnabled) return;
      // Object lock needs versions, and S3 turns versioning on with it.
      bucket.settings.objectLock = true;
      bucket.settings.versioning = "Enabled";
    },
    remove: ({ inputs: given, outputs }) => {
      const bucket = s3.store.bucket(outputs.bucket);
      if (!given.forceDestroy && !bucket.keysFrom("").next().done) {
        throw new AwsError("BucketNotEmpty", `The bucket you tried to delete is not empty: ${bucket.name}`, 409);
      }
      s3.store.deleteBucket(bucket.name);
    },
  });
}

/**
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
 * @throws AwsError InvalidBucketName
 */
export function checkBucketName(name: string): void {
  if (/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name) && !name.includes("..") && !/^\d+\.\d+\.\d+\.\d+$/.test(name))
    return;
  throw new AwsError(
    "InvalidBucketName",
    `The specified bucket is not valid: "${name}" (3 to 63 lower-case letters, digits, dots and hyphens).`,
  );
}
