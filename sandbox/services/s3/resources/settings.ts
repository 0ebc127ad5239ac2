import * as v from "valibot";
import { AwsError, Unsupported } from "../../../kernel/errors";
import { resourceModel, type ResourceModel } from "../../../kernel/service";
import { policyDocument, policyInput, policyText } from "../../iam/documents";
import { isPublic } from "../access";
import { invalidArgument } from "../errors";
import type { S3Service } from "..";

const common = {
  bucket: v.string(),
  region: v.optional(v.string()),
  expectedBucketOwner: v.optional(v.string()),
};
const byBucket = ({ inputs }: { readonly inputs: { readonly bucket: string } }) => ({ id: inputs.bucket });

/** The resources that set one thing on a bucket each. */
export function settingResources(s3: S3Service): Record<string, ResourceModel> {
  return {
    "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": publicAccessBlock(s3),
    "aws:s3/bucketVersioning:BucketVersioning": versioning(s3),
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": encryption(s3),
    "aws:s3/bucketOwnershipControls:BucketOwnershipControls": ownership(s3),
    "aws:s3/bucketPolicy:BucketPolicy": policy(s3),
    "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration": objectLock(s3),
    "aws:s3/bucketLogging:BucketLogging": logging(s3),
  };
}

function publicAccessBlock(s3: S3Service): ResourceModel {
  const flag = v.optional(v.boolean(), false);
  return resourceModel({
    inputs: v.strictObject({
      bucket: common.bucket,
      region: common.region,
      blockPublicAcls: flag,
      blockPublicPolicy: flag,
      ignorePublicAcls: flag,
      restrictPublicBuckets: flag,
      skipDestroy: v.optional(v.boolean()),
    }),
    outputs: byBucket,
    create: ({ inputs }) => {
      const { settings, name } = s3.store.bucket(inputs.bucket);
      if (inputs.restrictPublicBuckets && settings.policy && isPublic(settings.policy)) {
        throw new Unsupported(`restricting the bucket "${name}", whose policy is public already`);
      }
      settings.publicAccess = { blockPolicy: inputs.blockPublicPolicy, restrict: inputs.restrictPublicBuckets };
    },
  });
}

function versioning(s3: S3Service): ResourceModel {
  return resourceModel({
    inputs: v.strictObject({
      ...common,
      versioningConfiguration: v.strictObject({
        status: v.picklist(["Enabled", "Suspended", "Disabled"]),
        mfaDelete: v.optional(v.literal("Disabled")),
      }),
    }),
    outputs: byBucket,
    create: ({ inputs }) => {
      const { status } = inputs.versioningConfiguration;
      const { settings } = s3.store.bucket(inputs.bucket);
      if (status !== "Enabled" && settings.objectLock) {
        throw new AwsError(
          "InvalidBucketState",
          "An Object Lock configuration is present on this bucket, so the versioning state cannot be changed.",
          409,
        );
      }
      settings.versioning = status === "Disabled" ? "Off" : status;
    },
  });
}

function encryption(s3: S3Service): ResourceModel {
  const rule = v.strictObject({
    applyServerSideEncryptionByDefault: v.optional(
      v.strictObject({ sseAlgorithm: v.picklist(["AES256", "aws:kms"]), kmsMasterKeyId: v.optional(v.string()) }),
    ),
    bucketKeyEnabled: v.optional(v.boolean(), false),
  });
  return resourceModel({
    inputs: v.strictObject({ ...common, rules: v.pipe(v.array(rule), v.length(1)) }),
    outputs: byBucket,
    create: ({ inputs }) => {
      const { applyServerSideEncryptionByDefault: byDefault, bucketKeyEnabled } = inputs.rules[0] as v.InferOutput<
        typeof rule
      >;
      const { settings } = s3.store.bucket(inputs.bucket);
      const algorithm = byDefault?.sseAlgorithm ?? settings.encryption.algorithm;
      if (algorithm === "AES256" && byDefault?.kmsMasterKeyId) {
        throw invalidArgument(
          "a KMSMasterKeyID is not applicable if the default sse algorithm is not aws:kms or aws:kms:dsse",
        );
      }
      const kmsKeyId = byDefault?.kmsMasterKeyId;
      settings.encryption = {
        algorithm,
        ...(kmsKeyId && { kmsKeyId }),
        bucketKey: algorithm === "aws:kms" && bucketKeyEnabled,
      };
    },
  });
}

