import { any, BUCKET, partsOf, stackRule } from "../../model";

export const rule = stackRule({
  id: "s3-versioned",
  title: "A bucket keeps the versions that a write replaces or deletes",
  why: "An overwritten object is gone for good, and replication and locks need versions.",
  cure: "Give the bucket a BucketVersioning with the status Enabled.",
  severity: "medium",
  enforcement: "mandatory",
  links: ["https://docs.aws.amazon.com/AmazonS3/latest/userguide/Versioning.html"],
  types: [BUCKET],
  check: (stack) =>
    stack.ofType(BUCKET).map((resource) => {
      const standalone = partsOf(stack, resource, "BucketVersioning").map((part) =>
        part.at("versioningConfiguration.status").is("Enabled"),
      );
      const kept = any(resource.at("versioning.enabled").isTrue(), ...standalone);
      return { resource, kept, message: "neither the bucket nor a BucketVersioning of it enables versioning" };
    }),
});
