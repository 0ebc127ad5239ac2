/** A column type of the Glue catalog, as Hive writes it: `array<struct<tag:string,at:timestamp>>`. */
export type HiveType =
  | { readonly kind: "simple"; readonly name: string }
  | { readonly kind: "array"; readonly of: HiveType }
  | { readonly kind: "map"; readonly key: HiveType; readonly value: HiveType }
  | { readonly kind: "struct"; readonly fields: readonly (readonly [name: string, type: HiveType])[] };

/** Hive's simple types and DuckDB's: https://docs.aws.amazon.com/athena/latest/ug/data-types.html */
const simpleTypes: Readonly<Record<string, string>> = {
  boolean: "BOOLEAN",
  tinyint: "TINYINT",
  smallint: "SMALLINT",
  int: "INTEGER",
  integer: "INTEGER",
  bigint: "BIGINT",
  float: "FLOAT",
  double: "DOUBLE",
  string: "VARCHAR",
  binary: "BLOB",
  date: "DATE",
  timestamp: "TIMESTAMP",
};

/** @throws Error when the text is no type */
export function parseHiveType(text: string): HiveType {
  const reader = { text: text.trim().toLowerCase(), at: 0 };
  const type = readType(reader);
  if (reader.at !== reader.text.length) throw notAType(text);
  return type;
}

interface Reader {
  readonly text: string;
  at: number;
}

function readType(reader: Reader): HiveType {
  const name = take(reader, /[a-z_]+(\(\d+(,\s*\d+)?\))?/y);
  if (name === "array") return { kind: "array", of: inAngles(reader, () => readType(reader)) };
  if (name === "map") {
    return inAngles(reader, () => {
      const key = readType(reader);
      take(reader, /,\s*/y);
      return { kind: "map", key, value: readType(reader) };
    });
  }
  if (name === "struct") return { kind: "struct", fields: inAngles(reader, () => readFields(reader)) };
  if (!(name in simpleTypes) && !/^(decimal|varchar|char)\(/.test(name)) throw notAType(reader.text);
  return { kind: "simple", name };
}

function readFields(reader: Reader): (readonly [string, HiveType])[] {
  const fields: (readonly [string, HiveType])[] = [];
  do {
    const name = take(reader, /[^:<>,]+/y);
    take(reader, /:\s*/y);
    fields.push([name, readType(reader)]);
  } while (take(reader, /(,\s*)?/y) !== "");
  return fields;
}

function inAngles<T>(reader: Reader, read: () => T): T {
  take(reader, /</y);
  const inner = read();
  take(reader, />/y);
  return inner;
}

function take(reader: Reader, pattern: RegExp): string {
  pattern.lastIndex = reader.at;
  const [found] = pattern.exec(reader.text) ?? [];
  if (found === undefined) throw notAType(reader.text);
  reader.at += found.length;
  return found;
}

function notAType(text: string): Error {
  return new Error(`"${text}" is no column type of the Glue catalog.`);
}

export function formatHiveType(type: HiveType): string {
  switch (type.kind) {
    case "simple":
      return type.name;
    case "array":
      return `array<${formatHiveType(type.of)}>`;
    case "map":
      return `map<${formatHiveType(type.key)},${formatHiveType(type.value)}>`;
    case "struct":
      return `struct<${type.fields.map(([name, field]) => `${name}:${formatHiveType(field)}`).join(",")}>`;
  }
}

/** The same type in DuckDB's words. */
export function duckDbType(type: HiveType): string {
  switch (type.kind) {
    case "simple":
      return simpleTypes[type.name] ?? (type.name.startsWith("decimal") ? type.name.toUpperCase() : "VARCHAR");
    case "array":
      return `${duckDbType(type.of)}[]`;
    case "map":
      return `MAP(${duckDbType(type.key)}, ${duckDbType(type.value)})`;
    case "struct": {
      const fields = type.fields.map(([name, field]) => `"${name.replaceAll('"', '""')}" ${duckDbType(field)}`);
      return `STRUCT(${fields.join(", ")})`;
    }
  }
}
