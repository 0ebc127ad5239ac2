import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { add, itemSize, validationError, type Item } from "../values";
import { missing, operandValue, valueAt, type Placeholders } from "./evaluate";
import { parseUpdate, type Path, type Update } from "./grammar";
import { assertApart } from "./paths";

/** An update expression with its paths resolved and apart from one another. */
export interface CheckedUpdate {
  readonly update: Update;
  /** The attributes that it writes. */
  readonly attributes: ReadonlySet<string>;
}

/** @throws ValidationException what DynamoDB refuses before it looks at the item */
export function checkUpdate(expression: string, placeholders: Placeholders): CheckedUpdate {
  const update = parseUpdate(expression);
  placeholders.touch(update);
  const { set, remove, add: added, delete: deleted } = update;
  const paths = [...[...set, ...added, ...deleted].map(({ path }) => path), ...remove].map((path) =>
    placeholders.resolve(path),
  );
  assertApart(paths, "Update");
  for (const { value } of added) assertOperand("ADD", operandValue(value, {}, placeholders), ["N", "SS", "NS", "BS"]);
  for (const { value } of deleted) assertOperand("DELETE", operandValue(value, {}, placeholders), ["SS", "NS", "BS"]);
  return { update, attributes: new Set(paths.map(([name]) => name as string)) };
}

function assertOperand(operator: string, value: AttributeValue | undefined, allowed: readonly string[]): void {
  const [type = "none"] = Object.keys(value ?? {});
  if (allowed.includes(type)) return;
  throw validationError(
    `Invalid UpdateExpression: Incorrect operand type for operator or function; operator: ${operator}, operand type: ${type}`,
  );
}

/** A copy of the item with an update applied. Every right side, and every position in a list, is of the item as it was. */
export function applyUpdate({ update }: CheckedUpdate, item: Item, placeholders: Placeholders): Item {
  const next = structuredClone(item);
  const resolved = (path: Path) => placeholders.resolve(path);
  const at = (path: Path) => valueAt(item, resolved(path));
  const given = (value: Update["add"][number]["value"]) => operandValue(value, item, placeholders) as AttributeValue;
  const writes: [Path, AttributeValue | undefined][] = update.set.map(({ path, value }) => {
    const assigned = operandValue(value, item, placeholders);
    if (assigned === undefined) throw validationError(missing);
    return [resolved(path), assigned];
  });
  for (const { path, value } of update.add) writes.push([resolved(path), added(at(path), given(value))]);
  for (const { path, value } of update.delete) writes.push([resolved(path), withoutElements(at(path), given(value))]);
  // What is set past a list's end is appended in the order of the indexes.
  for (const [path, value] of writes.sort(([a], [b]) => lastIndex(a) - lastIndex(b))) assign(next, path, value);
  // Removals from a list count positions of the old list: the last goes first.
  for (const path of update.remove.map(resolved).sort((a, b) => lastIndex(b) - lastIndex(a))) remove(next, path, item);
  return next;
}

function lastIndex(path: Path): number {
  const last = path.at(-1);
  return typeof last === "number" ? last : -1;
}

const setTypes = ["SS", "NS", "BS"] as const;
const wrongType = "An operand in the update expression has an incorrect data type";
const invalidPath = "The document path provided in the update expression is invalid for update";

function added(current: AttributeValue | undefined, value: AttributeValue): AttributeValue {
  if (value.N !== undefined) {
    if (current && current.N === undefined) throw validationError(wrongType);
    return { N: add(current?.N ?? "0", value.N) };
  }
  const [type, elements] = setOf(value);
  if (!current) return value;
  if (!current[type]) throw validationError(wrongType);
  const known = new Set((current[type] as unknown[]).map(elementText));
  const fresh = elements.filter((element) => !known.has(elementText(element)));
  return { [type]: [...(current[type] as unknown[]), ...fresh] } as unknown as AttributeValue;
}

/** The set without the elements, or nothing when none are left: sets are never empty. */
function withoutElements(current: AttributeValue | undefined, value: AttributeValue): AttributeValue | undefined {
  const [type, elements] = setOf(value);
  if (!current) return undefined;
  if (!current[type]) throw validationError(wrongType);
  const gone = new Set(elements.map(elementText));
  const left = (current[type] as unknown[]).filter((element) => !gone.has(elementText(element)));
  return left.length > 0 ? ({ [type]: left } as unknown as AttributeValue) : undefined;
}

function setOf(value: AttributeValue): ["SS" | "NS" | "BS", readonly unknown[]] {
  const type = setTypes.find((each) => value[each] !== undefined);
  if (!type) throw validationError(wrongType);
  return [type, value[type] as unknown[]];
}

function elementText(element: unknown): string {
  return typeof element === "string" ? element : Buffer.from(element as Uint8Array).toString("base64");
}

function assign(item: Item, path: Path, value: AttributeValue | undefined): void {
  if (value === undefined) return remove(item, path, item);
  const parent = valueAt(item, path.slice(0, -1));
  const last = path.at(-1) as string | number;
  if (typeof last === "number" && parent?.L) parent.L[Math.min(last, parent.L.length)] = value;
  else if (typeof last === "string" && parent?.M) parent.M[last] = value;
  else throw validationError(invalidPath);
}

/** @param before the item as it was: only elements that it had are removed */
function remove(item: Item, path: Path, before: Item): void {
  const parent = valueAt(item, path.slice(0, -1));
  const last = path.at(-1) as string | number;
  if (typeof last === "number" && parent?.L) {
    if (valueAt(before, path) !== undefined) parent.L.splice(last, 1);
  } else if (typeof last === "string" && parent?.M) {
    delete parent.M[last];
  } else {
    throw validationError(invalidPath);
  }
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html: 400 KB an item. */
export function assertItemSize(item: Item): void {
  if (itemSize(item) > 400 * 1024) throw validationError("Item size has exceeded the maximum allowed size");
}
