import { makeExportHashtags } from "../../functions/hashtag-engine/export-hashtags";
import { makeExportTagDay } from "../../functions/hashtag-engine/export-tag-day";
import {
  BufferedQueue,
  type Columns,
  type DeadLetterQueue,
  METRICS_NAMESPACE,
  MagicFunction,
  type Signal,
  catalogArns,
  countAbove,
  curatedTable,
  fromQueue,
  grant,
  invokedBySchedule,
} from "../shared";
import { type HashtagPart, functionArgs } from "./args";
import { EXPORT_INDEX, type HashtagTables } from "./tables";

/** Half an hour after the day has ended in UTC: what was written in its last minutes is in the index by then. */
export const EXPORT_EXPRESSION = "cron(30 0 * * ? *)";

/** Tables of the catalog, by format. */
export const EXPORT_TABLES = { parquet: "hashtags", csv: "hashtags_csv" } as const;

/** Their folders in the curated bucket. */
export const EXPORT_FOLDERS = { parquet: "hashtags/parquet/", csv: "hashtags/csv/" } as const;

/** Their columns, as the rows of `@huut/domain` have them. */
export const EXPORT_COLUMNS: Columns = {
  post_id: "string",
  tag: "string",
  tag_key: "string",
  source: "string",
  language: "string",
  score: "double",
  why: "string",
  rank: "bigint",
  created_at: "timestamp",
  updated_at: "timestamp",
};

/** 64 partitions of the index, with a query for each day that has changed, sixteen at a time: a minute for thousands of days. */
const PLAN_TIMEOUT_SECONDS = 300;
/** Two of the largest shards; what is left of a day goes on in another invocation. */
const DAY_TIMEOUT_SECONDS = 600;
/** A whole core; both files of 500,000 rows take 800 MB. */
const DAY_MEMORY_MIB = 1769;
/** Most tags of a shard: what one invocation holds. Eight such shards are four million tags a day. */
const MOST_ROWS = 500_000;
/** Days that are written at a time. */
const DAYS_AT_ONCE = 2;

const DAY_SECONDS = 86_400;

/** The nightly export of tags. */
export interface Exports {
  readonly queue: BufferedQueue;
  readonly tables: typeof EXPORT_TABLES;
  readonly folders: typeof EXPORT_FOLDERS;
  readonly functions: Readonly<Record<"exportHashtags" | "exportTagDay", MagicFunction>>;
  readonly signals: readonly Signal[];
}

/** Declares the tables that Athena reads, and makes what writes them every night. */
export function makeExports(part: HashtagPart, tables: HashtagTables, failures: DeadLetterQueue): Exports {
  const { args, parent } = part;
  const { place, key, catalog, curated } = args;
  for (const format of ["parquet", "csv"] as const) {
    const path = `s3://${curated.plainName}/${EXPORT_FOLDERS[format]}`;
    const table = { table: EXPORT_TABLES[format], database: catalog.name, columns: EXPORT_COLUMNS };
    curatedTable({ ...table, path, format }, { parent });
  }
  const queue = new BufferedQueue("tag-days", { place, key, consumerTimeoutSeconds: DAY_TIMEOUT_SECONDS }, { parent });
  const functions = {
    exportHashtags: makePlan(part, tables, queue, failures),
    exportTagDay: makeDay(part, tables, queue),
  };
  const made = [queue, ...Object.values(functions)].flatMap(({ signals }) => signals);
  return {
    queue,
    tables: EXPORT_TABLES,
    folders: EXPORT_FOLDERS,
    functions,
    signals: [...made, ...exportSignals(args.active)],
  };
}

