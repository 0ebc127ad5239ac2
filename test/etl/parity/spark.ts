import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { historyJob, postsJob } from "../../../components/data-lake/sql-job";
import { exitStatus, UserError } from "../../../cli/shared";
import type { Batch, ParityCase, RawRow } from "./cases";
import type { Places } from "./compare";

const etl = join(__dirname, "..", "..", "..", "etl");

/** Two cores and a bounded heap. Few rows and many plans: compiling code for each of them would take most of the time. */
const SETTINGS = {
  "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
  "spark.sql.codegen.wholeStage": "false",
  "spark.sql.codegen.factoryMode": "NO_CODEGEN",
  "spark.sql.adaptive.enabled": "false",
  "spark.driver.memory": "1g",
  "spark.ui.enabled": "false",
  "spark.sql.shuffle.partitions": "1",
  "spark.default.parallelism": "1",
  "spark.driver.host": "127.0.0.1",
  "spark.driver.bindAddress": "127.0.0.1",
};

/** What Spark made of the cases. */
export interface SparkOutcome {
  readonly version: string;
  /** One a run. */
  readonly seconds: readonly number[];
  readonly places: (name: string) => Places;
}

/** The raw zone's file of rows. */
export function linesOf(rows: readonly RawRow[]): Buffer {
  return gzipSync(rows.map((row) => `${JSON.stringify(row)}\n`).join(""));
}

/** The files of a batch, by their keys in the raw bucket. */
export function filesOf({ posts, updates }: Batch, index: number): (readonly [string, Buffer])[] {
  const files: [string, readonly RawRow[]][] = [
    [`posts/created_date=2026-11-02/created_hour=05/${index}.gz`, posts],
    [`post_updates/created_date=2026-11-02/created_hour=05/${index}.gz`, updates],
  ];
  return files.filter(([, rows]) => rows.length > 0).map(([key, rows]) => [key, linesOf(rows)]);
}

/** Runs both jobs over every batch of every case in one session of Spark. @throws UserError with Spark's last words */
export function runOnSpark(cases: readonly ParityCase[], python: string, folder: string): SparkOutcome {
  const runs = cases.flatMap((each) => runsOf(each, join(folder, "spark", each.name)));
  const [plan, result] = [join(folder, "plan.json"), join(folder, "result.json")];
  writeFileSync(plan, JSON.stringify({ script: join(etl, "sql_job.py"), settings: SETTINGS, runs }));
  const { status, stderr } = spawnSync(python, [join(__dirname, "spark.py"), plan, result], {
    encoding: "utf8",
    stdio: ["ignore", "ignore", "pipe"],
    maxBuffer: 64 * 1024 * 1024,
    env: { ...process.env, PYSPARK_PYTHON: python, PYTHONDONTWRITEBYTECODE: "1" },
  });
  if (status !== 0) throw new UserError(`The job fails on Spark:\n${stderr.slice(-4_000)}`, exitStatus.failed);
  const { spark, partitions, seconds } = JSON.parse(readFileSync(result, "utf8")) as {
    spark: string;
    partitions: [string, string, string, string][];
    seconds: number[];
  };
  const places = (name: string): Places => {
    const tables = new Map<string, Map<string, string>>();
    for (const [database, table, date, location] of partitions) {
      if (database !== name) continue;
      tables.set(table, (tables.get(table) ?? new Map<string, string>()).set(date, new URL(location).pathname));
    }
    return tables;
  };
  return { version: spark, seconds, places };
}

function runsOf({ name, batches }: ParityCase, folder: string) {
  const buckets = { raw: "raw", curated: "curated", database: name };
  return batches.flatMap((batch, index) => {
    const staged = filesOf(batch, index).map(([key, body], i) => {
      const place = join(folder, "staged", `${index}-${i}.gz`);
      mkdirSync(join(folder, "staged"), { recursive: true });
      writeFileSync(place, body);
      return [place, join(folder, "raw", key)] as const;
    });
    return [postsJob(buckets), historyJob(buckets)].map((job, i) => ({
      files: i === 0 ? staged : [],
      arguments: {
        "--JOB_NAME": `${name}-${job.name}`,
        "--JOB_RUN_ID": `jr_${index}`,
        "--sql": `file://${join(etl, job.statement)}`,
        "--sources": local(job.sources, folder),
        "--targets": local(job.targets, folder),
      },
    }));
  });
}

/** Buckets become folders. */
function local(value: unknown, folder: string): string {
  return JSON.stringify(value).replaceAll('"s3://', `"file://${folder}/`);
}
