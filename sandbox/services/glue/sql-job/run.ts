import type { StorageDescriptor } from "@aws-sdk/client-glue";
import { parseS3Url, type Actor, type ListedObject } from "../../../kernel/actor";
import { withDuckDb } from "../../../kernel/duckdb";
import { AwsError } from "../../../kernel/errors";
import { ObjectFiles, type Folder } from "../../../kernel/object-files";
import type { World } from "../../../world/world";
import { advanced, unseen, type BookmarkState } from "../bookmarks";
import type { ParquetTarget, SqlJobArguments, SqlTarget } from "./arguments";
import { csvText } from "./csv";
import { removeOldRuns } from "./cleanup";
import {
  createCurrent,
  createSource,
  readRows,
  runStatement,
  sparkDialect,
  touchedDates,
  writeParquet,
} from "./tables";

/** A run of the SQL job. */
export interface SqlJobRun {
  readonly world: World;
  readonly actor: Actor;
  readonly runId: string;
  readonly job: SqlJobArguments;
  readonly bookmark: BookmarkState;
  /** Headers of the objects that Spark writes, by the security configuration. */
  readonly encryption: Readonly<Record<string, string>>;
  /** A name that no other object has, for Spark's part files. */
  readonly partId: string;
  /** Moves the bookmark: the point of no return. */
  readonly commit: (state: BookmarkState) => void;
}

/** What a run did: its log and its metrics. */
export interface SqlJobReport {
  readonly objectsRead: number;
  readonly bytesRead: number;
  readonly dates: readonly string[];
  /** Table, date, location. */
  readonly partitions: readonly (readonly [string, string, string])[];
}

interface SourceFiles {
  readonly objects: readonly ListedObject[];
  readonly paths: readonly string[];
}

/**
 * The run that the contract of the SQL job describes: new rows, the dates they touch, the statement once, each date to a place
 * of its own, partitions moved table by table, the bookmark last.
 */
export async function runSqlJob(run: SqlJobRun): Promise<SqlJobReport> {
  const statement = await readText(run.actor, run.job.sql);
  return ObjectFiles.of(run.world).inFolder(async (folder) => {
    const sources = await readSources(run, folder);
    const objects = sources.flatMap((source) => source.objects);
    const after = run.job.sources.reduce(
      (state, { name }, i) => advanced(state, name, sources[i]?.objects ?? []),
      run.bookmark,
    );
    const dates = objects.length === 0 ? [] : await datesOf(run, sources);
    const partitions = dates.length === 0 ? [] : await replaceDates(run, folder, statement, sources, dates);
    run.commit(after);
    for (const [, , location] of partitions) await removeOldRuns(run.actor, location);
    return { objectsRead: objects.length, bytesRead: sum(objects.map(({ size }) => size)), dates, partitions };
  });
}

async function readSources({ actor, job, bookmark }: SqlJobRun, folder: Folder): Promise<SourceFiles[]> {
  const sources: SourceFiles[] = [];
  for (const { name, path } of job.sources) {
    const { bucket, key } = parseS3Url(path);
    const objects = unseen(bookmark, name, (await actor.list(bucket, key)).filter(isData));
    const paths: string[] = [];
    for (const [i, object] of objects.entries()) {
      const body = await actor.get(bucket, object.key);
      paths.push(folder.place(`${name}/${i}.json${object.key.endsWith(".gz") ? ".gz" : ""}`, { ...object, body }));
    }
    sources.push({ objects, paths });
  }
  return sources;
}

/** Spark passes over empty objects and names that begin with a dot or an underscore. */
function isData({ key, size }: ListedObject): boolean {
  return size > 0 && !/^[._]/.test(key.slice(key.lastIndexOf("/") + 1));
}

function datesOf({ world, job }: SqlJobRun, sources: readonly SourceFiles[]): Promise<string[]> {
  return withDuckDb(world, { setup: sparkDialect }, async (session) => {
    for (const [i, source] of job.sources.entries()) await createSource(session, source, sources[i]?.paths ?? []);
    return touchedDates(session, job.sources);
  });
}

async function replaceDates(
  run: SqlJobRun,
  folder: Folder,
  statement: string,
  sources: readonly SourceFiles[],
  dates: readonly string[],
) {
  const current = await readCurrent(run, folder, dates);
  const written = await compute(run, folder, { statement, sources, dates, current });
  const partitions: (readonly [string, string, string])[] = [];
  for (const [i, target] of run.job.targets.entries()) {
    const places = dates.map((date) => ({ date, location: locationOf(target, date, run.runId) }));
    for (const [j, { location }] of places.entries()) {
      const body = written[i]?.[j];
      if (!body) throw new Error(`No bytes for ${location}.`);
      await putPart(run, target, location, body);
    }
    for (const { date, location } of places) {
      await movePartition(run.actor, target, date, location);
      partitions.push([target.table, date, location]);
    }
  }
  return partitions;
}