/** Finds the days whose tags have changed. */
function makePlan(
  part: HashtagPart,
  { hashtags }: HashtagTables,
  queue: BufferedQueue,
  failures: DeadLetterQueue,
): MagicFunction {
  const { args, parent } = part;
  const { plainName: database } = args.catalog;
  const plan = new MagicFunction(
    "export-hashtags",
    {
      ...functionArgs(part),
      description: "Finds the days whose tags have changed, and has each exported anew",
      handler: makeExportHashtags(),
      timeoutSeconds: PLAN_TIMEOUT_SECONDS,
      environment: {
        HASHTAGS_TABLE: hashtags.name,
        EXPORT_INDEX,
        TAG_DAYS_QUEUE_URL: queue.url,
        DATABASE: database,
        PARQUET_TABLE: EXPORT_TABLES.parquet,
      },
      grants: [
        ...hashtags.grantIndex(EXPORT_INDEX, "dynamodb:Query"),
        grant(["glue:BatchGetPartition"], catalogArns(args.place, database, [EXPORT_TABLES.parquet])),
        ...queue.grant("sqs:SendMessage"),
      ],
      onFailure: failures,
    },
    { parent },
  );
  invokedBySchedule("run-export-hashtags", plan, {
    description: "Exports the tags of the day that has ended, and of days whose tags have changed",
    expression: EXPORT_EXPRESSION,
    // The due time, not the clock: a retry is the same run, and writes nothing twice.
    input: { at: "<aws.scheduler.scheduled-time>" },
    deadLetters: failures,
    enabled: args.active,
  });
  return plan;
}

/** Writes a day. */
function makeDay(part: HashtagPart, { hashtags }: HashtagTables, queue: BufferedQueue): MagicFunction {
  const { args, parent } = part;
  const { curated, catalog } = args;
  const tables = catalogArns(args.place, catalog.plainName, Object.values(EXPORT_TABLES));
  const exportDay = new MagicFunction(
    "export-tag-day",
    {
      ...functionArgs(part),
      description: "Writes a day's tags to the curated zone, as Parquet and CSV",
      handler: makeExportTagDay(),
      timeoutSeconds: DAY_TIMEOUT_SECONDS,
      memoryMiB: DAY_MEMORY_MIB,
      environment: {
        HASHTAGS_TABLE: hashtags.name,
        EXPORT_INDEX,
        CURATED_BUCKET: curated.name,
        TAG_DAYS_QUEUE_URL: queue.url,
        DATABASE: catalog.plainName,
        PARQUET_TABLE: EXPORT_TABLES.parquet,
        CSV_TABLE: EXPORT_TABLES.csv,
        MOST_ROWS: String(MOST_ROWS),
      },
      grants: [
        ...queue.consume(),
        ...queue.grant("sqs:SendMessage", "sqs:ChangeMessageVisibility"),
        ...hashtags.grantIndex(EXPORT_INDEX, "dynamodb:Query"),
        ...curated.grantOn(Object.values(EXPORT_FOLDERS), "s3:PutObject", "s3:DeleteObject", "s3:ListBucket"),
        grant(["glue:GetTable", "glue:GetPartition", "glue:CreatePartition", "glue:UpdatePartition"], tables),
      ],
    },
    { parent },
  );
  fromQueue("tag-days-to-export-tag-day", exportDay, queue, {
    enabled: args.active,
    batchSize: 1,
    maximumConcurrency: DAYS_AT_ONCE,
  });
  return exportDay;
}

/** What is abnormal about the export. */
export function exportSignals(active: boolean): Signal[] {
  const common = { namespace: METRICS_NAMESPACE, runbook: "tag-export.md", severity: "ticket" } as const;
  const planned = { service: "export-hashtags" };
  const missing: Signal = {
    name: "tag-export-missing",
    metric: {
      namespace: METRICS_NAMESPACE,
      name: "TagExportRuns",
      dimensions: planned,
      statistic: "Sum",
      period: DAY_SECONDS,
    },
    threshold: 1,
    comparison: "LessThanThreshold",
    periods: 1,
    missingData: "breaching",
    severity: "ticket",
    runbook: "tag-export.md",
    why: "No export of tags has run for a day: Athena's answers are as old as the last one. A week can be made up for.",
  };
  return [
    // In a standby nothing runs, and nothing is missing.
    ...(active ? [missing] : []),
    countAbove({
      ...common,
      name: "tag-days-left",
      metric: "TagDaysLeft",
      dimensions: planned,
      statistic: "Maximum",
      period: 3600,
      why: "More days have changed than one export takes; the next one goes on, unless it is a day too late for the oldest changes.",
    }),
    countAbove({
      ...common,
      name: "tag-day-too-large",
      metric: "TagShardsTooLarge",
      dimensions: { service: "export-tag-day" },
      period: 3600,
      why: "A day has more tags than its shards hold: it is not exported, and its former export stays.",
    }),
  ];
}
