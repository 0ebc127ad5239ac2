import { gunzipSync } from "node:zlib";
import type { Column, StorageDescriptor } from "@aws-sdk/client-glue";
import { parseS3Url, type Actor } from "../../kernel/actor";
import { identifier, literal, type SqlSession } from "../../kernel/duckdb";
import { AwsError } from "../../kernel/errors";
import { duckDbType, parseHiveType } from "../../kernel/hive-types";
import type { Folder } from "../../kernel/object-files";
import { QueryError, type TableRef } from "./query";

/** A table of the catalog, as a query needs it. */
export interface CatalogTable extends TableRef {
  readonly format: "parquet" | "csv" | "json";
  readonly columns: readonly Column[];
  readonly keys: readonly Column[];
  readonly storage: StorageDescriptor;
  readonly parameters: Readonly<Record<string, string>>;
  /** A table without keys is one partition with no values. */
  readonly partitions: readonly TablePartition[];
}

export interface TablePartition {
  readonly values: readonly string[];
  readonly location: string;
}

interface StoredTable {
  readonly StorageDescriptor?: StorageDescriptor;
  readonly PartitionKeys?: readonly Column[];
  readonly Parameters?: Readonly<Record<string, string>>;
}
interface PartitionPage {
  readonly Partitions: readonly { readonly Values: string[]; readonly StorageDescriptor?: StorageDescriptor }[];
  readonly NextToken?: string;
}

/** Asks the catalog for a table and its partitions, with the caller's permissions. @throws QueryError, AwsError */
export async function describeTable(actor: Actor, ref: TableRef): Promise<CatalogTable> {
  const { database, table } = ref;
  const names = { DatabaseName: database, TableName: table };
  await orMissing(actor.call("glue", "GetDatabase", { Name: database }), `Schema ${database} does not exist`);
  const { Table: stored } = await orMissing(
    actor.call<{ Table: StoredTable }>("glue", "GetTable", { DatabaseName: database, Name: table }),
    `Table 'awsdatacatalog.${database}.${table}' does not exist`,
  );
  const storage = stored.StorageDescriptor ?? {};
  const keys = stored.PartitionKeys ?? [];
  const parameters = stored.Parameters ?? {};
  if (parameters["projection.enabled"] === "true")
    throw new QueryError("NOT_SUPPORTED", `partition projection (${database}.${table}) in the sandbox's Athena`);
  const own = [{ values: [], location: storage.Location ?? "" }];
  const partitions = keys.length === 0 ? own : await partitionsOf(actor, names);
  const columns = storage.Columns ?? [];
  return { ...ref, format: formatOf(storage, ref), columns, keys, storage, parameters, partitions };
}

async function partitionsOf(actor: Actor, names: object): Promise<TablePartition[]> {
  const partitions: TablePartition[] = [];
  let token: string | undefined;
  do {
    const input = { ...names, MaxResults: 1000, ...(token !== undefined && { NextToken: token }) };
    const page = await actor.call<PartitionPage>("glue", "GetPartitions", input);
    for (const { Values, StorageDescriptor: own } of page.Partitions)
      partitions.push({ values: Values, location: own?.Location ?? "" });
    token = page.NextToken;
  } while (token !== undefined);
  return partitions;
}

async function orMissing<T>(call: Promise<T>, message: string): Promise<T> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof AwsError && error.code === "EntityNotFoundException")
      throw new QueryError("SYNTAX_ERROR", message);
    throw error;
  }
}

const formats: readonly (readonly [RegExp, CatalogTable["format"]])[] = [
  [/ParquetHiveSerDe$/, "parquet"],
  [/OpenCSVSerde$/, "csv"],
  [/JsonSerDe$/, "json"],
];

function formatOf({ SerdeInfo }: StorageDescriptor, { database, table }: TableRef): CatalogTable["format"] {
  const library = SerdeInfo?.SerializationLibrary ?? "";
  const format = formats.find(([pattern]) => pattern.test(library))?.[1];
  if (!format) throw new QueryError("NOT_SUPPORTED", `the SerDe "${library}" of ${database}.${table} in the sandbox`);
  return format;
}

/** An empty Parquet file with a table's columns, each under a prefix: it gives names and types where there is no data. */
export async function writeStub(
  session: SqlSession,
  folder: Folder,
  table: CatalogTable,
  name: string,
  prefix = "",
): Promise<string> {
  const path = folder.file(name);
  const columns = table.columns.map(
    (column) => `CAST(NULL AS ${typeOf(column)}) AS ${identifier(`${prefix}${column.Name}`)}`,
  );
  const list = columns.length > 0 ? columns.join(", ") : `NULL::INTEGER AS ${identifier(`${prefix}none`)}`;
  await session.run(`COPY (SELECT ${list} WHERE false) TO ${literal(path)} (FORMAT parquet)`);
  return path;
}

/** A partition's values as folders, which DuckDB reads as columns. */
export function partitionFolder({ keys }: CatalogTable, values: readonly (string | undefined)[], prefix = ""): string {
  return keys.map(({ Name }, i) => `${prefix}${Name}=${hiveValue(values[i])}/`).join("");
}

function hiveValue(value: string | undefined): string {
  return value === undefined ? "__HIVE_DEFAULT_PARTITION__" : encodeURIComponent(value);
}

/** Files of a table, placed so that the folders' names are the partitions' values; and the bytes they have. */
export interface TableFiles {
  readonly paths: readonly string[];
  readonly bytes: number;
}

