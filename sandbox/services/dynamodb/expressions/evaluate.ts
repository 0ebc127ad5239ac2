import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { add, compare, equal, itemSize, subtract, typeOf, validationError, valueSize, type Item } from "../values";
import { parseProjection, parseUpdate, type Condition, type Operand, type Path } from "./grammar";

/** The names and values that a request passes beside its expressions; which of them were used is checked at the end. */
export class Placeholders {
  private readonly used = new Set<string>();

  constructor(
    private readonly names: Readonly<Record<string, string>> = {},
    private readonly values: Readonly<Record<string, AttributeValue>> = {},
  ) {}

  resolve(path: Path): Path {
    return path.map((step) => (typeof step === "string" && step.startsWith("#") ? this.name(step) : step));
  }

  value(name: string): AttributeValue {
    const value = this.values[name];
    if (!value)
      throw validationError(
        `Invalid expression: An expression attribute value used in expression is not defined; attribute value: ${name}`,
      );
    this.used.add(name);
    return value;
  }

  private name(placeholder: string): string {
    const name = this.names[placeholder];
    if (name === undefined)
      throw validationError(
        `Invalid expression: An expression attribute name used in the document path is not defined; attribute name: ${placeholder}`,
      );
    this.used.add(placeholder);
    return name;
  }

  /** Marks what an expression mentions, whether or not evaluation gets there. */
  touch(node: unknown): void {
    if (Array.isArray(node)) return node.forEach((part) => this.touch(part));
    if (typeof node === "string" && node.startsWith("#")) this.name(node);
    if (typeof node !== "object" || node === null) return;
    const { kind, name } = node as { kind?: string; name?: string };
    if (kind === "value") this.value(name as string);
    for (const part of Object.values(node)) this.touch(part);
  }

  /** @throws ValidationException as DynamoDB does for names or values that no expression mentions */
  assertAllUsed(): void {
    const unused = (given: object) => Object.keys(given).filter((name) => !this.used.has(name));
    const [names, values] = [unused(this.names), unused(this.values)];
    if (names.length)
      throw validationError(
        `Value provided in ExpressionAttributeNames unused in expressions: keys: {${names.join(", ")}}`,
      );
    if (values.length)
      throw validationError(
        `Value provided in ExpressionAttributeValues unused in expressions: keys: {${values.join(", ")}}`,
      );
  }
}

export function valueAt(item: Item, path: Path): AttributeValue | undefined {
  let value: AttributeValue | undefined = { M: item };
  for (const step of path) {
    if (value === undefined) return undefined;
    value = typeof step === "number" ? value.L?.[step] : value.M?.[step];
  }
  return value;
}

function operandValue(operand: Operand, item: Item, placeholders: Placeholders): AttributeValue | undefined {
  switch (operand.kind) {
    case "path":
      return valueAt(item, placeholders.resolve(operand.path));
    case "value":
      return placeholders.value(operand.name);
    case "size": {
      const value = operandValue(operand.of, item, placeholders);
      return value && { N: String(sizeOf(value)) };
    }
    case "if_not_exists":
      return valueAt(item, placeholders.resolve(operand.path)) ?? operandValue(operand.otherwise, item, placeholders);
    case "list_append":
      return appended(operand.lists.map((list) => operandValue(list, item, placeholders)));
    case "arithmetic":
      return computed(
        operand.operator,
        operand.operands.map((part) => operandValue(part, item, placeholders)),
      );
  }
}

function sizeOf(value: AttributeValue): number {
  if (value.S !== undefined) return Buffer.byteLength(value.S);
  if (value.M !== undefined) return Object.keys(value.M).length;
  for (const type of ["L", "SS", "NS", "BS"] as const) if (value[type] !== undefined) return value[type].length;
  return valueSize(value);
}

const missing = "The provided expression refers to an attribute that does not exist in the item";

function appended(lists: (AttributeValue | undefined)[]): AttributeValue {
  if (lists.some((list) => list === undefined)) throw validationError(missing);
  if (lists.some((list) => !list?.L))
    throw validationError(
      "Invalid UpdateExpression: Incorrect operand type for operator or function; operator or function: list_append",
    );
  return { L: lists.flatMap((list) => list?.L as AttributeValue[]) };
}

function computed(operator: "+" | "-", operands: (AttributeValue | undefined)[]): AttributeValue {
  const [left, right] = operands;
  if (!left || !right) throw validationError(missing);
  if (left.N === undefined || right.N === undefined)
    throw validationError(`An operand in the update expression has an incorrect data type`);
  return { N: operator === "+" ? add(left.N, right.N) : subtract(left.N, right.N) };
}

