import { type ResourceRecord } from "../../policy/model";

/**
 * So many resources, made by repeating a stack's. Every copy is a stack of its own: its URNs, and the texts by which its
 * resources name each other, are told apart by a number.
 */
export function repeated(records: readonly ResourceRecord[], count: number): readonly ResourceRecord[] {
  const naming = new Set(records.flatMap(({ props }) => NAMING.map((name) => props[name])).filter(isText));
  const copies = Array.from({ length: Math.ceil(count / records.length) }, (_, copy) =>
    records.map((record) => copyOf(record, copy === 0 ? "" : `-${copy}`, naming)),
  );
  return copies.flat().slice(0, count);
}

const NAMING = ["arn", "id", "name", "bucket", "url", "functionName", "keyId"];

function copyOf(record: ResourceRecord, mark: string, naming: ReadonlySet<unknown>): ResourceRecord {
  const renamed = (value: unknown): unknown => {
    if (naming.has(value)) return `${value as string}${mark}`;
    if (Array.isArray(value)) return value.map(renamed);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, renamed(item)]));
  };
  const { urn, parent, propertyDependencies = {} } = record;
  return {
    ...record,
    urn: `${urn}${mark}`,
    name: `${record.name}${mark}`,
    props: renamed(record.props) as ResourceRecord["props"],
    ...(parent !== undefined && { parent: `${parent}${mark}` }),
    propertyDependencies: Object.fromEntries(
      Object.entries(propertyDependencies).map(([name, urns]) => [name, urns.map((each) => `${each}${mark}`)]),
    ),
  };
}

function isText(value: unknown): boolean {
  return typeof value === "string" && value !== "";
}
