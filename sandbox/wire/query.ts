import { parseScalar, unreadable } from "./scalars";
import type { Member, Shape } from "./shape";
import { setOwn } from "./tree";

/** `A.member.1.Name=x` as a tree: A → member → 1 → Name → "x". */
interface FormNode {
  value?: string;
  readonly children: Map<string, FormNode>;
}

/**
 * Reads an operation's input from the form fields of the AWS query protocol. Accepts a list or map with or without its
 * `member` or `entry` level, because SDKs take the level from models that differ.
 * https://smithy.io/2.0/aws/protocols/aws-query-protocol.html
 */
export function readForm(
  shape: Shape,
  fields: Iterable<readonly [name: string, value: string]>,
): Record<string, unknown> {
  const root: FormNode = { children: new Map() };
  for (const [name, value] of fields) {
    let node = root;
    for (const part of name.split(".")) {
      let child = node.children.get(part);
      if (child === undefined) node.children.set(part, (child = { children: new Map() }));
      node = child;
    }
    node.value = value;
  }
  return shape.kind === "unit" ? {} : readStructure(shape, root);
}

function readStructure(shape: Shape, node: FormNode): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const member of shape.members) {
    const child = memberNode(member, node);
    if (child !== undefined) result[member.name] = readNode(member.shape, child);
  }
  return result;
}

function memberNode(member: Member, node: FormNode): FormNode | undefined {
  const named = node.children.get(member.own.xmlName ?? member.name) ?? node.children.get(member.name);
  if (named !== undefined || member.traits.xmlFlattened === undefined || member.shape.kind !== "list") return named;
  const itemName = member.shape.value.traits.xmlName;
  return itemName === undefined ? undefined : node.children.get(itemName);
}

function readNode(shape: Shape, node: FormNode): unknown {
  switch (shape.kind) {
    case "structure":
    case "union":
      return readStructure(shape, node);
    case "list":
      return numbered(node).map((item) => readNode(shape.value.shape, item));
    case "map":
      return readMap(shape, node);
    default:
      if (node.value === undefined) throw unreadable(`a ${shape.kind} has no value`);
      return parseScalar(node.value, shape);
  }
}

function readMap(shape: Shape, node: FormNode): Record<string, unknown> {
  const keyName = shape.key.traits.xmlName ?? "key";
  const valueName = shape.value.traits.xmlName ?? "value";
  const result: Record<string, unknown> = {};
  for (const entry of numbered(node)) {
    const key = child(entry, keyName, "key", "Name")?.value;
    const value = child(entry, valueName, "value", "Value");
    if (key === undefined || value === undefined) throw unreadable("a map entry lacks its key or its value");
    setOwn(result, key, readNode(shape.value.shape, value));
  }
  return result;
}

function child(node: FormNode, ...names: string[]): FormNode | undefined {
  for (const name of names) {
    const found = node.children.get(name);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The items of a list or map in the order of their numbers, which need not be that of the fields. */
function numbered(node: FormNode): FormNode[] {
  const items = [...node.children].filter(([name]) => /^\d+$/.test(name));
  if (items.length > 0) return items.sort(([a], [b]) => Number(a) - Number(b)).map(([, item]) => item);
  const [level] = node.children.values();
  return level === undefined ? [] : numbered(level);
}

/** The fields of a form body and of the query string, decoded. */
export function* formFields(
  query: Readonly<Record<string, string | string[]>>,
  body: Uint8Array,
): Generator<[name: string, value: string]> {
  for (const [name, value] of Object.entries(query)) yield [name, Array.isArray(value) ? (value[0] ?? "") : value];
  if (body.length > 0)
    yield* new URLSearchParams(Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString());
}
