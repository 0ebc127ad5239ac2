import { identifier, literal, type SqlSession, type SqlTable } from "../../../kernel/duckdb";
import { duckDbType, parseHiveType } from "../../../kernel/hive-types";
import type { ParquetTarget, SqlSource, SqlTarget } from "./arguments";

/** Nulls where Spark puts them, and the functions that the runner defines. */
export const sparkDialect = [
  "SET default_null_order = 'nulls_first_on_asc_last_on_desc'",
  "CREATE MACRO nfc(t) AS nfc_normalize(t)",
  "CREATE MACRO array_join(list, separator) AS array_to_string(list, separator)",
];

type Columns = SqlSource["columns"];

/** New rows as the SQL sees them. */
export async function createSource(session: SqlSession, { name, columns }: SqlSource, files: readonly string[]) {
  const types = Object.entries(columns).map(([column, type]) => `${literal(column)}: ${literal(duckDb(type))}`);
  const rows =
    files.length === 0
      ? emptyRows(columns)
      : `SELECT * FROM read_json([${files.map(literal).join(", ")}], format = 'newline_delimited', columns = {${types.join(", ")}})`;
  await session.run(`CREATE TABLE ${identifier(name)} AS ${rows}`);
}

/** The dates that new rows touch, oldest first. */
export async function touchedDates(session: SqlSession, sources: readonly SqlSource[]): Promise<string[]> {
  const parts = sources.map(
    ({ name, touches }) => `SELECT substring(${identifier(touches)}, 1, 10) AS date FROM ${identifier(name)}`,
  );
  const { rows } = await session.table(
    `SELECT DISTINCT date FROM (${parts.join(" UNION ALL ")}) WHERE date <> '' ORDER BY date`,
  );
  return rows.map(([date]) => String(date));
}

/** What a target holds for the touched dates: Parquet files by date. */
export async function createCurrent(
  session: SqlSession,
  target: ParquetTarget,
  files: readonly { readonly date: string; readonly path: string }[],
): Promise<void> {
  const { columns, partitionBy, current } = target;
  const all: Columns = { ...columns, [partitionBy]: "string" };
  const parts = files.map(({ date, path }) => {
    const list = Object.entries(columns).map(([name, type]) => `CAST(${identifier(name)} AS ${duckDb(type)})`);
    return `SELECT ${[...list, literal(date)].join(", ")} FROM read_parquet(${literal(path)})`;
  });
  await session.run(
    `CREATE TABLE ${identifier(current as string)} AS ${[emptyRows(all), ...parts].join(" UNION ALL ")}`,
  );
}

/** Runs the statement once, into the table `job_result`. @throws Error when it is anything but one query */
export async function runStatement(session: SqlSession, statement: string): Promise<void> {
  const { rows } = await session.table(`SELECT json_serialize_sql(${literal(statement)})`);
  const parsed = JSON.parse(String(rows[0]?.[0])) as { error: boolean; error_message?: string; statements?: unknown[] };
  if (parsed.error) throw new Error(`The job's SQL: ${parsed.error_message}`);
  if (parsed.statements?.length !== 1) throw new Error("The job's SQL has more than one statement.");
  await session.run(`CREATE TABLE job_result AS ${statement.replace(/;\s*$/, "")}`);
}

/** The rows of one date of a target, as SQL. */
export function rowsOf(target: SqlTarget, date: string): string {
  const columns = Object.entries(target.columns).map(
    ([name, type]) => `CAST(${identifier(name)} AS ${duckDb(type)}) AS ${identifier(name)}`,
  );
  return (
    `SELECT ${columns.join(", ")} FROM job_result WHERE (${target.where}) ` +
    `AND ${identifier(target.partitionBy)} = ${literal(date)} ORDER BY 1`
  );
}

/** The rows of one date; texts as bytes, because DuckDB's library drops a byte-order mark at the start of a text. */
export function readRows(session: SqlSession, target: SqlTarget, date: string): Promise<SqlTable> {
  const columns = Object.entries(target.columns).map(([name, type]) => {
    const column = identifier(name);
    return type === "string" ? `encode(${column}) AS ${column}` : column;
  });
  return session.table(`SELECT ${columns.join(", ")} FROM (${rowsOf(target, date)})`);
}

export function writeParquet(session: SqlSession, target: ParquetTarget, date: string, path: string): Promise<void> {
  const { compression } = target.options;
  return session.run(`COPY (${rowsOf(target, date)}) TO ${literal(path)} (FORMAT parquet, COMPRESSION ${compression})`);
}

function emptyRows(columns: Columns): string {
  const list = Object.entries(columns).map(([name, type]) => `CAST(NULL AS ${duckDb(type)}) AS ${identifier(name)}`);
  return `SELECT ${list.join(", ")} WHERE false`;
}

function duckDb(type: string): string {
  return duckDbType(parseHiveType(type));
}
