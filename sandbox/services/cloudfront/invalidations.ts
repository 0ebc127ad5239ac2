import type { CreateInvalidationRequest, Paths } from "@aws-sdk/client-cloudfront";
import { AwsError } from "../../kernel/errors";
import type { World } from "../../world/world";
import type { Distribution, Invalidation } from "./state";

/** Milliseconds until an invalidation has reached the edge; AWS names no time. */
const duration = 60_000;

/** At once, over all invalidations that are in progress: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html */
const quotas = { paths: 3_000, wildcards: 15 } as const;

/**
 * Begins an invalidation. What was stored before it is served until it is completed, which is the latest that AWS promises.
 * A caller reference that was used before means the same invalidation.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/Invalidation.html
 */
export function invalidate(
  world: World,
  distribution: Distribution,
  batch: CreateInvalidationRequest["InvalidationBatch"],
  newId: () => string,
): Invalidation {
  const paths = checkedPaths(batch?.Paths);
  const callerReference = batch?.CallerReference ?? "";
  const earlier = [...distribution.invalidations.values()].find((each) => each.callerReference === callerReference);
  if (earlier) {
    if (JSON.stringify(earlier.paths) === JSON.stringify(paths)) return earlier;
    throw new AwsError("InvalidArgument", "The caller reference was used for other paths.");
  }
  checkQuotas(distribution, paths);
  const invalidation: Invalidation = {
    id: newId(),
    paths,
    callerReference,
    created: world.now(),
    status: "InProgress",
  };
  distribution.invalidations.set(invalidation.id, invalidation);
  world.after(duration, () => {
    // What was stored in the same millisecond may be older: it goes, too.
    for (const path of paths) distribution.cache.invalidate(path, invalidation.created + 1);
    invalidation.status = "Completed";
  });
  return invalidation;
}

function checkedPaths(given: Paths | undefined): readonly string[] {
  const items = given?.Items ?? [];
  if (given?.Quantity !== items.length) {
    throw new AwsError("InconsistentQuantities", "The value of Quantity and the size of Items don't match.");
  }
  const wrong = items.find((path) => !/^\/[^*]*\*?$/.test(path) || path.length > 4_000);
  if (items.length === 0 || wrong !== undefined) {
    throw new AwsError(
      "InvalidArgument",
      `Your request contains one or more invalid invalidation paths: ${wrong ?? ""}`,
    );
  }
  return items;
}

function checkQuotas({ invalidations }: Distribution, paths: readonly string[]): void {
  const running = [...invalidations.values()].filter(({ status }) => status === "InProgress");
  const all = [...running.flatMap((each) => each.paths), ...paths];
  if (all.length > quotas.paths || all.filter((path) => path.endsWith("*")).length > quotas.wildcards) {
    throw new AwsError(
      "TooManyInvalidationsInProgress",
      "You have exceeded the maximum number of allowable InProgress invalidations.",
    );
  }
}
