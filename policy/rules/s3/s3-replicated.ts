import {
  all,
  any,
  BUCKET,
  BUCKET_REPLICATION,
  isForAudit,
  type Resource,
  type Stack,
  stackRule,
  takesAccessLogs,
  type Truth,
} from "../../model";

export const rule = stackRule({
  id: "s3-replicated",
  title: "Where a stack replicates buckets, it replicates each that holds data",
  why: "The bucket that was forgotten is missing on the day when the other region has to take over.",
  cure: "Declare a BucketReplicationConfig that reads the bucket or writes to it; buckets for logs and trails need none.",
  severity: "medium",
  enforcement: "advisory",
  links: ["https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication.html"],
  types: [BUCKET],
  check: (stack) => {
    const replications = stack.ofType(BUCKET_REPLICATION);
    // The stack of the other region owns replication: one without any has none to complete.
    if (replications.length === 0) return [];
    return stack
      .ofType(BUCKET)
      .filter((bucket) => !takesAccessLogs(stack, bucket))
      .map((resource) => ({
        resource,
        kept: any(isForAudit(stack, resource), ...replications.map((one) => carries(stack, one, resource))),
        message: "no replication of this stack reads it or writes to it",
      }));
  },
});

function carries(stack: Stack, replication: Resource, bucket: Resource): Truth {
  const enabled = replication.at("rules").some((one) => one.at("status").is("Enabled"));
  const made = ["bucket", "rules"].some((property) => stack.references(replication, property, BUCKET).includes(bucket));
  if (made) return enabled;
  const arn = bucket.at("arn");
  const written = replication.at("rules").some((one) => one.at("destination.bucket").isSameAs(arn));
  return all(enabled, written);
}
