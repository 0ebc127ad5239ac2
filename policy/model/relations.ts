import { type Resource } from "./resource";
import { type Stack } from "./stack";
import { type Truth, UNKNOWN } from "./truth";

/** Whether a property names a resource; unknown when its value is and nothing tells what it was made from. */
export function refersTo(stack: Stack, from: Resource, path: string, to: Resource): Truth {
  if (stack.references(from, path).includes(to)) return true;
  return from.at(path).isUnknown && !madeFromOthers(from, path) ? UNKNOWN : false;
}

/** Whether a property was made from other resources, so that they tell what an unknown value is about. */
export function madeFromOthers(from: Resource, path: string): boolean {
  const property = path.split(".")[0] as string;
  return (from.record.propertyDependencies?.[property] ?? []).length > 0;
}
