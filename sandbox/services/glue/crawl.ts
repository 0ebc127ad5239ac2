import { type Actor, parseS3Url, type ListedObject } from "../../kernel/actor";
import { AwsError, Unsupported } from "../../kernel/errors";
import { formatHiveType, parseHiveType } from "../../kernel/hive-types";
import type { Column, PartitionInput, StorageDescriptor, Table, TableInput } from "@aws-sdk/client-glue";
import type { CrawlerInputs } from "./inputs";
import { mergeSchemas, schemaOfLines, type JsonSchema, type LinesOf } from "./json-schema";

/** What a crawl changed: the counts of its event. */
export interface CrawlCounts {
  tablesCreated: number;
  tablesUpdated: number;
  partitionsCreated: number;
  partitionsUpdated: number;
}

/** What crawls remember of objects, by the object's identity. */
export type SchemaCache = Map<string, LinesOf | undefined>;

/** Sizes of a table or a partition, which a crawler notes as parameters. */
interface Statistics {
  objects: number;
  records: number;
  bytes: number;
}

/** Glue's batches: https://docs.aws.amazon.com/glue/latest/webapi/API_BatchGetPartition.html */
const getBatch = 1000;
const createBatch = 100;

/** Crawls the targets one after another. @throws AwsError what a call of the role was answered */
export async function crawl(actor: Actor, crawler: CrawlerInputs, cache: SchemaCache): Promise<CrawlCounts> {
  const counts: CrawlCounts = { tablesCreated: 0, tablesUpdated: 0, partitionsCreated: 0, partitionsUpdated: 0 };
  await actor.call("glue", "GetDatabase", { Name: crawler.databaseName });
  for (const target of crawler.s3Targets) {
    const { bucket, key: prefix } = parseS3Url(target.path);
    await actor.call("s3", "GetBucketLocation", { Bucket: bucket });
    const excluded = (target.exclusions ?? []).map((glob) => globPattern(glob));
    const objects = (await actor.list(bucket, prefix)).filter(({ key, size }) => {
      const name = key.slice(prefix.length);
      return size > 0 && !hidden(name) && !excluded.some((pattern) => pattern.test(name));
    });
    if (objects.length > 0) await crawlFolder(actor, crawler, { path: target.path, prefix, objects }, cache, counts);
  }
  return counts;
}

interface CrawledFolder {
  readonly path: string;
  readonly prefix: string;
  readonly objects: readonly ListedObject[];
}

async function crawlFolder(
  actor: Actor,
  crawler: CrawlerInputs,
  folder: CrawledFolder,
  cache: SchemaCache,
  counts: CrawlCounts,
): Promise<void> {
  const schema = await schemaOf(actor, folder, cache);
  const partitions = partitionsOf(folder, cache);
  const keys = [...(partitions.values().next().value?.values.keys() ?? [])];
  const statistics = statisticsOf(folder.objects, cache);
  const wanted = tableInput(crawler, folder, schema, { keys, statistics });
  const names = { DatabaseName: crawler.databaseName, TableName: wanted.Name as string };
  const known = await tableNamed(actor, crawler.databaseName, names.TableName);
  const merged = known ? mergedTable(known, wanted) : wanted;
  if (!known) {
    await actor.call("glue", "CreateTable", { DatabaseName: crawler.databaseName, TableInput: wanted });
    counts.tablesCreated++;
  } else if (merged !== known && crawler.schemaChangePolicy?.updateBehavior !== "LOG") {
    await actor.call("glue", "UpdateTable", { DatabaseName: crawler.databaseName, TableInput: merged });
    counts.tablesUpdated++;
  }
  await savePartitions(actor, names, partitions, merged, counts);
}

/**
 * Reads what no crawl has read before: later runs list every object, and read the new ones.
 * https://repost.aws/knowledge-center/long-running-glue-crawler
 */
async function schemaOf(actor: Actor, { objects, path }: CrawledFolder, cache: SchemaCache): Promise<JsonSchema> {
  let schema: JsonSchema = new Map();
  for (const { bucket, key, etag } of objects) {
    const identity = identityOf({ bucket, key, etag });
    if (!cache.has(identity)) cache.set(identity, schemaOfLines(key, await actor.get(bucket, key)));
    const own = cache.get(identity);
    if (!own) throw new Unsupported(`crawling ${path}: s3://${bucket}/${key} is not JSON lines`);
    schema = mergeSchemas(schema, own.schema);
  }
  return schema;
}

