import { DuckDBBlobValue, DuckDBListValue, DuckDBTimestampValue, type DuckDBValue } from "@duckdb/node-api";
import type { CsvTarget } from "./arguments";

type CsvOptions = CsvTarget["options"];

/** Rows as RFC 4180 has them: a header, quotes where they are needed, the line's end after every line. */
export function csvText(
  names: readonly string[],
  rows: readonly (readonly DuckDBValue[])[],
  options: CsvOptions,
): string {
  const line = (fields: readonly string[]) =>
    fields.map((field) => quoted(field, options)).join(options.delimiter) + options.lineEnd;
  return [line(names), ...rows.map((row) => line(row.map(fieldText)))].join("");
}

function quoted(field: string, { delimiter, quote, escape }: CsvOptions): string {
  if (!field.includes(delimiter) && !field.includes(quote) && !/[\r\n]/.test(field)) return field;
  return `${quote}${field.replaceAll(quote, `${escape}${quote}`)}${quote}`;
}

function fieldText(value: DuckDBValue): string {
  if (value === null) return "";
  if (value instanceof DuckDBBlobValue) return Buffer.from(value.bytes).toString("utf8");
  if (value instanceof DuckDBTimestampValue) return new Date(Number(value.micros / 1000n)).toISOString();
  if (value instanceof DuckDBListValue) return JSON.stringify(value.items);
  return String(value);
}
