import { cbor } from "@smithy/core/cbor";
import type { BodyCodec } from "./rest";
import { unreadable } from "./scalars";
import type { Shape } from "./shape";
import { isRecord, TreeCodec } from "./tree";
import { awsJson, cborTree, restJson } from "./tree-formats";
import { element, namespaceAttribute, readXml, structureContent, xmlDocument } from "./xml";

/** Reads and writes whole bodies of a protocol without HTTP bindings. */
export interface MessageCodec {
  readonly contentType: string;
  read(shape: Shape, body: Uint8Array): Record<string, unknown>;
  write(shape: Shape, value: Readonly<Record<string, unknown>>): Uint8Array;
  /** An error of a type with its members; those that the shape does not name are written as they are. */
  writeError(type: string, shape: Shape | undefined, members: Readonly<Record<string, unknown>>): Uint8Array;
}

function messageCodec(
  contentType: string,
  tree: TreeCodec,
  parse: (body: Uint8Array) => unknown,
  serialize: (value: unknown) => Uint8Array,
): MessageCodec {
  return {
    contentType,
    read: (shape, body) => asRecord(tree.read(shape, parse(body))),
    write: (shape, value) => serialize(shape.kind === "unit" ? {} : tree.write(shape, value)),
    writeError: (type, shape, members) => {
      const body: Record<string, unknown> = { __type: type };
      for (const name in members) {
        const member = shape?.memberByName.get(name);
        if (members[name] !== undefined) body[name] = member ? tree.write(member.shape, members[name]) : members[name];
      }
      return serialize(body);
    },
  };
}

const serializeJson = (value: unknown): Uint8Array => Buffer.from(JSON.stringify(value));
const awsJsonCodec = new TreeCodec(awsJson);
const restJsonCodec = new TreeCodec(restJson);

/** https://smithy.io/2.0/aws/protocols/aws-json-1_0-protocol.html */
export const json10 = messageCodec("application/x-amz-json-1.0", awsJsonCodec, parseJson, serializeJson);
export const json11 = messageCodec("application/x-amz-json-1.1", awsJsonCodec, parseJson, serializeJson);
/** https://smithy.io/2.0/additional-specs/protocols/smithy-rpc-v2.html */
export const rpcV2Cbor = messageCodec("application/cbor", new TreeCodec(cborTree), parseCbor, (value) =>
  Uint8Array.from(cbor.serialize(value)),
);

/** REST JSON: https://smithy.io/2.0/aws/protocols/aws-restjson1-protocol.html */
export const restJsonBody: BodyCodec = {
  contentType: "application/json",
  read: (shape, body) => restJsonCodec.read(shape, parseJson(body)),
  write: (shape, value, names) => {
    const body: Record<string, unknown> = {};
    for (const name of names) body[name] = value[name];
    return JSON.stringify(restJsonCodec.write(shape, body));
  },
  writePayload: (member, value) => JSON.stringify(restJsonCodec.write(member.shape, value)),
};

/** REST XML: https://smithy.io/2.0/aws/protocols/aws-restxml-protocol.html */
export function restXmlBody(namespace: string | undefined): BodyCodec {
  return {
    contentType: "application/xml",
    read: (shape, body) => readXml(shape, textOf(body)),
    write: (shape, value, names) => {
      const rootName = shape.traits.xmlName ?? shape.name;
      if (names.size === shape.members.length) return xmlDocument(shape, value, rootName, namespace);
      const inner = structureContent(shape, value, names);
      return '<?xml version="1.0" encoding="UTF-8"?>\n' + element(rootName, namespaceAttribute(namespace), inner);
    },
    writePayload: (member, value) =>
      xmlDocument(member.shape, value, member.traits.xmlName ?? member.shape.name, namespace),
  };
}

function parseJson(body: Uint8Array): unknown {
  if (body.length === 0) return {};
  try {
    return JSON.parse(textOf(body));
  } catch {
    throw unreadable("the body is not JSON");
  }
}

function parseCbor(body: Uint8Array): unknown {
  if (body.length === 0) return {};
  try {
    return cbor.deserialize(body);
  } catch (error) {
    throw unreadable(`the body is not CBOR: ${(error as Error).message}`);
  }
}

function textOf(body: Uint8Array): string {
  return Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString("utf8");
}

function asRecord(value: unknown): Record<string, unknown> {
  return isRecord(value) ? value : {};
}
