import {
  all,
  any,
  BUCKET,
  defaultRetentionsOf,
  isForAudit,
  not,
  partsOf,
  type Resource,
  type Stack,
  stackRule,
  type Truth,
  type Value,
} from "../../model";

export const rule = stackRule({
  id: "s3-audit-locked",
  title: "The bucket for trails locks its objects, and a protected one locks them by default",
  why: "Whoever breaks in deletes the trail first; a lock keeps it from everybody.",
  cure: "Set objectLockEnabled on the bucket, and default retention by a BucketObjectLockConfiguration.",
  severity: "high",
  enforcement: "mandatory",
  links: ["https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html"],
  options: {
    days: { type: "integer", description: "Days for which a trail is locked, at least", default: 365, minimum: 1 },
  },
  types: [BUCKET],
  check: (stack, { days }) =>
    stack.ofType(BUCKET).map((resource) => {
      const retained = defaultRetentionsOf(stack, resource).map((retention) => lasts(retention, Number(days)));
      const locked = all(isLockable(stack, resource), any(not(resource.protect), ...retained));
      return {
        resource,
        kept: any(not(isForAudit(stack, resource)), locked),
        message: `is for trails, and does not lock each for ${String(days)} days; ${resource.at("objectLockEnabled")}`,
      };
    }),
});

function isLockable(stack: Stack, bucket: Resource): Truth {
  const own = bucket.at("objectLockConfiguration.objectLockEnabled").is("Enabled");
  const standalone = partsOf(stack, bucket, "BucketObjectLockConfiguration").length > 0;
  return any(bucket.at("objectLockEnabled").isTrue(), own, standalone);
}

function lasts(retention: Value, days: number): Truth {
  return any(retention.at("days").atLeast(days), retention.at("years").atLeast(Math.ceil(days / 365)));
}
