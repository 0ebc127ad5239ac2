import * as v from "valibot";

const columns = v.record(v.string(), v.picklist(["string", "bigint", "boolean", "timestamp", "array<string>"]));
const folder = v.pipe(v.string(), v.regex(/^s3:\/\/[^/]+\/.*\/$/, "must be s3://bucket/prefix/"));

const source = v.strictObject({
  name: v.string(),
  path: folder,
  format: v.literal("json"),
  columns,
  touches: v.string(),
});

const common = {
  name: v.string(),
  path: folder,
  partitionBy: v.string(),
  database: v.string(),
  table: v.string(),
  columns,
  where: v.string(),
  current: v.optional(v.string()),
};

const target = v.variant("format", [
  v.strictObject({
    ...common,
    format: v.literal("parquet"),
    options: v.strictObject({ compression: v.picklist(["snappy", "gzip", "zstd"]) }),
  }),
  v.strictObject({
    ...common,
    format: v.literal("csv"),
    current: v.optional(v.never()),
    options: v.strictObject({
      header: v.literal("true"),
      delimiter: v.string(),
      quote: v.string(),
      escape: v.string(),
      lineEnd: v.string(),
      arrays: v.literal("json"),
    }),
  }),
]);

const jobArguments = v.object({
  "--sql": v.pipe(v.string(), v.startsWith("s3://")),
  "--sources": v.pipe(v.string(), v.parseJson(), v.array(source)),
  "--targets": v.pipe(v.string(), v.parseJson(), v.array(target)),
});

export type SqlSource = v.InferOutput<typeof source>;
export type SqlTarget = v.InferOutput<typeof target>;
export type ParquetTarget = Extract<SqlTarget, { format: "parquet" }>;
export type CsvTarget = Extract<SqlTarget, { format: "csv" }>;

export interface SqlJobArguments {
  readonly sql: string;
  readonly sources: readonly SqlSource[];
  readonly targets: readonly SqlTarget[];
}

/** @throws Error naming each argument that the contract of the SQL job does not have so */
export function readArguments(given: Readonly<Record<string, string>>): SqlJobArguments {
  const result = v.safeParse(jobArguments, given);
  if (!result.success) {
    const lines = result.issues.map((issue) => `${v.getDotPath(issue) ?? "arguments"}: ${issue.message}`);
    throw new Error(`The arguments of the SQL job: ${lines.join("; ")}`);
  }
  const { output } = result;
  return { sql: output["--sql"], sources: output["--sources"], targets: output["--targets"] };
}
