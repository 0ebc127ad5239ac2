import { any, BUCKET, bucketPart, expect, not, resourceRule } from "../../model";

export const rule = resourceRule({
  id: "s3-bucket-key",
  title: "A bucket under a KMS key uses a bucket key",
  why: "Otherwise each read and write is a paid call of KMS, whose quota other services share.",
  cure: "Set bucketKeyEnabled beside the encryption.",
  severity: "low",
  enforcement: "advisory",
  links: ["https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-key.html"],
  types: [BUCKET, bucketPart("BucketServerSideEncryptionConfiguration")],
  check: (holder) => {
    const path = holder.type === BUCKET ? "serverSideEncryptionConfiguration.rule" : "rules";
    return holder
      .at(path)
      .items()
      .flatMap((one) => {
        // Dual-layer encryption has no bucket keys.
        const byKms = one.at("applyServerSideEncryptionByDefault.sseAlgorithm").is("aws:kms");
        const enabled = one.at("bucketKeyEnabled");
        return expect(any(not(byKms), enabled.isTrue()), `encrypts by KMS, and ${enabled}`);
      });
  },
});
