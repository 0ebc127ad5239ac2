import { gunzipSync } from "node:zlib";
import { formatHiveType, type HiveType } from "../../kernel/hive-types";

/** Columns of JSON lines: the catalog's lower-case name, and the name as it is in the data. */
export type JsonSchema = ReadonlyMap<string, { readonly path: string; readonly type: HiveType }>;

/** Undefined stands for a value that is always null: it fits every type, and alone it becomes a string. */
type Inferred = HiveType | undefined;

const simple = (name: string): HiveType => ({ kind: "simple", name });

/** What an object holds. */
export interface LinesOf {
  readonly schema: JsonSchema;
  readonly records: number;
}

/**
 * The schema of an object of JSON lines, as the built-in classifier infers it.
 * https://docs.aws.amazon.com/glue/latest/dg/custom-classifier.html#custom-classifier-json
 * @returns undefined when a line is no JSON object: then the object is not JSON lines
 */
export function schemaOfLines(key: string, body: Buffer): LinesOf | undefined {
  const text = (key.endsWith(".gz") ? gunzipSync(body) : body).toString("utf8");
  const fields = new Map<string, { path: string; type: Inferred }>();
  let records = 0;
  for (const line of text.split("\n")) {
    if (line.trim() === "") continue;
    records++;
    const row = parsed(line);
    if (typeof row !== "object" || row === null || Array.isArray(row)) return undefined;
    for (const [path, value] of Object.entries(row)) {
      const name = path.toLowerCase();
      const known = fields.get(name);
      fields.set(name, { path: known?.path ?? path, type: merged(known?.type, typeOf(value)) });
    }
  }
  const columns = [...fields].map(
    ([name, { path, type }]) => [name, { path, type: type ?? simple("string") }] as const,
  );
  return { schema: new Map(columns), records };
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line) as unknown;
  } catch {
    return undefined;
  }
}

function typeOf(value: unknown): Inferred {
  if (value === null || value === undefined) return undefined;
  if (typeof value === "boolean") return simple("boolean");
  if (typeof value === "number") {
    if (!Number.isInteger(value)) return simple("double");
    return simple(Math.abs(value) <= 2_147_483_647 ? "int" : "bigint");
  }
  if (Array.isArray(value)) {
    const of = (value as unknown[]).map(typeOf).reduce(merged, undefined);
    return { kind: "array", of: of ?? simple("string") };
  }
  if (typeof value === "object") {
    const fields = Object.entries(value as object).map(
      ([name, field]) => [name.toLowerCase(), typeOf(field) ?? simple("string")] as const,
    );
    return { kind: "struct", fields };
  }
  return simple("string");
}

const widening = ["int", "bigint", "double"];

function merged(a: Inferred, b: Inferred): Inferred {
  if (!a || !b) return a ?? b;
  if (a.kind === "array" && b.kind === "array") return { kind: "array", of: merged(a.of, b.of) as HiveType };
  if (a.kind === "struct" && b.kind === "struct") {
    const fields = new Map(a.fields);
    for (const [name, type] of b.fields) fields.set(name, merged(fields.get(name), type) as HiveType);
    return { kind: "struct", fields: [...fields] };
  }
  if (formatHiveType(a) === formatHiveType(b)) return a;
  if (a.kind === "simple" && b.kind === "simple" && widening.includes(a.name) && widening.includes(b.name))
    return widening.indexOf(a.name) > widening.indexOf(b.name) ? a : b;
  // A field that is a number here and a text there.
  return simple("string");
}

/** Both schemas' columns, the first's order first. */
export function mergeSchemas(a: JsonSchema, b: JsonSchema): JsonSchema {
  const all = new Map(a);
  for (const [name, { path, type }] of b) {
    const known = all.get(name);
    all.set(name, { path: known?.path ?? path, type: merged(known?.type, type) as HiveType });
  }
  return all;
}
