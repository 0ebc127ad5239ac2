import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import type { Item } from "../values";
import { valueAt, type Placeholders } from "./evaluate";
import { parseProjection, type Path } from "./grammar";
import { assertApart } from "./paths";

/** The paths of a projection expression. @throws ValidationException also when paths overlap */
export function projectionPaths(expression: string, placeholders: Placeholders): readonly Path[] {
  const paths = parseProjection(expression);
  placeholders.touch(paths);
  const resolved = paths.map((each) => placeholders.resolve(each));
  assertApart(resolved, "Projection");
  return resolved.sort(byPosition);
}

/** List elements come in the order of the list, whatever the order of the paths. */
function byPosition(a: Path, b: Path): number {
  for (const [i, step] of a.entries()) {
    const other = b[i];
    if (step === other) continue;
    return typeof step === "number" && typeof other === "number" ? step - other : 0;
  }
  return 0;
}

/** The parts of an item that the paths name. */
export function project(paths: readonly Path[], item: Item): Item {
  const projected: Item = {};
  for (const path of paths) {
    const value = valueAt(item, path);
    if (value !== undefined) graft(projected, path, value);
  }
  return projected;
}

function graft(target: Item, path: Path, value: AttributeValue): void {
  let container: AttributeValue = { M: target };
  path.forEach((step, i) => {
    const last = i === path.length - 1;
    const empty: AttributeValue = typeof path[i + 1] === "number" ? { L: [] } : { M: {} };
    if (container.M) container = container.M[step] = last ? value : (container.M[step] ?? empty);
    else if (container.L) {
      // Projected list elements close ranks: the gaps of the original list are not kept.
      container.L.push(last ? value : empty);
      container = container.L.at(-1) as AttributeValue;
    }
  });
}
