import Big = require("big.js");
import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { AwsError } from "../../kernel/errors";

/** An item as the API writes it. */
export type Item = Record<string, AttributeValue>;

export type ValueType = "S" | "N" | "B" | "BOOL" | "NULL" | "M" | "L" | "SS" | "NS" | "BS";

/** DynamoDB's own wording for bad requests. */
export function validationError(message: string): AwsError {
  return new AwsError("ValidationException", message);
}

/** A key, of the table or of an index, of another type than the schema's: a transaction tells it apart. */
export class KeyTypeMismatch extends AwsError {
  constructor(key: string, expected: string, actual: string | undefined) {
    super(
      "ValidationException",
      `One or more parameter values were invalid: Type mismatch for ${key} expected: ${expected} actual: ${actual}`,
    );
  }
}

export function typeOf(value: AttributeValue): ValueType {
  for (const key in value) return key as ValueType;
  throw validationError("Supplied AttributeValue is empty, must contain exactly one of the supported datatypes");
}

/** Powers of ten of the largest and the smallest magnitude: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html */
const [largestExponent, smallestExponent] = [125, -130];

/**
 * The number as DynamoDB gives it back: no leading or trailing zeros, at most 38 digits, 1E-130 to 9.9…9E+125.
 * @throws ValidationException
 */
export function normalizeNumber(text: string): string {
  const number = parseNumber(text);
  if (number.c.length > 38) throw validationError("DynamoDB only supports precision up to 38 digits");
  const tooLarge = number.e > largestExponent;
  if (tooLarge || (number.e < smallestExponent && !number.eq(0))) {
    const [what, than] = tooLarge ? ["overflow", "larger"] : ["underflow", "smaller"];
    throw validationError(`Number ${what}. Attempting to store a number with magnitude ${than} than supported range`);
  }
  return number.toFixed();
}

function parseNumber(text: string): Big {
  try {
    return Big(text.startsWith("+") ? text.slice(1) : text);
  } catch {
    throw validationError(`The parameter cannot be converted to a numeric value: ${text}`);
  }
}

export function add(a: string, b: string): string {
  return normalizeNumber(parseNumber(a).plus(parseNumber(b)).toString());
}

export function subtract(a: string, b: string): string {
  return normalizeNumber(parseNumber(a).minus(parseNumber(b)).toString());
}

/** Checks a value and normalizes the numbers in it. @throws ValidationException */
export function normalize(value: AttributeValue): AttributeValue {
  const type = typeOf(value);
  if (Object.keys(value).length > 1) {
    throw validationError(
      "Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes",
    );
  }
  switch (type) {
    case "N":
      return { N: normalizeNumber(value.N as string) };
    case "M":
      return { M: normalizeItem(value.M as Item) };
    case "L":
      return { L: (value.L as AttributeValue[]).map(normalize) };
    case "NS":
      return { NS: distinct((value.NS as string[]).map(normalizeNumber), "number") };
    case "SS":
      return { SS: distinct(value.SS as string[], "string") };
    case "BS":
      distinct(
        (value.BS as Uint8Array[]).map((bytes) => Buffer.from(bytes).toString("base64")),
        "binary",
      );
      return value;
    case "NULL":
      if (value.NULL !== true) throw invalidValue("Null attribute value types must have the value of true");
      return value;
    default:
      return value;
  }
}

export function normalizeItem(item: Item): Item {
  const normal: Item = {};
  for (const name in item) {
    if (name === "") throw validationError("Empty attribute name");
    normal[name] = normalize(item[name] as AttributeValue);
  }
  return normal;
}

function invalidValue(message: string): AwsError {
  return validationError(`One or more parameter values were invalid: ${message}`);
}

function distinct(values: string[], kind: "number" | "string" | "binary"): string[] {
  if (values.length === 0) throw invalidValue(`An ${kind} set  may not be empty`);
  if (new Set(values).size < values.length) {
    throw invalidValue(`Input collection [${values.join(", ")}] contains duplicates.`);
  }
  return values;
}

export function equal(a: AttributeValue | undefined, b: AttributeValue | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  const type = typeOf(a);
  if (type !== typeOf(b)) return false;
  switch (type) {
    case "S":
      return a.S === b.S;
    case "N":
      return a.N === b.N || parseNumber(a.N as string).eq(parseNumber(b.N as string));
    case "BOOL":
      return a.BOOL === b.BOOL;
    case "NULL":
      return true;
    case "B":
      return Buffer.compare(a.B as Uint8Array, b.B as Uint8Array) === 0;
    case "L":
      return equalLists(a.L as AttributeValue[], b.L as AttributeValue[]);
    case "M":
      return equalItems(a.M as Item, b.M as Item);
    default:
      return equalSets(a, b, type);
  }
}

function equalLists(a: AttributeValue[], b: AttributeValue[]): boolean {
  return a.length === b.length && a.every((value, i) => equal(value, b[i]));
}

export function equalItems(a: Item, b: Item): boolean {
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => equal(a[name], b[name]));
}

function equalSets(a: AttributeValue, b: AttributeValue, type: "SS" | "NS" | "BS"): boolean {
  const texts = (value: AttributeValue) => (value[type] as unknown[]).map(String).sort();
  return texts(a).join("\u0000") === texts(b).join("\u0000");
}

/** Order of two values of the same scalar type: strings by UTF-8 bytes, numbers by value, binaries by bytes. */
export function compare(a: AttributeValue, b: AttributeValue): number {
  if (a.S !== undefined && b.S !== undefined) return compareText(a.S, b.S);
  if (a.N !== undefined && b.N !== undefined) return parseNumber(a.N).cmp(parseNumber(b.N));
  if (a.B !== undefined && b.B !== undefined) return Buffer.compare(a.B, b.B);
  return NaN;
}

const ascii = /^[\0-\x7f]*$/;

function compareText(a: string, b: string): number {
  if (ascii.test(a) && ascii.test(b)) return a < b ? -1 : a > b ? 1 : 0;
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

/** A text that is equal for equal key values, for use in maps. */
export function keyText(value: AttributeValue): string {
  if (value.S !== undefined) return `S${value.S}`;
  if (value.N !== undefined) return `N${value.N}`;
  return `B${Buffer.from(value.B as Uint8Array).toString("base64")}`;
}

/** Bytes of an item, by the rules of https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html */
export function itemSize(item: Item): number {
  let bytes = 0;
  for (const name in item) bytes += Buffer.byteLength(name) + valueSize(item[name] as AttributeValue);
  return bytes;
}

export function valueSize(value: AttributeValue): number {
  switch (typeOf(value)) {
    case "S":
      return Buffer.byteLength(value.S as string);
    case "N":
      return Math.ceil((value.N as string).replace(/[-.]/g, "").length / 2) + 1;
    case "B":
      return (value.B as Uint8Array).byteLength;
    case "M":
      return 3 + itemSize(value.M as Item) + Object.keys(value.M as Item).length;
    case "L":
      return 3 + (value.L as AttributeValue[]).reduce((sum, element) => sum + 1 + valueSize(element), 0);
    case "SS":
      return (value.SS as string[]).reduce((sum, text) => sum + Buffer.byteLength(text), 0);
    case "NS":
      return (value.NS as string[]).reduce((sum, text) => sum + valueSize({ N: text }), 0);
    case "BS":
      return (value.BS as Uint8Array[]).reduce((sum, bytes) => sum + bytes.byteLength, 0);
    default:
      return 1;
  }
}
