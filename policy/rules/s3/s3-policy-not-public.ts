import { admitsAnyone, BUCKET, bucketPart, expect, not, resourceRule, someStatement } from "../../model";

export const rule = resourceRule({
  id: "s3-policy-not-public",
  controls: ["S3.2", "S3.3"],
  title: "The policy of a bucket admits named principals only",
  why: "A statement that admits anyone publishes the bucket, or lets strangers fill it.",
  cure: "Name the accounts, roles or services in Principal, or bind the statement by a condition that says who.",
  severity: "critical",
  enforcement: "mandatory",
  links: [
    "https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-policy-status",
  ],
  types: [BUCKET, bucketPart("BucketPolicy")],
  check: (holder) => {
    const policy = holder.at("policy");
    return expect(not(someStatement(policy, admitsAnyone)), `admits anyone, or cannot be read: ${policy}`);
  },
});
