import { type Columns, PARTITION } from "../shared";
import { CURATED_POST, RAW_ROW, TOMBSTONE } from "./columns";

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
  readonly sources: readonly SqlSource[];
  readonly targets: readonly SqlTarget[];
}

/** The options of CSV that a spreadsheet expects: https://www.rfc-editor.org/rfc/rfc4180 */
const RFC_4180 = { header: "true", delimiter: ",", quote: '"', escape: '"', lineEnd: "\r\n", arrays: "json" } as const;

/** Names of the tables that the job writes; each lies in a folder of its name. */
export type JobTable = "posts" | "posts_csv" | "post_tombstones";

/**
 * The job that makes curated posts of raw rows.
 *
 * Tombstones are replaced first: should the job stop between two tables, no removed post is left without one.
 */
export function postsJob(at: { readonly raw: string; readonly curated: string; readonly database: string }): SqlJob {
  const source = (name: string, prefix: string): SqlSource => ({
    name,
    path: `s3://${at.raw}/${prefix}/`,
    format: "json",
    columns: RAW_ROW,
    touches: "createdAt",
  });
  const target = (table: JobTable, rest: Omit<SqlTarget, "name" | "path" | "table" | "database" | "partitionBy">) => ({
    name: table,
    path: `s3://${at.curated}/${table}/`,
    partitionBy: PARTITION.name,
    database: at.database,
    table,
    ...rest,
  });
  return {
    sources: [source("new_posts", "posts"), source("new_updates", "post_updates")],
    targets: [
      target("post_tombstones", {
        format: "parquet",
        columns: TOMBSTONE,
        where: "deleted",
        current: "current_tombstones",
        options: { compression: "snappy" },
      }),
      target("posts", {
        format: "parquet",
        columns: CURATED_POST,
        where: "NOT deleted",
        current: "current_posts",
        options: { compression: "snappy" },
      }),
      target("posts_csv", { format: "csv", columns: CURATED_POST, where: "NOT deleted", options: RFC_4180 }),
    ],
  };
}
