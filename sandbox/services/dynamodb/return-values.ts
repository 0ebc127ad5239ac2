import { validationError, type Item } from "./values";
import type { Prepared, Write } from "./writes";

const allowed: Readonly<Record<Write["kind"], readonly string[]>> = {
  put: ["NONE", "ALL_OLD"],
  delete: ["NONE", "ALL_OLD"],
  update: ["NONE", "ALL_OLD", "ALL_NEW", "UPDATED_OLD", "UPDATED_NEW"],
  check: [],
};

/** @throws ValidationException when this kind of write cannot give back what is wanted */
export function assertReturnValues(kind: Write["kind"], wanted: string | undefined): void {
  if (wanted !== undefined && !allowed[kind].includes(wanted)) {
    throw validationError("Return values set to invalid value");
  }
}

/**
 * What a write gives back. UPDATED_OLD and UPDATED_NEW are whole attributes, also where a part of one was written.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateItem.html
 */
export function returned({ before, after, updated }: Prepared, wanted: string | undefined): { Attributes?: Item } {
  switch (wanted) {
    case "ALL_OLD":
      return before ? { Attributes: before } : {};
    case "ALL_NEW":
      return after ? { Attributes: after } : {};
    case "UPDATED_OLD":
      return only(before, updated);
    case "UPDATED_NEW":
      return only(after, updated);
    default:
      return {};
  }
}

function only(item: Item | undefined, names: ReadonlySet<string>): { Attributes?: Item } {
  const shown = Object.entries(item ?? {}).filter(([name]) => names.has(name));
  return shown.length > 0 ? { Attributes: Object.fromEntries(shown) } : {};
}
