import { bufferOf, formatScalar, mistyped, parseScalar, plainBytes, unknownMember, unreadable } from "./scalars";
import type { Member, Shape } from "./shape";
import { isRecord, setOwn } from "./tree";
import type { WireRequest, WireResponse } from "./types";

/** How a REST protocol writes what is left for the body. */
export interface BodyCodec {
  readonly contentType: string;
  read(shape: Shape, body: Uint8Array): unknown;
  /** The members that `names` lists, or the whole value. `rootName` is the XML root element. */
  write(shape: Shape, value: Readonly<Record<string, unknown>>, names: ReadonlySet<string>): string;
  writePayload(member: Member, value: unknown): string;
}

/** Where the members of one structure travel: https://smithy.io/2.0/spec/http-bindings.html */
interface Bindings {
  readonly bound: readonly Member[];
  readonly payload: Member | undefined;
  readonly body: ReadonlySet<string>;
}

const bindings = new WeakMap<Shape, Bindings>();

function bindingsOf(shape: Shape): Bindings {
  let found = bindings.get(shape);
  if (found === undefined) {
    const body = shape.members.filter(({ traits }) => !isBound(traits) && traits.httpPayload === undefined);
    found = {
      bound: shape.members.filter(({ traits }) => isBound(traits)),
      payload: shape.members.find(({ traits }) => traits.httpPayload === 1),
      body: new Set(body.map(({ name }) => name)),
    };
    bindings.set(shape, found);
  }
  return found;
}

function isBound(traits: Member["traits"]): boolean {
  return (
    traits.httpLabel !== undefined ||
    traits.httpHeader !== undefined ||
    traits.httpPrefixHeaders !== undefined ||
    traits.httpQuery !== undefined ||
    traits.httpQueryParams !== undefined ||
    traits.httpResponseCode !== undefined
  );
}

/** Reads an operation's input; `labels` are the decoded parts of the path, by member name. */
export function readRest(
  shape: Shape,
  request: WireRequest,
  labels: Readonly<Record<string, string>>,
  codec: BodyCodec,
): Record<string, unknown> {
  const { bound, payload, body } = bindingsOf(shape);
  const fromBody = body.size > 0 && request.body.length > 0 ? codec.read(shape, request.body) : {};
  if (!isRecord(fromBody)) throw unreadable("the body must be an object");
  const input: Record<string, unknown> = {};
  for (const name of body) if (fromBody[name] !== undefined) input[name] = fromBody[name];
  for (const member of bound) {
    const value = readBound(shape, member, request, labels);
    if (value !== undefined) input[member.name] = value;
  }
  if (payload !== undefined) readPayload(payload, request, codec, input);
  return input;
}

function readPayload(member: Member, request: WireRequest, codec: BodyCodec, input: Record<string, unknown>): void {
  const { body } = request;
  const streaming = member.traits.streaming === 1 || member.shape.traits.streaming === 1;
  if (member.shape.kind === "blob") {
    if (body.length > 0 || streaming || member.required) input[member.name] = plainBytes(body);
  } else if (body.length > 0) {
    input[member.name] = member.shape.kind === "string" ? Buffer.from(body).toString() : codec.read(member.shape, body);
  }
}

function readBound(
  shape: Shape,
  member: Member,
  request: WireRequest,
  labels: Readonly<Record<string, string>>,
): unknown {
  const { traits, shape: target } = member;
  if (traits.httpLabel !== undefined) {
    const label = labels[member.name];
    return label === undefined ? undefined : parseScalar(label, target);
  }
  if (traits.httpHeader !== undefined) {
    const text = request.headers[traits.httpHeader.toLowerCase()];
    return text === undefined ? undefined : readHeader(text, target);
  }
  if (traits.httpPrefixHeaders !== undefined) return prefixed(request.headers, traits.httpPrefixHeaders);
  if (traits.httpQuery !== undefined) return readQuery(request.query[traits.httpQuery], target);
  if (traits.httpQueryParams !== undefined) return freeQuery(shape, target, request.query);
  return undefined;
}

