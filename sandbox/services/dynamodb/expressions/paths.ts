import { validationError } from "../values";
import type { Path } from "./grammar";

/** A path as errors show it: `[map, a, [0]]`. */
export function pathText(path: Path): string {
  return `[${path.map((step) => (typeof step === "number" ? `[${step}]` : step)).join(", ")}]`;
}

/**
 * Paths of one expression may neither contain one another nor take the same thing for a list and for a map.
 * @param paths with their placeholders resolved
 * @throws ValidationException
 */
export function assertApart(paths: readonly Path[], title: "Update" | "Projection"): void {
  for (const [i, a] of paths.entries()) {
    for (const b of paths.slice(i + 1)) {
      const how = relation(a, b);
      if (how === undefined) continue;
      throw validationError(
        `Invalid ${title}Expression: Two document paths ${how} with each other; must remove or rewrite one of these paths; ` +
          `path one: ${pathText(a)}, path two: ${pathText(b)}`,
      );
    }
  }
}

function relation(a: Path, b: Path): "overlap" | "conflict" | undefined {
  const shorter = Math.min(a.length, b.length);
  for (let i = 0; i < shorter; i++) {
    if (a[i] === b[i]) continue;
    return typeof a[i] === typeof b[i] ? undefined : "conflict";
  }
  return "overlap";
}
