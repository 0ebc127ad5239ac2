import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { parse } from "csv-parse/sync";

/** Folders by table and date. */
export type Places = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** What was compared, and what differs: a line a cell. */
export interface Comparison {
  readonly tables: readonly { readonly name: string; readonly dates: number; readonly rows: number }[];
  readonly cells: number;
  readonly differences: readonly string[];
}

/** Cells by the names of their columns. */
type Cells = Readonly<Record<string, string | null>>;

interface Content {
  readonly columns: readonly string[];
  readonly rows: readonly Cells[];
}

/** Compares every cell of every table: names and types of columns, rows and their order, and CSV byte by byte. */
export async function compare(spark: Places, duckDb: Places): Promise<Comparison> {
  const db = await (await DuckDBInstance.create(":memory:", { threads: "1" })).connect();
  await db.run("SET TimeZone = 'UTC'");
  const differences: string[] = [];
  const tables: { name: string; dates: number; rows: number }[] = [];
  let cells = 0;
  for (const name of [...new Set([...spark.keys(), ...duckDb.keys()])].sort()) {
    const [left, right] = [spark.get(name) ?? new Map<string, string>(), duckDb.get(name) ?? new Map<string, string>()];
    const dates = [...new Set([...left.keys(), ...right.keys()])].sort();
    let rows = 0;
    for (const date of dates) {
      const [a, b] = [left.get(date), right.get(date)];
      const where = `${name} ${date}`;
      if (a === undefined || b === undefined) {
        differences.push(`${where}: only ${a === undefined ? "DuckDB" : "Spark"} has it`);
        continue;
      }
      const [ours, theirs] = [await read(db, a), await read(db, b)];
      cells += ours.rows.length * ours.columns.length;
      rows += ours.rows.length;
      differences.push(...differencesOf(where, ours, theirs));
    }
    tables.push({ name, dates: dates.length, rows });
  }
  return { tables, cells, differences };
}

async function read(db: DuckDBConnection, folder: string): Promise<Content> {
  const names = readdirSync(folder).filter((name) => !/^[._]/.test(name));
  const [csv] = names.filter((name) => name.endsWith(".csv"));
  return csv === undefined ? parquet(db, join(folder, "*.parquet")) : csvContent(readFileSync(join(folder, csv)));
}

async function parquet(db: DuckDBConnection, files: string): Promise<Content> {
  const from = `FROM read_parquet('${files}', hive_partitioning = false)`;
  const described = await db.runAndReadAll(`DESCRIBE SELECT * ${from}`);
  const columns = described.getRowObjects().map((row) => ({
    name: String(row["column_name"]),
    // Spark says of an instant that it is one, DuckDB does not; Athena reads both alike.
    type: String(row["column_type"]).replace("TIMESTAMP WITH TIME ZONE", "TIMESTAMP"),
  }));
  const cells = columns.map(({ name, type }) => {
    if (type === "TIMESTAMP") return `epoch_us("${name}")::VARCHAR AS "${name}"`;
    // The library takes a byte-order mark for the text's and drops it, unless something stands before it.
    return `':' || ${type.endsWith("[]") ? `to_json("${name}")` : `"${name}"`}::VARCHAR AS "${name}"`;
  });
  const reader = await db.runAndReadAll(`SELECT ${cells.join(", ")} ${from}`);
  return { columns: columns.map(({ name, type }) => `${name} ${type}`), rows: reader.getRowObjects() as Cells[] };
}

/** A file of one field too, so that quotes and ends of lines count. */
function csvContent(body: Buffer): Content {
  const columns = body.toString("utf8").split("\r\n", 1)[0]?.split(",") ?? [];
  const rows = parse(body, { columns: true, record_delimiter: "\r\n", raw: true }) as { raw: string; record: Cells }[];
  return { columns, rows: rows.map(({ raw, record }) => ({ ...record, "(line)": raw })) };
}

function differencesOf(where: string, spark: Content, duckDb: Content): string[] {
  if (spark.columns.join() !== duckDb.columns.join())
    return [`${where}: columns ${spark.columns.join(", ")} on Spark, ${duckDb.columns.join(", ")} on DuckDB`];
  const key = (row: Cells) => `${row["post_id"]}/${row["version"]}`;
  const [ours, theirs] = [spark.rows, duckDb.rows].map((rows) => new Map(rows.map((row) => [key(row), row])));
  const found: string[] = [];
  for (const name of new Set([...(ours?.keys() ?? []), ...(theirs?.keys() ?? [])])) {
    const [a, b] = [ours?.get(name), theirs?.get(name)];
    if (a === undefined || b === undefined)
      found.push(`${where} ${name}: only ${a === undefined ? "DuckDB" : "Spark"} has it`);
    else
      for (const column of Object.keys(a))
        if (a[column] !== b[column])
          found.push(
            `${where} ${name} ${column}: ${JSON.stringify(a[column])} on Spark, ${JSON.stringify(b[column])} on DuckDB`,
          );
  }
  if (spark.rows.length !== duckDb.rows.length)
    found.push(`${where}: ${spark.rows.length} rows on Spark, ${duckDb.rows.length} on DuckDB`);
  const order = (rows: readonly Cells[]) => rows.map((row) => row["post_id"]).join();
  if (found.length === 0 && order(spark.rows) !== order(duckDb.rows)) found.push(`${where}: rows in another order`);
  return found;
}
