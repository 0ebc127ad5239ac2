import {
  DuckDBListValue,
  DuckDBMapValue,
  DuckDBStructValue,
  DuckDBTimestampTZValue,
  DuckDBTimestampValue,
  type DuckDBListType,
  type DuckDBMapType,
  type DuckDBStructType,
  type DuckDBType,
  type DuckDBValue,
} from "@duckdb/node-api";
import type { ColumnInfo } from "@aws-sdk/client-athena";
import type { SqlTable } from "../../kernel/duckdb";
import { QueryError } from "./query";

/** Trino's types for DuckDB's. A sum of whole numbers is a HUGEINT here and a bigint there. */
const types: Readonly<Record<string, readonly [type: string, precision: number]>> = {
  VARCHAR: ["varchar", 2_147_483_647],
  BOOLEAN: ["boolean", 0],
  TINYINT: ["tinyint", 3],
  SMALLINT: ["smallint", 5],
  INTEGER: ["integer", 10],
  BIGINT: ["bigint", 19],
  HUGEINT: ["bigint", 19],
  FLOAT: ["float", 17],
  DOUBLE: ["double", 17],
  DATE: ["date", 0],
  TIMESTAMP: ["timestamp", 3],
  "TIMESTAMP WITH TIME ZONE": ["timestamp with time zone", 3],
};

export function columnInfo(name: string, type: DuckDBType): ColumnInfo {
  const text = String(type);
  const [, precision, scale] = /^DECIMAL\((\d+),(\d+)\)$/.exec(text) ?? [];
  const nested = text.endsWith("[]") ? "array" : text.startsWith("STRUCT") ? "row" : text.startsWith("MAP") && "map";
  const known = nested ? ([nested, 0] as const) : types[text];
  if (!known && precision === undefined)
    throw new QueryError("NOT_SUPPORTED", `a result of the type ${text} in the sandbox's Athena`);
  const [Type, Precision] = known ?? ["decimal", Number(precision)];
  return {
    CatalogName: "hive",
    SchemaName: "",
    TableName: "",
    Name: name,
    Label: name,
    Type,
    Precision,
    Scale: Number(scale ?? 0),
    Nullable: "UNKNOWN",
    CaseSensitive: Type === "varchar",
  };
}

/** The result's file: every field in quotes, nulls as nothing. https://docs.aws.amazon.com/athena/latest/ug/querying.html */
export function resultCsv({ columns, rows }: SqlTable): string {
  const line = (fields: readonly (string | undefined)[]) =>
    `${fields.map((field) => (field === undefined ? "" : `"${field.replaceAll('"', '""')}"`)).join(",")}\n`;
  const texts = rows.map((row) => row.map((value, i) => fieldText(value, columns[i]?.type as DuckDBType)));
  return [columns.map(({ name }) => name), ...texts].map(line).join("");
}

/** The rows of a result's file, the header among them. */
export function parseResultCsv(text: string, columns: number): (string | undefined)[][] {
  const rows: (string | undefined)[][] = [];
  let row: (string | undefined)[] = [];
  const fields = /("(?:[^"]|"")*")?([,\n])/gy;
  for (const [, quoted, end] of text.matchAll(fields)) {
    row.push(quoted?.slice(1, -1).replaceAll('""', '"'));
    if (end !== "\n") continue;
    if (row.length !== columns) throw new Error(`A result's row has ${row.length} fields instead of ${columns}.`);
    rows.push(row);
    row = [];
  }
  return rows;
}

function fieldText(value: DuckDBValue, type: DuckDBType): string | undefined {
  return value === null ? undefined : trinoText(value, type);
}

/** A value as Athena writes it. */
function trinoText(value: DuckDBValue, type: DuckDBType): string {
  if (value === null) return "null";
  if (typeof value === "number") return /^(DOUBLE|FLOAT)$/.test(String(type)) ? doubleText(value) : String(value);
  if (value instanceof DuckDBTimestampValue) return instantText(value.micros);
  if (value instanceof DuckDBTimestampTZValue) return `${instantText(value.micros)} UTC`;
  if (value instanceof DuckDBListValue) {
    const { valueType } = type as DuckDBListType;
    return `[${value.items.map((item) => trinoText(item, valueType)).join(", ")}]`;
  }
  if (value instanceof DuckDBStructValue) {
    const { entryTypes } = type as DuckDBStructType;
    const fields = Object.entries(value.entries).map(
      ([name, item], i) => `${name}=${trinoText(item, entryTypes[i] as DuckDBType)}`,
    );
    return `{${fields.join(", ")}}`;
  }
  if (value instanceof DuckDBMapValue) {
    const { keyType, valueType } = type as DuckDBMapType;
    const entries = value.entries.map(
      (entry) => `${trinoText(entry.key, keyType)}=${trinoText(entry.value, valueType)}`,
    );
    return `{${entries.join(", ")}}`;
  }
  return String(value);
}

function instantText(micros: bigint): string {
  return new Date(Number(micros / 1000n)).toISOString().replace("T", " ").replace("Z", "");
}

/** Java's text of a double: `3.0`, `1.0E7`. */
function doubleText(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  const size = Math.abs(value);
  if (size !== 0 && (size >= 1e7 || size < 1e-3)) {
    const [digits = "", exponent = ""] = value.toExponential().split("e");
    return `${digits.includes(".") ? digits : `${digits}.0`}E${Number(exponent)}`;
  }
  return Number.isInteger(value) ? `${value}.0` : String(value);
}