function readHeader(text: string, shape: Shape): unknown {
  if (shape.kind !== "list") return parseScalar(text, shape);
  // The comma inside an HTTP date does not separate.
  const pattern = shape.value.shape.kind === "timestamp" ? /(?<=GMT),/ : /,/;
  return text.split(pattern).map((part) => parseScalar(part.trim(), shape.value.shape));
}

function prefixed(headers: Readonly<Record<string, string>>, prefix: string): Record<string, string> | undefined {
  const start = prefix.toLowerCase();
  const result: Record<string, string> = {};
  for (const name in headers) if (name.startsWith(start)) setOwn(result, name.slice(start.length), headers[name]);
  return Object.keys(result).length === 0 ? undefined : result;
}

function readQuery(value: string | string[] | undefined, shape: Shape): unknown {
  if (value === undefined) return undefined;
  const values = Array.isArray(value) ? value : [value];
  if (shape.kind === "list") return values.map((item) => parseScalar(item, shape.value.shape));
  return values[0] === undefined ? undefined : parseScalar(values[0], shape);
}

function freeQuery(owner: Shape, target: Shape, query: WireRequest["query"]): Record<string, unknown> | undefined {
  const taken = new Set(owner.members.map(({ traits }) => traits.httpQuery));
  const result: Record<string, unknown> = {};
  for (const name in query) if (!taken.has(name)) setOwn(result, name, readQuery(query[name], target.value.shape));
  return Object.keys(result).length === 0 ? undefined : result;
}

/** Writes an operation's output or an error's members. */
export function writeRest(
  shape: Shape,
  output: Readonly<Record<string, unknown>>,
  statusCode: number,
  codec: BodyCodec,
): WireResponse {
  for (const name in output)
    if (!shape.memberByName.has(name) && output[name] !== undefined) throw unknownMember(shape, name);
  const { bound, payload, body } = bindingsOf(shape);
  const headers: Record<string, string> = {};
  let status = statusCode;
  for (const member of bound) {
    const value = output[member.name];
    if (value === undefined || value === null) continue;
    if (member.traits.httpResponseCode !== undefined) status = Number(value);
    else writeHeader(member, value, headers);
  }
  const bytes = payload
    ? writePayload(payload, output, headers, codec)
    : writeBody(shape, output, body, headers, codec);
  if (status === 200 && headers["content-range"] !== undefined) status = 206;
  return { statusCode: status, headers, body: bytes };
}

function writeHeader(member: Member, value: unknown, headers: Record<string, string>): void {
  const { traits, shape } = member;
  if (traits.httpHeader !== undefined) {
    const items = shape.kind === "list" ? (value as unknown[]) : [value];
    const item = shape.kind === "list" ? shape.value.shape : shape;
    headers[traits.httpHeader.toLowerCase()] = items.map((part) => formatScalar(part, item, "http-date")).join(",");
  } else if (traits.httpPrefixHeaders !== undefined) {
    if (!isRecord(value)) throw mistyped(shape, "an object", value);
    for (const name in value) headers[(traits.httpPrefixHeaders + name).toLowerCase()] = String(value[name]);
  }
}

function writePayload(
  member: Member,
  output: Readonly<Record<string, unknown>>,
  headers: Record<string, string>,
  codec: BodyCodec,
): Uint8Array {
  const value = output[member.name];
  if (value === undefined || value === null) return new Uint8Array(0);
  if (member.shape.kind === "blob" || member.shape.kind === "string") {
    headers["content-type"] ??= member.shape.kind === "blob" ? "application/octet-stream" : "text/plain";
    return bufferOf(value, member.shape);
  }
  headers["content-type"] ??= codec.contentType;
  return Buffer.from(codec.writePayload(member, value));
}

function writeBody(
  shape: Shape,
  output: Readonly<Record<string, unknown>>,
  names: ReadonlySet<string>,
  headers: Record<string, string>,
  codec: BodyCodec,
): Uint8Array {
  if (names.size === 0) return new Uint8Array(0);
  headers["content-type"] ??= codec.contentType;
  return Buffer.from(codec.write(shape, output, names));
}
