import { all, any, BUCKET, partsOf, stackRule } from "../../model";

const SETTINGS = ["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"];

export const rule = stackRule({
  id: "s3-public-access-blocked",
  controls: ["S3.8"],
  title: "A bucket blocks public access by all four settings",
  why: "One careless policy or ACL would show the bucket to everybody; the block makes that impossible.",
  cure: `Give the bucket a BucketPublicAccessBlock with ${SETTINGS.join(", ")} all true.`,
  severity: "high",
  enforcement: "mandatory",
  links: ["https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html"],
  types: [BUCKET],
  check: (stack) =>
    stack.ofType(BUCKET).map((resource) => {
      const blocks = partsOf(stack, resource, "BucketPublicAccessBlock");
      const full = blocks.map((block) => all(...SETTINGS.map((setting) => block.at(setting).isTrue())));
      const set = blocks.flatMap((block) => SETTINGS.map((setting) => String(block.at(setting)))).join(", ");
      return { resource, kept: any(...full), message: set === "" ? "no public access block names it" : set };
    }),
});
