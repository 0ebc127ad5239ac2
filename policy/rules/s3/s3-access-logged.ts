import { any, BUCKET, partsOf, type Resource, type Stack, stackRule, takesAccessLogs, type Truth } from "../../model";

export const rule = stackRule({
  id: "s3-access-logged",
  controls: ["S3.9"],
  title: "A bucket logs who reads and writes it",
  why: "After a leak nobody can say what was taken, by whom and when.",
  cure: "Give the bucket a BucketLogging with the bucket for logs as its target.",
  severity: "medium",
  enforcement: "mandatory",
  links: ["https://docs.aws.amazon.com/AmazonS3/latest/userguide/ServerLogs.html"],
  types: [BUCKET],
  check: (stack) =>
    stack.ofType(BUCKET).map((resource) => {
      const standalone = partsOf(stack, resource, "BucketLogging").map((part) =>
        hasTarget(stack, part, "targetBucket"),
      );
      return {
        resource,
        // Logs of the bucket that takes the logs would log their own writing.
        kept: any(takesAccessLogs(stack, resource), hasTarget(stack, resource, "logging.targetBucket"), ...standalone),
        message: "no access log of it is written, and it takes none of others",
      };
    }),
});

/** A target that is made in the same stack is one, though nobody knows its name yet. */
function hasTarget(stack: Stack, holder: Resource, path: string): Truth {
  return any(stack.references(holder, path, BUCKET).length > 0, holder.at(path).present());
}