/** Whether a condition holds for an item; an item that does not exist is `{}`. */
export function holds(condition: Condition, item: Item, placeholders: Placeholders): boolean {
  const value = (operand: Operand) => operandValue(operand, item, placeholders);
  switch (condition.kind) {
    case "and":
      return condition.conditions.every((part) => holds(part, item, placeholders));
    case "or":
      return condition.conditions.some((part) => holds(part, item, placeholders));
    case "not":
      return !holds(condition.condition, item, placeholders);
    case "exists":
      return valueAt(item, placeholders.resolve(condition.path)) !== undefined;
    case "not_exists":
      return valueAt(item, placeholders.resolve(condition.path)) === undefined;
    case "compare":
      return compares(condition.operator, value(condition.operands[0]), value(condition.operands[1]));
    case "between": {
      const [operand, low, high] = [value(condition.operand), value(condition.low), value(condition.high)];
      return compares(">=", operand, low) && compares("<=", operand, high);
    }
    case "in":
      return condition.list.some((candidate) => compares("=", value(condition.operand), value(candidate)));
    default:
      return matches(condition.kind, value(condition.operands[0]), value(condition.operands[1]));
  }
}

function compares(operator: string, a: AttributeValue | undefined, b: AttributeValue | undefined): boolean {
  if (operator === "<>") return !equal(a, b);
  if (a === undefined || b === undefined) return false;
  if (operator === "=") return equal(a, b);
  const order = compare(a, b);
  return operator === "<" ? order < 0 : operator === "<=" ? order <= 0 : operator === ">" ? order > 0 : order >= 0;
}

function matches(
  kind: "type" | "begins" | "contains",
  a: AttributeValue | undefined,
  b: AttributeValue | undefined,
): boolean {
  if (!a || !b) return false;
  if (kind === "type") return typeOf(a) === b.S;
  if (kind === "begins") return a.S !== undefined && b.S !== undefined && a.S.startsWith(b.S);
  if (a.S !== undefined) return b.S !== undefined && a.S.includes(b.S);
  if (a.L) return a.L.some((element) => equal(element, b));
  return (a.SS?.includes(b.S as string) || a.NS?.includes(b.N as string)) ?? false;
}

/** A copy of the item with an update expression applied. Every right side sees the item as it was. */
export function applyUpdate(expression: string, item: Item, placeholders: Placeholders): Item {
  const update = parseUpdate(expression);
  const next = structuredClone(item);
  const at = (path: Path) => valueAt(item, placeholders.resolve(path));
  const put = (path: Path, value: AttributeValue | undefined) => assign(next, placeholders.resolve(path), value);
  for (const { path, value } of update.set) {
    const assigned = operandValue(value, item, placeholders);
    if (assigned === undefined) throw validationError(missing);
    put(path, assigned);
  }
  for (const path of update.remove) put(path, undefined);
  for (const { path, value } of update.add)
    put(path, added(at(path), operandValue(value, item, placeholders) as AttributeValue));
  for (const { path, value } of update.delete)
    put(path, withoutElements(at(path), operandValue(value, item, placeholders) as AttributeValue));
  return next;
}

function added(current: AttributeValue | undefined, value: AttributeValue): AttributeValue {
  if (value.N !== undefined) return { N: add(current?.N ?? "0", value.N) };
  for (const type of ["SS", "NS"] as const) {
    if (value[type])
      return { [type]: [...new Set([...(current?.[type] ?? []), ...value[type]])] } as unknown as AttributeValue;
  }
  throw validationError("Invalid UpdateExpression: Incorrect operand type for operator or function; operator: ADD");
}

function withoutElements(current: AttributeValue | undefined, value: AttributeValue): AttributeValue | undefined {
  for (const type of ["SS", "NS"] as const) {
    if (!value[type]) continue;
    const left = (current?.[type] ?? []).filter((element) => !value[type]?.includes(element));
    return left.length > 0 ? ({ [type]: left } as unknown as AttributeValue) : undefined;
  }
  throw validationError("Invalid UpdateExpression: Incorrect operand type for operator or function; operator: DELETE");
}

function assign(item: Item, path: Path, value: AttributeValue | undefined): void {
  const parent = valueAt(item, path.slice(0, -1));
  const last = path.at(-1) as string | number;
  if (typeof last === "number" && parent?.L) {
    if (value === undefined) parent.L.splice(last, 1);
    else parent.L[Math.min(last, parent.L.length)] = value;
  } else if (typeof last === "string" && parent?.M) {
    if (value === undefined) delete parent.M[last];
    else parent.M[last] = value;
  } else if (value !== undefined) {
    throw validationError("The document path provided in the update expression is invalid for update");
  }
}

/** The parts of an item that a projection expression names. */
export function project(expression: string, item: Item, placeholders: Placeholders): Item {
  const paths = parseProjection(expression);
  placeholders.touch(paths);
  const projected: Item = {};
  for (const path of paths.map((each) => placeholders.resolve(each))) {
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

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html: 400 KB an item. */
export function assertItemSize(item: Item): void {
  if (itemSize(item) > 400 * 1024) throw validationError("Item size has exceeded the maximum allowed size");
}
