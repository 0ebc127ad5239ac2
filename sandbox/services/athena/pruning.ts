import { identifier, literal, type SqlSession } from "../../kernel/duckdb";
import type { Folder } from "../../kernel/object-files";
import {
  hiveTypes,
  partitionFolder,
  qualified,
  selected,
  typeOf,
  writeStub,
  type CatalogTable,
  type TablePartition,
} from "./tables";

interface PlanNode {
  readonly name: string;
  readonly children: readonly PlanNode[];
  readonly extra_info: Readonly<Record<string, string | readonly string[]>>;
}

/**
 * Which partitions of each table a query reads. DuckDB plans it over empty files, one a partition, and says which files its
 * filters leave. Names of tables' columns get a prefix there, so that a scan in the plan tells whose it is. Where the plan is
 * not understood, all partitions are read: too much is counted and never too little is read.
 */
export async function neededPartitions(
  session: SqlSession,
  folder: Folder,
  tables: readonly CatalogTable[],
  sql: string,
): Promise<TablePartition[][]> {
  for (const [i, table] of tables.entries()) await createPlanned(session, folder, table, i);
  const { rows } = await session.table(`EXPLAIN (FORMAT json) ${sql}`);
  const scans = [...scansOf(JSON.parse(String(rows[0]?.[1])) as PlanNode[])];
  const needed = tables.map(() => new Set<number>());
  const whole = new Set<number>();
  const seen = tables.map(() => 0);
  for (const scan of scans) {
    const owner = tables.length === 1 ? 0 : ownerOf(scan);
    if (owner === undefined) return tables.map(({ partitions }) => [...partitions]);
    seen[owner] = (seen[owner] ?? 0) + 1;
    const left = await leftBy(session, scan, owner);
    if (left) for (const index of left) needed[owner]?.add(index);
    else whole.add(owner);
  }
  return tables.map(({ partitions, times }, i) => {
    // A scan that the plan lacks may have been answered from the empty files' statistics.
    const unclear = whole.has(i) || (seen[i] ?? 0) < times;
    return partitions.filter((_, index) => unclear || needed[i]?.has(index));
  });
}

async function createPlanned(session: SqlSession, folder: Folder, table: CatalogTable, i: number): Promise<void> {
  const prefix = `t${i}__`;
  const stub = await writeStub(session, folder, table, `plan/${i}/stub.parquet`, prefix);
  const all: (readonly (string | undefined)[])[] = [[], ...table.partitions.map(({ values }) => values)];
  const paths =
    table.keys.length === 0
      ? [stub]
      : all.map((values, n) => folder.link(stub, `plan/${i}/${partitionFolder(table, values, prefix)}${n}.parquet`));
  const hive = table.keys.length > 0 ? `, hive_partitioning = true, hive_types = {${hiveTypes(table, prefix)}}` : "";
  const source = `read_parquet([${paths.map(literal).join(", ")}]${hive})`;
  await session.run(`CREATE SCHEMA IF NOT EXISTS ${identifier(table.database)}`);
  await session.run(`CREATE VIEW ${qualified(table)} AS SELECT ${selected(table, prefix)} FROM ${source}`);
  if (table.keys.length === 0) return;
  const names = table.keys.map(({ Name }) => identifier(`${prefix}${Name}`)).join(", ");
  const rows = all.map((values, n) => {
    const texts = table.keys.map((_, k) => (values[k] === undefined ? "NULL" : literal(values[k])));
    return `(${[n - 1, ...texts].join(", ")})`;
  });
  const types = table.keys.map((key, k) => `CAST(c${k} AS ${typeOf(key)})`);
  const columns = table.keys.map((_, k) => `c${k}`);
  await session.run(
    `CREATE TABLE plan_${i} (n, ${names}) AS ` +
      `SELECT n, ${types.join(", ")} FROM (VALUES ${rows.join(", ")}) v(n, ${columns.join(", ")})`,
  );
}

function* scansOf(nodes: readonly PlanNode[]): Generator<PlanNode> {
  for (const node of nodes) {
    if (node.name.trim() === "READ_PARQUET") yield node;
    yield* scansOf(node.children);
  }
}

function ownerOf({ extra_info }: PlanNode): number | undefined {
  const [, owner] = /\bt(\d+)__/.exec(JSON.stringify(extra_info)) ?? [];
  return owner === undefined ? undefined : Number(owner);
}

/** Indexes of the partitions that a scan's filters leave; undefined when it has none, or none that can be read. */
async function leftBy(session: SqlSession, { extra_info }: PlanNode, owner: number): Promise<number[] | undefined> {
  const filters = extra_info["File Filters"];
  const [, count] = /^(\d+)\/\d+$/.exec(String(extra_info["Scanning Files"] ?? "")) ?? [];
  if (typeof filters !== "string" || count === undefined) return undefined;
  try {
    const { rows } = await session.table(`SELECT n FROM plan_${owner} WHERE ${joined(filters)}`);
    return rows.length === Number(count) ? rows.map(([n]) => Number(n)) : undefined;
  } catch {
    return undefined;
  }
}

/** DuckDB writes the filters of a scan one after another, each in parentheses or a function. */
export function joined(filters: string): string {
  let text = "";
  let depth = 0;
  let quote = false;
  for (const [i, character] of [...filters].entries()) {
    text += character;
    if (character === "'") quote = !quote;
    if (quote) continue;
    if (character === "(") depth++;
    if (character === ")" && --depth === 0 && /[\w("]/.test([...filters][i + 1] ?? "")) text += " AND ";
  }
  return text;
}