/** Reads the objects of partitions with the caller's permissions. */
export async function fetchFiles(
  actor: Actor,
  folder: Folder,
  table: CatalogTable,
  partitions: readonly TablePartition[],
): Promise<TableFiles> {
  const paths: string[] = [];
  let bytes = 0;
  for (const { values, location } of partitions) {
    const { bucket, key: prefix } = parseS3Url(location);
    for (const object of await actor.list(bucket, prefix.replace(/\/?$/, "/"))) {
      const name = object.key.slice(object.key.lastIndexOf("/") + 1);
      // Athena passes over hidden files: https://docs.aws.amazon.com/athena/latest/ug/tables-location-format.html
      if (object.size === 0 || /^[._]/.test(name)) continue;
      const body = await actor.get(bucket, object.key);
      if (table.format === "csv") refuseBrokenLines(table, object.key, body);
      const ending = table.format === "parquet" ? ".parquet" : name.endsWith(".gz") ? ".txt.gz" : ".txt";
      const place = `${table.database}/${table.table}/${partitionFolder(table, values)}${paths.length}${ending}`;
      paths.push(folder.place(place, { ...object, body }));
      bytes += body.length;
    }
  }
  return { paths, bytes };
}

/**
 * OpenCSVSerde splits lines before it looks at quotes, and makes nonsense of a field with a line's end in it.
 * https://docs.aws.amazon.com/athena/latest/ug/csv-serde.html
 */
function refuseBrokenLines({ storage }: CatalogTable, key: string, body: Buffer): void {
  const quote = storage.SerdeInfo?.Parameters?.["quoteChar"] ?? '"';
  const lines = (key.endsWith(".gz") ? gunzipSync(body) : body).toString("utf8").split("\n");
  if (lines.some((line) => (line.split(quote).length - 1) % 2 === 1))
    throw new QueryError("HIVE_BAD_DATA", `${key} has a line break in a field, which OpenCSVSerde does not support`);
}

/** The view of a table over its files, `stub` first: an empty Parquet file under a partition of nulls. */
export function viewOf(table: CatalogTable, { paths }: TableFiles, stub: string): string {
  const hive = table.keys.length > 0 ? `, hive_partitioning = true, hive_types = {${hiveTypes(table)}}` : "";
  const files = (list: readonly string[]) => `[${list.map(literal).join(", ")}]`;
  const fromParquet = (list: readonly string[]) => `read_parquet(${files(list)}, union_by_name = true${hive})`;
  const source =
    table.format === "parquet" || paths.length === 0
      ? fromParquet([stub, ...(table.format === "parquet" ? paths : [])])
      : `${readerOf(table, files(paths))}${hive})`;
  return `CREATE VIEW ${qualified(table)} AS SELECT ${selected(table)} FROM ${source}`;
}

/** Columns in the catalog's types and names, the keys last, as Athena has them. */
export function selected(table: CatalogTable, prefix = ""): string {
  const columns = table.columns.map(
    (column) =>
      `CAST(${identifier(`${prefix}${column.Name}`)} AS ${typeOf(column)}) AS ${identifier(column.Name ?? "")}`,
  );
  const keys = table.keys.map(({ Name }) => `${identifier(`${prefix}${Name}`)} AS ${identifier(Name ?? "")}`);
  return [...columns, ...keys].join(", ");
}

export function qualified({ database, table }: Pick<TableRef, "database" | "table">): string {
  return `${identifier(database)}.${identifier(table)}`;
}

export function hiveTypes({ keys }: CatalogTable, prefix = ""): string {
  return keys.map((key) => `${literal(`${prefix}${key.Name}`)}: ${typeOf(key)}`).join(", ");
}

function readerOf(table: CatalogTable, files: string): string {
  return table.format === "csv" ? csvReader(table, files) : jsonReader(table, files);
}

/** OpenCSVSerde reads every column as a text, and an empty field as an empty one. */
function csvReader({ columns, storage, parameters }: CatalogTable, files: string): string {
  const serde = storage.SerdeInfo?.Parameters ?? {};
  const header = parameters["skip.header.line.count"] === "1" || storage.Parameters?.["skip.header.line.count"] === "1";
  const types = columns.map(({ Name }) => `${literal(Name ?? "")}: 'VARCHAR'`).join(", ");
  const names = columns.map(({ Name }) => literal(Name ?? "")).join(", ");
  return (
    `read_csv(${files}, auto_detect = false, header = ${header}, columns = {${types}}, force_not_null = [${names}], ` +
    `delim = ${literal(serde["separatorChar"] ?? ",")}, quote = ${literal(serde["quoteChar"] ?? '"')}, ` +
    `escape = ${literal(serde["escapeChar"] ?? "\\")}`
  );
}

/** The SerDe's `paths` are the fields' names as they are in the data, in the order of the columns. */
function jsonReader({ columns, storage }: CatalogTable, files: string): string {
  const paths = (storage.SerdeInfo?.Parameters?.["paths"] ?? "").split(",");
  const types = columns.map((column, i) => `${literal(paths[i] || column.Name || "")}: ${literal(typeOf(column))}`);
  return `read_json(${files}, format = 'newline_delimited', columns = {${types.join(", ")}}`;
}

export function typeOf({ Type }: Column): string {
  return duckDbType(parseHiveType(Type ?? "string"));
}