type CurrentFiles = ReadonlyMap<string, readonly { readonly date: string; readonly path: string }[]>;

async function readCurrent({ actor, job }: SqlJobRun, folder: Folder, dates: readonly string[]): Promise<CurrentFiles> {
  const all = new Map<string, { date: string; path: string }[]>();
  for (const target of job.targets) {
    if (target.format !== "parquet" || target.current === undefined) continue;
    const files: { date: string; path: string }[] = [];
    for (const date of dates) {
      const location = await partitionLocation(actor, target, date);
      if (location === undefined) continue;
      const { bucket, key } = parseS3Url(location);
      for (const object of (await actor.list(bucket, key)).filter(isData)) {
        const body = await actor.get(bucket, object.key);
        files.push({ date, path: folder.place(`${target.current}/${files.length}.parquet`, { ...object, body }) });
      }
    }
    all.set(target.current, files);
  }
  return all;
}

interface Computation {
  readonly statement: string;
  readonly sources: readonly SourceFiles[];
  readonly dates: readonly string[];
  readonly current: CurrentFiles;
}

/** The bytes of every target and date. */
function compute({ world, job }: SqlJobRun, folder: Folder, { statement, sources, dates, current }: Computation) {
  return withDuckDb(world, { setup: sparkDialect }, async (session) => {
    for (const [i, source] of job.sources.entries()) await createSource(session, source, sources[i]?.paths ?? []);
    for (const target of job.targets)
      if (target.current !== undefined)
        await createCurrent(session, target as ParquetTarget, current.get(target.current) ?? []);
    await runStatement(session, statement);
    const bytes: Buffer[][] = [];
    for (const target of job.targets) {
      const own: Buffer[] = [];
      for (const date of dates) {
        if (target.format === "csv") {
          const { columns, rows } = await readRows(session, target, date);
          own.push(
            Buffer.from(
              csvText(
                columns.map(({ name }) => name),
                rows,
                target.options,
              ),
            ),
          );
        } else {
          const name = `out/${bytes.length}-${own.length}.parquet`;
          await writeParquet(session, target, date, folder.file(name));
          own.push(folder.read(name));
        }
      }
      bytes.push(own);
    }
    return bytes;
  });
}

function locationOf({ path, partitionBy }: SqlTarget, date: string, runId: string): string {
  return `${path}${partitionBy}=${date}/run=${runId}/`;
}

/** Spark writes Parquet, by the security configuration; the driver uploads CSV, by the bucket's default. */
async function putPart(run: SqlJobRun, target: SqlTarget, location: string, body: Buffer): Promise<void> {
  const { bucket, key } = parseS3Url(location);
  const isCsv = target.format === "csv";
  const name = isCsv ? "part-00000.csv" : `part-00000-${run.partId}-c000.${target.options.compression}.parquet`;
  await run.actor.call("s3", "PutObject", {
    Bucket: bucket,
    Key: `${key}${name}`,
    Body: body,
    ...(isCsv ? { ContentType: "text/csv; charset=utf-8" } : run.encryption),
  });
}

interface StoredPartition {
  readonly StorageDescriptor?: StorageDescriptor;
}

async function partitionLocation(actor: Actor, target: SqlTarget, date: string): Promise<string | undefined> {
  try {
    const input = { DatabaseName: target.database, TableName: target.table, PartitionValues: [date] };
    const { Partition } = await actor.call<{ Partition: StoredPartition }>("glue", "GetPartition", input);
    return Partition.StorageDescriptor?.Location;
  } catch (error) {
    if (error instanceof AwsError && error.code === "EntityNotFoundException") return undefined;
    throw error;
  }
}

async function movePartition(actor: Actor, target: SqlTarget, date: string, location: string): Promise<void> {
  const names = { DatabaseName: target.database, TableName: target.table };
  const input = { DatabaseName: target.database, Name: target.table };
  const { Table } = await actor.call<{ Table: StoredPartition }>("glue", "GetTable", input);
  const wanted = { Values: [date], StorageDescriptor: { ...Table.StorageDescriptor, Location: location } };
  if ((await partitionLocation(actor, target, date)) !== undefined) {
    await actor.call("glue", "UpdatePartition", { ...names, PartitionValueList: [date], PartitionInput: wanted });
    return;
  }
  const created = { ...names, PartitionInputList: [wanted] };
  const { Errors } = await actor.call<{ Errors: unknown[] }>("glue", "BatchCreatePartition", created);
  if (Errors.length > 0)
    throw new Error(`The partition ${date} of ${target.table} was not created: ${JSON.stringify(Errors)}`);
}

async function readText(actor: Actor, url: string): Promise<string> {
  const { bucket, key } = parseS3Url(url);
  return (await actor.get(bucket, key)).toString("utf8");
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
