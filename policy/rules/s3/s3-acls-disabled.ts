import { any, BUCKET, partsOf, stackRule } from "../../model";

export const rule = stackRule({
  id: "s3-acls-disabled",
  controls: ["S3.12"],
  title: "A bucket owns all of its objects and ignores ACLs",
  why: "With ACLs, another account may own what lies in the bucket, out of reach of its policy.",
  cure: "Give the bucket BucketOwnershipControls with objectOwnership BucketOwnerEnforced.",
  severity: "medium",
  enforcement: "mandatory",
  links: ["https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html"],
  types: [BUCKET],
  check: (stack) =>
    stack.ofType(BUCKET).map((resource) => {
      const owners = partsOf(stack, resource, "BucketOwnershipControls").map((part) => part.at("rule.objectOwnership"));
      return {
        resource,
        kept: any(...owners.map((owner) => owner.is("BucketOwnerEnforced"))),
        message: owners.map(String).join(", ") || "no ownership controls name it",
      };
    }),
});