function ownership(s3: S3Service): ResourceModel {
  return resourceModel({
    inputs: v.strictObject({
      bucket: common.bucket,
      region: common.region,
      rule: v.strictObject({
        objectOwnership: v.picklist(["BucketOwnerEnforced", "BucketOwnerPreferred", "ObjectWriter"]),
      }),
    }),
    outputs: byBucket,
    create: ({ inputs }) => {
      s3.store.bucket(inputs.bucket).settings.ownership = inputs.rule.objectOwnership;
    },
  });
}

function policy(s3: S3Service): ResourceModel {
  return resourceModel({
    inputs: v.strictObject({ bucket: common.bucket, region: common.region, policy: policyInput }),
    outputs: ({ inputs }) => ({ id: inputs.bucket, policy: policyText(inputs.policy) }),
    create: ({ inputs, urn }) => {
      const { settings } = s3.store.bucket(inputs.bucket);
      const document = policyDocument(policyText(inputs.policy), "resource", urn, "MalformedPolicy");
      if (settings.publicAccess.blockPolicy && isPublic(document)) {
        throw new AwsError(
          "AccessDenied",
          `The policy of "${inputs.bucket}" is public, and public policies are blocked by the BlockPublicPolicy block public access setting.`,
          403,
        );
      }
      settings.policy = document;
    },
    remove: ({ inputs }) => {
      delete s3.store.bucket(inputs.bucket).settings.policy;
    },
  });
}

function objectLock(s3: S3Service): ResourceModel {
  const retention = v.strictObject({
    mode: v.picklist(["GOVERNANCE", "COMPLIANCE"]),
    days: v.optional(v.number()),
    years: v.optional(v.number()),
  });
  return resourceModel({
    inputs: v.strictObject({
      ...common,
      objectLockEnabled: v.optional(v.literal("Enabled")),
      rule: v.optional(v.strictObject({ defaultRetention: retention })),
    }),
    outputs: byBucket,
    create: ({ inputs }) => {
      const { settings } = s3.store.bucket(inputs.bucket);
      if (settings.versioning !== "Enabled") {
        throw new AwsError(
          "InvalidBucketState",
          "Versioning must be 'Enabled' on the bucket to apply a Object Lock configuration",
          409,
        );
      }
      settings.objectLock = true;
      const byDefault = inputs.rule?.defaultRetention;
      if (!byDefault) return;
      if ((byDefault.days === undefined) === (byDefault.years === undefined)) {
        throw new AwsError("MalformedXML", "A default retention has either days or years.");
      }
      settings.defaultRetention = { mode: byDefault.mode, days: byDefault.days ?? (byDefault.years as number) * 365 };
    },
  });
}

function logging(s3: S3Service): ResourceModel {
  return resourceModel({
    inputs: v.strictObject({
      ...common,
      targetBucket: v.string(),
      targetPrefix: v.string(),
      targetObjectKeyFormat: v.optional(
        v.strictObject({
          partitionedPrefix: v.optional(v.strictObject({ partitionDateSource: v.literal("DeliveryTime") })),
          simplePrefix: v.optional(v.strictObject({})),
        }),
      ),
    }),
    outputs: byBucket,
    create: ({ inputs }) => {
      const { settings, account, region } = s3.store.bucket(inputs.bucket);
      const target = s3.store.bucket(inputs.targetBucket);
      if (target.account !== account || target.region !== region) {
        throw new AwsError(
          "InvalidTargetBucketForLogging",
          "The target bucket for logging must be in the same account and region as the source bucket.",
        );
      }
      if (target.settings.encryption.algorithm === "aws:kms" && target.settings.encryption.kmsKeyId) {
        throw new Unsupported(`"${target.name}" as the target of access logs: log delivery supports SSE-S3 only`);
      }
      if (target.settings.defaultRetention) {
        throw new AwsError(
          "InvalidTargetBucketForLogging",
          "The target bucket for logging cannot have a default retention period.",
        );
      }
      const partitioned = inputs.targetObjectKeyFormat?.partitionedPrefix !== undefined;
      settings.logging = { bucket: target.name, prefix: inputs.targetPrefix, partitioned };
    },
  });
}
