import { BUCKET, bucketPart, expect, isUnscopedService, not, resourceRule, someStatement } from "../../model";

export const rule = resourceRule({
  id: "s3-services-scoped",
  title: "A bucket admits services only for a named source",
  why: "A service acts for everybody: without a source, any account's trail, log or distribution reaches the bucket.",
  cure: "Bind the statement by aws:SourceArn or aws:SourceAccount.",
  severity: "high",
  enforcement: "mandatory",
  links: ["https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html"],
  types: [BUCKET, bucketPart("BucketPolicy")],
  check: (holder) => {
    const policy = holder.at("policy");
    return expect(not(someStatement(policy, isUnscopedService, false)), `admits a service for any source: ${policy}`);
  },
});