function identityOf({ bucket, key, etag }: Pick<ListedObject, "bucket" | "key" | "etag">): string {
  return JSON.stringify([bucket, key, etag]);
}

function statisticsOf(objects: readonly ListedObject[], cache: SchemaCache): Statistics {
  const statistics = { objects: 0, records: 0, bytes: 0 };
  for (const object of objects) {
    statistics.objects++;
    statistics.records += cache.get(identityOf(object))?.records ?? 0;
    statistics.bytes += object.size;
  }
  return statistics;
}

interface FoundPartition {
  readonly values: ReadonlyMap<string, string>;
  readonly statistics: Statistics;
}

/** Folders that hold objects, by the values in their names; `key=value` folders keep their key. */
function partitionsOf({ objects, prefix }: CrawledFolder, cache: SchemaCache): Map<string, FoundPartition> {
  const byLocation = new Map<string, ListedObject[]>();
  for (const object of objects) {
    const location = `s3://${object.bucket}/${object.key.slice(0, object.key.lastIndexOf("/") + 1)}`;
    const known = byLocation.get(location);
    if (known) known.push(object);
    else if (object.key.slice(prefix.length).includes("/")) byLocation.set(location, [object]);
  }
  const partitions = new Map<string, FoundPartition>();
  for (const [location, own] of byLocation) {
    const folders = parseS3Url(location).key.slice(prefix.length).split("/").slice(0, -1);
    const values = folders.map((folder, i): [string, string] => {
      const [, name, value] = /^([^=]+)=(.*)$/.exec(folder) ?? [];
      return name === undefined ? [`partition_${i}`, folder] : [name.toLowerCase(), decodeURIComponent(value ?? "")];
    });
    partitions.set(location, { values: new Map(values), statistics: statisticsOf(own, cache) });
  }
  return partitions;
}

/** https://docs.aws.amazon.com/glue/latest/dg/table-properties-crawler.html */
function parametersOf(crawler: string, { objects, records, bytes }: Statistics): Record<string, string> {
  return {
    CrawlerSchemaDeserializerVersion: "1.0",
    CrawlerSchemaSerializerVersion: "1.0",
    UPDATED_BY_CRAWLER: crawler,
    averageRecordSize: String(records === 0 ? 0 : Math.round(bytes / records)),
    classification: "json",
    compressionType: "gzip",
    objectCount: String(objects),
    recordCount: String(records),
    sizeKey: String(bytes),
    typeOfData: "file",
  };
}

function tableInput(
  crawler: CrawlerInputs,
  { path, prefix }: CrawledFolder,
  schema: JsonSchema,
  { keys, statistics }: { readonly keys: readonly string[]; readonly statistics: Statistics },
): TableInput {
  const folder = prefix.replace(/\/$/, "").split("/").at(-1) || parseS3Url(path).bucket;
  const columns = [...schema].filter(([name]) => !keys.includes(name));
  const parameters = parametersOf(crawler.name ?? "", statistics);
  return {
    Name: `${crawler.tablePrefix ?? ""}${folder}`.toLowerCase().replace(/[^a-z0-9_]/g, "_"),
    TableType: "EXTERNAL_TABLE",
    Parameters: parameters,
    PartitionKeys: keys.map((Name) => ({ Name, Type: "string" })),
    StorageDescriptor: {
      Columns: columns.map(([Name, { type }]) => ({ Name, Type: formatHiveType(type) })),
      Location: path,
      InputFormat: "org.apache.hadoop.mapred.TextInputFormat",
      OutputFormat: "org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat",
      Compressed: true,
      NumberOfBuckets: -1,
      SerdeInfo: {
        SerializationLibrary: "org.openx.data.jsonserde.JsonSerDe",
        Parameters: { paths: columns.map(([, { path: original }]) => original).join(",") },
      },
      Parameters: { classification: "json", compressionType: "gzip", typeOfData: "file" },
      StoredAsSubDirectories: false,
    },
  };
}

/** The known table with new columns, wider types and new sizes; the known one itself when there is nothing new. */
function mergedTable(known: TableInput, wanted: TableInput): TableInput {
  const before = schemaFromColumns(known.StorageDescriptor);
  const after = mergeSchemas(before, schemaFromColumns(wanted.StorageDescriptor));
  const columns: Column[] = [...after].map(([Name, { type }]) => ({ Name, Type: formatHiveType(type) }));
  const Parameters = { ...known.Parameters, ...wanted.Parameters };
  const sameSizes = JSON.stringify(Parameters) === JSON.stringify(known.Parameters);
  if (sameSizes && JSON.stringify(columns) === JSON.stringify(known.StorageDescriptor?.Columns)) return known;
  const paths = [...after.values()].map(({ path }) => path).join(",");
  const serde = { ...known.StorageDescriptor?.SerdeInfo, Parameters: { paths } };
  return {
    ...known,
    Parameters,
    StorageDescriptor: { ...known.StorageDescriptor, Columns: columns, SerdeInfo: serde },
  };
}

