import type {
  DeleteObjectTaggingRequest,
  GetBucketLocationRequest,
  GetObjectTaggingRequest,
  HeadBucketRequest,
  ListBucketsRequest,
  PutObjectTaggingRequest,
} from "@aws-sdk/client-s3";
import { AwsError } from "../../../kernel/errors";
import { operation, type CallContext, type Operation } from "../../../kernel/service";
import { onBucket, onObject, requireListing } from "../access";
import type { ObjectVersion } from "../bucket";
import { noSuchKey } from "../errors";
import type { S3Service } from "..";
import { findVersion } from "./get";
import { versionOutput } from "./put";

export function bucketOperations(s3: S3Service): Record<string, Operation> {
  return {
    HeadBucket: operation(
      (input: HeadBucketRequest, context) => onBucket(s3.reach(input, context), "ListBucket"),
      (input) => ({ BucketRegion: s3.store.bucket(input.Bucket).region, AccessPointAlias: false }),
    ),
    ListBuckets: operation(
      (_input: ListBucketsRequest) => ({ action: "s3:ListAllMyBuckets", resource: "*" }),
      (input, { place }) => {
        const mine = s3.store
          .all()
          .filter(({ account, name }) => account === place.account && name.startsWith(input.Prefix ?? ""))
          .sort((a, b) => (a.name < b.name ? -1 : 1));
        return {
          Buckets: mine.map((bucket) => ({
            Name: bucket.name,
            CreationDate: new Date(bucket.created),
            BucketRegion: bucket.region,
          })),
          Owner: { ID: place.account },
        };
      },
    ),
    GetBucketLocation: operation(
      (input: GetBucketLocationRequest) => onBucket(s3.store.bucket(input.Bucket), "GetBucketLocation"),
      (input) => {
        const { region } = s3.store.bucket(input.Bucket);
        // The first region has no name here: https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketLocation.html
        return region === "us-east-1" ? {} : { LocationConstraint: region };
      },
    ),
    ...taggingOperations(s3),
  };
}

interface Target {
  readonly Bucket?: string | undefined;
  readonly Key?: string | undefined;
  readonly VersionId?: string | undefined;
}

function taggingOperations(s3: S3Service): Record<string, Operation> {
  const access = (action: string) => (input: Target, context: CallContext) =>
    onObject(
      s3.reach(input, context),
      action.replace("Tagging", input.VersionId === undefined ? "Tagging" : "VersionTagging"),
      input.Key ?? "",
    );
  return {
    GetObjectTagging: operation<GetObjectTaggingRequest>(access("GetObjectTagging"), (input, context) => {
      const version = tagged(s3, input, context);
      const TagSet = Object.entries(version.tags).map(([Key, Value]) => ({ Key, Value }));
      return { TagSet, ...versionOutput(s3.store.bucket(input.Bucket), version) };
    }),
    PutObjectTagging: operation<PutObjectTaggingRequest>(access("PutObjectTagging"), (input, context) => {
      const tags = input.Tagging?.TagSet ?? [];
      if (tags.length > 10) throw new AwsError("BadRequest", "Object tags cannot be greater than 10");
      const version = tagged(s3, input, context);
      version.tags = Object.fromEntries(tags.map(({ Key = "", Value = "" }) => [Key, Value]));
      s3.changed(s3.store.bucket(input.Bucket), "ObjectTagging:Put", version, context);
      return versionOutput(s3.store.bucket(input.Bucket), version);
    }),
    DeleteObjectTagging: operation<DeleteObjectTaggingRequest>(access("DeleteObjectTagging"), (input, context) => {
      const version = tagged(s3, input, context);
      version.tags = {};
      s3.changed(s3.store.bucket(input.Bucket), "ObjectTagging:Delete", version, context);
      return versionOutput(s3.store.bucket(input.Bucket), version);
    }),
  };
}

function tagged(s3: S3Service, input: Target, context: CallContext): ObjectVersion {
  const bucket = s3.store.bucket(input.Bucket);
  const version = findVersion(bucket, input.Key ?? "", input.VersionId);
  if (version && !version.deleteMarker) return version;
  requireListing(context, bucket, input.Key ?? "");
  throw noSuchKey(input.Key ?? "");
}
