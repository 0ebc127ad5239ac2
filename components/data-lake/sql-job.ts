import { type Columns, PARTITION } from "../shared";
import { CURATED_POST, POST_VERSION, RAW_ROW, TOMBSTONE } from "./columns";

/** New rows of the raw zone; the job's bookmark remembers which it has read. */
export interface SqlSource {
  /** The view that the SQL reads, and the name under which the bookmark is kept: never change it. */
  readonly name: string;
  /** `s3://…/`, read recursively. */
  readonly path: string;
  readonly format: "json";
  readonly columns: Columns;
  /** The column whose first ten characters are the date that a row touches. */
  readonly touches: string;
}

/** A table of the curated zone, whose touched partitions are replaced. */
export interface SqlTarget {
  readonly name: string;
  readonly path: string;
  readonly format: "parquet" | "csv";
  readonly partitionBy: string;
  readonly database: string;
  readonly table: string;
  /** Without the partition's column. */
  readonly columns: Columns;
  /** Which rows of the SQL's result belong here: a condition in SQL. */
  readonly where: string;
  /** The view under which the SQL reads the present rows of the touched dates, if it does. */
  readonly current?: string;
  readonly options: Readonly<Record<string, string>>;
}

/** What `etl/sql_job.py` is told to do, beside the SQL. */
export interface SqlJob {
  /** The job's name within the stack. */
  readonly name: "posts" | "history";
  /** The statement's file in `etl/`. */
  readonly statement: string;
  readonly sources: readonly SqlSource[];
  readonly targets: readonly SqlTarget[];
}

/** The options of CSV that a spreadsheet expects: https://www.rfc-editor.org/rfc/rfc4180 */
const RFC_4180 = { header: "true", delimiter: ",", quote: '"', escape: '"', lineEnd: "\r\n", arrays: "json" } as const;

/** Names of the tables that the job writes; each lies in a folder of its name. */
export type JobTable = "posts" | "posts_csv" | "post_tombstones" | "post_history";

/** Where jobs read and write: names of buckets, and of the database of the catalog. */
export interface JobPlaces {
  readonly raw: string;
  readonly curated: string;
  readonly database: string;
}

/** Both folders of raw posts, by the date of a column. */
function sources(at: JobPlaces, touches: string): SqlSource[] {
  const source = (name: string, prefix: string): SqlSource => ({
    name,
    path: `s3://${at.raw}/${prefix}/`,
    format: "json",
    columns: RAW_ROW,
    touches,
  });
  return [source("new_posts", "posts"), source("new_updates", "post_updates")];
}

function targetOf(
  at: JobPlaces,
  table: JobTable,
  rest: Omit<SqlTarget, "name" | "path" | "table" | "database" | "partitionBy">,
): SqlTarget {
  return {
    name: table,
    path: `s3://${at.curated}/${table}/`,
    partitionBy: PARTITION.name,
    database: at.database,
    table,
    ...rest,
  };
}

/**
 * The job that makes the history of posts of raw rows, by the day of the event: a job of its own, because a like of today on an old
 * post touches today's history and the old day's posts.
 */
export function historyJob(at: JobPlaces): SqlJob {
  return {
    name: "history",
    statement: "history.sql",
    sources: sources(at, "occurredAt"),
    targets: [
      targetOf(at, "post_history", {
        format: "parquet",
        columns: POST_VERSION,
        where: "TRUE",
        current: "current_history",
        options: { compression: "snappy" },
      }),
    ],
  };
}

/**
 * The job that makes curated posts of raw rows.
 *
 * Tombstones are replaced first: should the job stop between two tables, no removed post is left without one.
 */
export function postsJob(at: JobPlaces): SqlJob {
  return {
    name: "posts",
    statement: "posts.sql",
    sources: sources(at, "createdAt"),
    targets: [
      targetOf(at, "post_tombstones", {
        format: "parquet",
        columns: TOMBSTONE,
        where: "deleted",
        current: "current_tombstones",
        options: { compression: "snappy" },
      }),
      targetOf(at, "posts", {
        format: "parquet",
        columns: CURATED_POST,
        where: "NOT deleted",
        current: "current_posts",
        options: { compression: "snappy" },
      }),
      targetOf(at, "posts_csv", { format: "csv", columns: CURATED_POST, where: "NOT deleted", options: RFC_4180 }),
    ],
  };
}
