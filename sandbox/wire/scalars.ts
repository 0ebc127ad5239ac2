import type { Shape, TimestampFormat } from "./shape";
import { WireError } from "./types";

/** Base64 text of a blob; a string stands for its UTF-8 bytes. */
export function toBase64(value: unknown, shape: Shape): string {
  return bufferOf(value, shape).toString("base64");
}

export function bufferOf(value: unknown, shape: Shape): Buffer {
  if (typeof value === "string") return Buffer.from(value);
  if (value instanceof Uint8Array) return Buffer.from(value.buffer, value.byteOffset, value.byteLength);
  throw mistyped(shape, "bytes", value);
}

/** A plain `Uint8Array`, as SDK clients return, over the decoded bytes. */
export function fromBase64(text: string): Uint8Array {
  return plainBytes(Buffer.from(text, "base64"));
}

export function plainBytes(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

export function formatTimestamp(value: unknown, shape: Shape, fallback: TimestampFormat): string | number {
  if (!(value instanceof Date) || Number.isNaN(value.getTime())) throw mistyped(shape, "a valid Date", value);
  switch (shape.timestampFormat ?? fallback) {
    case "epoch-seconds":
      return value.getTime() / 1000;
    case "http-date":
      return value.toUTCString();
    case "date-time":
      return value.toISOString();
  }
}

/** Reads any of the three formats: clients differ in which they choose, and the forms cannot be confused. */
export function parseTimestamp(value: unknown): Date {
  const seconds = typeof value === "number" ? value : typeof value === "string" && value !== "" ? Number(value) : NaN;
  const date = Number.isNaN(seconds) ? new Date(String(value)) : new Date(Math.round(seconds * 1000));
  if (Number.isNaN(date.getTime())) throw unreadable(`${JSON.stringify(value)} is not a timestamp`);
  return date;
}

/** Reads a scalar from text: an XML element, a form field, a header, a query parameter or a label. */
export function parseScalar(text: string, shape: Shape): unknown {
  switch (shape.kind) {
    case "string":
      return text;
    case "number":
      return parseNumber(text);
    case "boolean":
      if (text === "true" || text === "True" || text === "1") return true;
      if (text === "false" || text === "False" || text === "0") return false;
      throw unreadable(`${JSON.stringify(text)} is not a boolean`);
    case "timestamp":
      return parseTimestamp(text);
    case "blob":
      return fromBase64(text);
    case "bigInteger":
      return BigInt(text);
    default:
      throw unreadable(`a ${shape.kind} cannot be read from text`);
  }
}

/** Writes a scalar as text; the counterpart of {@link parseScalar}. */
export function formatScalar(value: unknown, shape: Shape, fallback: TimestampFormat): string {
  switch (shape.kind) {
    case "string":
      if (typeof value !== "string") throw mistyped(shape, "a string", value);
      return value;
    case "number":
      if (typeof value !== "number") throw mistyped(shape, "a number", value);
      return String(value);
    case "boolean":
      if (typeof value !== "boolean") throw mistyped(shape, "a boolean", value);
      return String(value);
    case "timestamp":
      return String(formatTimestamp(value, shape, fallback));
    case "blob":
      return toBase64(value, shape);
    case "bigInteger":
      return String(value);
    default:
      throw new TypeError(`wire: a ${shape.kind} (${shape.name}) cannot be written as text`);
  }
}

function parseNumber(text: string): number {
  if (text === "NaN") return NaN;
  const value = text.trim() === "" ? NaN : Number(text);
  if (Number.isNaN(value)) throw unreadable(`${JSON.stringify(text)} is not a number`);
  return value;
}

export function unreadable(message: string): WireError {
  return new WireError("SerializationException", message);
}

export function mistyped(shape: Shape, expected: string, value: unknown): TypeError {
  const actual = value === null ? "null" : Array.isArray(value) ? "an array" : typeof value;
  return new TypeError(`wire: ${shape.name || shape.kind} must be ${expected}, not ${actual}`);
}

export function unknownMember(shape: Shape, name: string): TypeError {
  return new TypeError(`wire: ${shape.name} has no member "${name}"`);
}
