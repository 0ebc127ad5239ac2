import { parseXML } from "@aws-sdk/xml-builder";
import { formatScalar, mistyped, parseScalar, unknownMember, unreadable } from "./scalars";
import type { Member, Shape } from "./shape";
import { isRecord, setOwn } from "./tree";
import { WireError } from "./types";

/** What the parser gives: text, an element with children and attributes by name, or several elements of one name. */
type XmlValue = string | { [name: string]: XmlValue } | XmlValue[];

const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n';

/**
 * Reads a document whose root element stands for a value of the shape, whatever the root's name.
 * @throws WireError MalformedXML, as S3 does: https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
 */
export function readXml(shape: Shape, text: string): unknown {
  try {
    const [root] = Object.values(parseXML(text) as Record<string, XmlValue>);
    if (root === undefined) throw unreadable("there is no root element");
    return readElement(shape, root, false);
  } catch (error) {
    throw new WireError("MalformedXML", `The XML is not well-formed or not of its schema: ${(error as Error).message}`);
  }
}

function readElement(shape: Shape, value: XmlValue, flattened: boolean): unknown {
  switch (shape.kind) {
    case "structure":
    case "union":
      return readStructure(shape, value);
    case "list": {
      const items = flattened ? value : childOf(value, shape.value.traits.xmlName ?? "member");
      return arrayOf(items).map((item) => readElement(shape.value.shape, item, false));
    }
    case "map":
      return readMap(shape, flattened ? value : childOf(value, "entry"));
    default:
      return parseScalar(textOf(value), shape);
  }
}

function readStructure(shape: Shape, value: XmlValue): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const member of shape.members) {
    const child = childOf(value, member.own.xmlName ?? member.name);
    if (child !== undefined) result[member.name] = readElement(member.shape, child, member.traits.xmlFlattened === 1);
  }
  return result;
}

function readMap(shape: Shape, entries: XmlValue | undefined): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const entry of arrayOf(entries)) {
    const key = childOf(entry, shape.key.traits.xmlName ?? "key");
    const value = childOf(entry, shape.value.traits.xmlName ?? "value");
    if (key === undefined || value === undefined) throw unreadable("a map entry lacks its key or its value");
    setOwn(result, textOf(key), readElement(shape.value.shape, value, false));
  }
  return result;
}

function childOf(value: XmlValue, name: string): XmlValue | undefined {
  return isRecord(value) && Object.hasOwn(value, name) ? (value[name] as XmlValue) : undefined;
}