function schemaFromColumns(storage: StorageDescriptor | undefined): JsonSchema {
  const paths = (storage?.SerdeInfo?.Parameters?.["paths"] ?? "").split(",");
  const columns = storage?.Columns ?? [];
  return new Map(
    columns.map(({ Name = "", Type = "string" }, i) => [Name, { path: paths[i] || Name, type: parseHiveType(Type) }]),
  );
}

async function tableNamed(actor: Actor, database: string, name: string): Promise<TableInput | undefined> {
  try {
    const { Table } = await actor.call<{ Table: Table }>("glue", "GetTable", { DatabaseName: database, Name: name });
    const { Name, TableType, Parameters, PartitionKeys, StorageDescriptor: storage, Description } = Table;
    return {
      Name,
      TableType,
      Parameters,
      PartitionKeys,
      StorageDescriptor: storage,
      ...(Description && { Description }),
    };
  } catch (error) {
    if (error instanceof AwsError && error.code === "EntityNotFoundException") return undefined;
    throw error;
  }
}

async function savePartitions(
  actor: Actor,
  names: { readonly DatabaseName: string; readonly TableName: string },
  found: ReadonlyMap<string, FoundPartition>,
  table: TableInput,
  counts: CrawlCounts,
): Promise<void> {
  const crawlerName = table.Parameters?.["UPDATED_BY_CRAWLER"] ?? "";
  const inputs: PartitionInput[] = [...found].map(([Location, { values, statistics }]) => ({
    Values: [...values.values()],
    Parameters: parametersOf(crawlerName, statistics),
    StorageDescriptor: { ...table.StorageDescriptor, Location },
  }));
  const known = new Map<string, PartitionInput>();
  for (const some of chunks(inputs, getBatch)) {
    const PartitionsToGet = some.map(({ Values }) => ({ Values }));
    const input = { ...names, PartitionsToGet };
    const { Partitions } = await actor.call<{ Partitions: PartitionInput[] }>("glue", "BatchGetPartition", input);
    for (const partition of Partitions) known.set(JSON.stringify(partition.Values), partition);
  }
  const missing = inputs.filter(({ Values }) => !known.has(JSON.stringify(Values)));
  for (const some of chunks(missing, createBatch))
    await actor.call("glue", "BatchCreatePartition", { ...names, PartitionInputList: some });
  const outdated = inputs.filter((input) => {
    const present = known.get(JSON.stringify(input.Values));
    return present && descriptionOf(present) !== descriptionOf(input);
  });
  for (const some of chunks(outdated, createBatch)) {
    const Entries = some.map((PartitionInput) => ({ PartitionValueList: PartitionInput.Values, PartitionInput }));
    await actor.call("glue", "BatchUpdatePartition", { ...names, Entries });
  }
  counts.partitionsCreated += missing.length;
  counts.partitionsUpdated += outdated.length;
}

function descriptionOf({ StorageDescriptor: storage, Parameters }: PartitionInput): string {
  return JSON.stringify([storage, Parameters]);
}

function chunks<T>(list: readonly T[], size: number): T[][] {
  const parts: T[][] = [];
  for (let first = 0; first < list.length; first += size) parts.push(list.slice(first, first + size));
  return parts;
}

/** Crawlers pass over names that begin with a dot or an underscore. */
function hidden(name: string): boolean {
  return name.split("/").some((part) => part.startsWith(".") || part.startsWith("_"));
}

/** https://docs.aws.amazon.com/glue/latest/dg/define-crawler-choose-data-sources.html#crawler-data-stores-exclude */
function globPattern(glob: string): RegExp {
  if (/[[\]{}]/.test(glob)) throw new Unsupported(`the exclusion "${glob}" of a crawler: *, ** and ? only`);
  const source = glob
    .replace(/[.+^$()|\\]/g, "\\$&")
    .replace(/\*\*|\*|\?/g, (wild) => (wild === "**" ? ".*" : wild === "*" ? "[^/]*" : "[^/]"));
  return new RegExp(`^${source}$`);
}
