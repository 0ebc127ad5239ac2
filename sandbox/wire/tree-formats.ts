import { dateToTag } from "@smithy/core/cbor";
import {
  bufferOf,
  formatTimestamp,
  fromBase64,
  mistyped,
  parseTimestamp,
  plainBytes,
  toBase64,
  unreadable,
} from "./scalars";
import type { Member, Shape } from "./shape";

/** Reads or writes one value. */
export type Transform = (value: unknown) => unknown;

/** What differs between protocols whose documents are trees of objects: AWS JSON, REST JSON and RPC v2 CBOR. */
export interface TreeFormat {
  readonly nameOf: (member: Member) => string;
  readonly readBlob: Transform;
  readonly writeBlob: (value: unknown, shape: Shape) => unknown;
  readonly readTimestamp: Transform;
  readonly writeTimestamp: (value: unknown, shape: Shape) => unknown;
  readonly writeNumber: (value: number) => unknown;
}

function jsonFormat(nameOf: (member: Member) => string): TreeFormat {
  return {
    nameOf,
    readBlob: (value) => {
      if (typeof value !== "string") throw unreadable("a blob must be a base64 string");
      return fromBase64(value);
    },
    writeBlob: toBase64,
    readTimestamp: parseTimestamp,
    writeTimestamp: (value, shape) => formatTimestamp(value, shape, "epoch-seconds"),
    writeNumber: (value) => (Number.isFinite(value) ? value : String(value)),
  };
}

export const awsJson = jsonFormat((member) => member.name);
export const restJson = jsonFormat((member) => member.traits.jsonName ?? member.name);

export const cborTree: TreeFormat = {
  nameOf: (member) => member.name,
  readBlob: (value) => {
    if (!(value instanceof Uint8Array)) throw unreadable("a blob must be a byte string");
    return plainBytes(value);
  },
  writeBlob: bufferOf,
  readTimestamp: (value) => (value instanceof Date ? value : parseTimestamp(isTag(value) ? value.value : value)),
  writeTimestamp: (value, shape) => {
    if (!(value instanceof Date)) throw mistyped(shape, "a Date", value);
    return dateToTag(value);
  },
  writeNumber: (value) => value,
};

function isTag(value: unknown): value is { value: unknown } {
  return typeof value === "object" && value !== null && "value" in value;
}
