import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { add, compare, equal, subtract, typeOf, validationError, type Item } from "../values";
import type { Condition, Operand, Path } from "./grammar";

/** The names and values that a request passes beside its expressions; which of them were used is checked at the end. */
export class Placeholders {
  private readonly used = new Set<string>();

  /** @throws ValidationException when a placeholder is not written as one */
  constructor(
    private readonly names: Readonly<Record<string, string>> = {},
    private readonly values: Readonly<Record<string, AttributeValue>> = {},
  ) {
    for (const key in names) {
      if (!/^#[A-Za-z0-9_]+$/.test(key))
        throw validationError(`ExpressionAttributeNames contains invalid key: Syntax error; key: "${key}"`);
      if (names[key] === "")
        throw validationError(`ExpressionAttributeNames contains invalid value: Empty attribute name for key ${key}`);
    }
    for (const key in values) {
      if (!/^:[A-Za-z0-9_]+$/.test(key))
        throw validationError(`ExpressionAttributeValues contains invalid key: Syntax error; key: "${key}"`);
    }
  }

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

export function operandValue(operand: Operand, item: Item, placeholders: Placeholders): AttributeValue | undefined {
  switch (operand.kind) {
    case "path":
      return valueAt(item, placeholders.resolve(operand.path));
    case "value":
      return placeholders.value(operand.name);
    case "size": {
      const value = operandValue(operand.of, item, placeholders);
      const size = value && sizeOf(value);
      return size === undefined ? undefined : { N: String(size) };
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

/** Characters of a string, bytes of a binary, elements of the rest; nothing else has a size. */
function sizeOf(value: AttributeValue): number | undefined {
  if (value.M !== undefined) return Object.keys(value.M).length;
  for (const type of ["S", "B", "L", "SS", "NS", "BS"] as const)
    if (value[type] !== undefined) return value[type].length;
  return undefined;
}

export const missing = "The provided expression refers to an attribute that does not exist in the item";

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
  if (kind === "begins") return begins(a, b);
  if (a.S !== undefined) return b.S !== undefined && a.S.includes(b.S);
  if (a.B !== undefined) return b.B !== undefined && Buffer.from(a.B).includes(Buffer.from(b.B));
  if (a.L) return a.L.some((element) => equal(element, b));
  if (a.BS) return a.BS.some((element) => b.B !== undefined && Buffer.compare(element, b.B) === 0);
  return (a.SS?.includes(b.S as string) || a.NS?.includes(b.N as string)) ?? false;
}

function begins(a: AttributeValue, b: AttributeValue): boolean {
  if (a.S !== undefined) return b.S !== undefined && a.S.startsWith(b.S);
  return a.B !== undefined && b.B !== undefined && Buffer.from(a.B).subarray(0, b.B.byteLength).equals(b.B);
}
