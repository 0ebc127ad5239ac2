import { UNKNOWN } from "../model";

/**
 * Plain data of what CrossGuard hands to a policy. Reading a value that is not known yet throws there; here it becomes
 * UNKNOWN. Only documented behaviour is relied on, that reading throws: what stands behind it is internal.
 */
export function plainOf(properties: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return copyOf(properties) as Readonly<Record<string, unknown>>;
}

function copyOf(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return Array.from({ length: value.length }, (_, index) => read(value, index));
  return Object.fromEntries(Object.keys(value).map((name) => [name, read(value, name)]));
}

function read(holder: object, name: string | number): unknown {
  let value: unknown;
  try {
    value = (holder as Readonly<Record<string | number, unknown>>)[name];
  } catch {
    return UNKNOWN;
  }
  return copyOf(value);
}