function arrayOf(value: XmlValue | undefined): XmlValue[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

function textOf(value: XmlValue): string {
  if (typeof value === "string") return value;
  const text = childOf(value, "#text");
  // An element with nothing but attributes, such as a namespace, is empty text.
  return typeof text === "string" ? text : "";
}

/** A document with one root element. */
export function xmlDocument(shape: Shape, value: unknown, rootName: string, namespace: string | undefined): string {
  const inner = isRecord(value) && isUnwrapped(shape, rootName) ? unwrapped(shape, value) : content(shape, value);
  return DECLARATION + element(rootName, namespaceAttribute(namespace), inner);
}

/** A response of the query protocol: the result wrapped in the names that SDKs look for. */
export function queryDocument(
  operation: string,
  shape: Shape,
  value: Readonly<Record<string, unknown>>,
  namespace: string | undefined,
  requestId: string,
): string {
  const result =
    shape.kind === "unit" ? "" : element(`${operation}Result`, "", structureContent(shape, value, undefined));
  const metadata = element("ResponseMetadata", "", element("RequestId", "", escapeText(requestId)));
  return element(`${operation}Response`, namespaceAttribute(namespace), result + metadata);
}

export function namespaceAttribute(namespace: string | undefined): string {
  return namespace === undefined ? "" : ` xmlns="${escapeText(namespace)}"`;
}

export function element(name: string, attributes: string, inner: string): string {
  return inner === "" ? `<${name}${attributes}/>` : `<${name}${attributes}>${inner}</${name}>`;
}

/** The members of a structure as elements, or the ones that `only` names. */
export function structureContent(
  shape: Shape,
  value: Readonly<Record<string, unknown>>,
  only: ReadonlySet<string> | undefined,
): string {
  for (const name in value)
    if (!shape.memberByName.has(name) && value[name] !== undefined) throw unknownMember(shape, name);
  let text = "";
  for (const member of shape.members) {
    const item = value[member.name];
    if (item === undefined || item === null || member.traits.xmlAttribute === 1) continue;
    if (only === undefined || only.has(member.name)) text += memberElements(shape, member, item);
  }
  return text;
}

function memberElements(owner: Shape, member: Member, value: unknown): string {
  const name = member.own.xmlName ?? member.name;
  const { shape } = member;
  try {
    if (member.traits.xmlFlattened === undefined)
      return element(name, attributesOf(member, value), content(shape, value));
    if (shape.kind === "list")
      return listItems(shape, value)
        .map((item) => element(name, "", item))
        .join("");
    return mapEntries(shape, value)
      .map((entry) => element(name, "", entry))
      .join("");
  } catch (error) {
    if (error instanceof TypeError)
      error.message = error.message.replace("wire: ", `wire: ${owner.name}.${member.name}: `);
    throw error;
  }
}

function attributesOf(member: Member, value: unknown): string {
  const { shape, traits } = member;
  let text = "";
  if (traits.xmlNamespace !== undefined) {
    const [prefix, uri] = traits.xmlNamespace;
    text += ` ${prefix === "" ? "xmlns" : `xmlns:${prefix}`}="${escapeText(uri)}"`;
  }
  if (shape.kind !== "structure" || !isRecord(value)) return text;
  for (const attribute of shape.members) {
    const item = value[attribute.name];
    if (attribute.traits.xmlAttribute !== 1 || item === undefined) continue;
    text += ` ${attribute.own.xmlName ?? attribute.name}="${escapeText(formatScalar(item, attribute.shape, "date-time"))}"`;
  }
  return text;
}

function content(shape: Shape, value: unknown): string {
  switch (shape.kind) {
    case "structure":
    case "union":
      if (!isRecord(value)) throw mistyped(shape, "an object", value);
      return structureContent(shape, value, undefined);
    case "list": {
      const itemName = shape.value.traits.xmlName ?? "member";
      return listItems(shape, value)
        .map((item) => element(itemName, "", item))
        .join("");
    }
    case "map":
      return mapEntries(shape, value)
        .map((entry) => element("entry", "", entry))
        .join("");
    default:
      return escapeText(formatScalar(value, shape, "date-time"));
  }
}

/**
 * A root element whose only member would repeat its name holds the text itself: S3 answers GetBucketLocation so.
 * https://smithy.io/2.0/aws/customizations/s3-customizations.html#aws-customizations-s3unwrappedxmloutput-trait
 */
function isUnwrapped(shape: Shape, name: string): boolean {
  const [only] = shape.members;
  return shape.members.length === 1 && only?.name === name && only.shape.kind === "string";
}

function unwrapped(shape: Shape, value: Record<string, unknown>): string {
  const [only] = shape.members;
  const item = only && value[only.name];
  return only === undefined || item === undefined ? "" : escapeText(formatScalar(item, only.shape, "date-time"));
}

function listItems(shape: Shape, value: unknown): string[] {
  if (!Array.isArray(value)) throw mistyped(shape, "an array", value);
  return value.map((item: unknown) => content(shape.value.shape, item));
}

function mapEntries(shape: Shape, value: unknown): string[] {
  if (!isRecord(value)) throw mistyped(shape, "an object", value);
  const keyName = shape.key.traits.xmlName ?? "key";
  const valueName = shape.value.traits.xmlName ?? "value";
  return Object.entries(value).map(
    ([key, item]) => element(keyName, "", escapeText(key)) + element(valueName, "", content(shape.value.shape, item)),
  );
}

const ESCAPES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "\r": "&#xD;",
  "\n": "&#xA;",
};

/** Line ends are escaped because an XML parser would normalize them. */
export function escapeText(text: string): string {
  return text.replace(/[&<>"\r\n]/g, (character) => ESCAPES[character] ?? character);
}
