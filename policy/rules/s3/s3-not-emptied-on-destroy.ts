import { BUCKET, expect, not, resourceRule } from "../../model";

export const rule = resourceRule({
  id: "s3-not-emptied-on-destroy",
  title: "Deleting a bucket does not delete what is in it",
  why: "With forceDestroy, one rename or destroy removes every object and version without asking.",
  cure: "Leave forceDestroy away; empty a bucket by hand when it has to go.",
  severity: "high",
  enforcement: "mandatory",
  links: ["https://docs.aws.amazon.com/AmazonS3/latest/userguide/delete-bucket.html"],
  types: [BUCKET],
  check: (bucket) => {
    const force = bucket.at("forceDestroy");
    return expect(not(force.isTrue()), `${force}`);
  },
});
