import { any, BUCKET, partsOf, stackRule } from "../../model";

export const rule = stackRule({
  id: "s3-lifecycle",
  controls: ["S3.13"],
  title: "A lifecycle rule says what becomes of a bucket's objects",
  why: "What nobody removes is kept, billed and answerable for, for ever.",
  cure: "Give the bucket a BucketLifecycleConfiguration with at least one rule that is Enabled.",
  severity: "low",
  enforcement: "mandatory",
  links: ["https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lifecycle-mgmt.html"],
  types: [BUCKET],
  check: (stack) =>
    stack.ofType(BUCKET).map((resource) => {
      const own = resource.at("lifecycleRules").some((one) => one.at("enabled").isTrue());
      const standalone = partsOf(stack, resource, "BucketLifecycleConfiguration").map((part) =>
        part.at("rules").some((one) => one.at("status").is("Enabled")),
      );
      return { resource, kept: any(own, ...standalone), message: "no lifecycle rule of it is enabled" };
    }),
});
