import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { GlueClient } from "@aws-sdk/client-glue";
import type { Principal } from "../../../../sandbox/iam";
import { clientFor } from "../../../../sandbox/kernel/client";
import { Cloud } from "../../../../sandbox/kernel/cloud";
import { World } from "../../../../sandbox/world/world";
import { createResource } from "../../../support/resource";

export const account = "222222222222";
export const place = { account, region: "ap-south-1" };
export const start = Date.UTC(2026, 10, 3);

const etl = join(__dirname, "..", "..", "..", "..", "etl");

export const post = {
  postId: "string",
  userId: "string",
  createdAt: "string",
  updatedAt: "string",
  version: "bigint",
  deleted: "boolean",
  eventId: "string",
  eventName: "string",
  occurredAt: "string",
  text: "string",
  tags: "array<string>",
  language: "string",
  audioFile: "string",
  videoFile: "string",
  image: "string",
  likes: "bigint",
  heard: "bigint",
};
const curated = {
  post_id: "string",
  user_id: "string",
  created_at: "timestamp",
  version: "bigint",
  text: "string",
  tags: "array<string>",
  likes: "bigint",
  heard: "bigint",
  occurred_at: "timestamp",
  event_id: "string",
  updated_at: "timestamp",
  language: "string",
  audio_file: "string",
  video_file: "string",
  image: "string",
};
const tombstone = { post_id: "string", version: "bigint", occurred_at: "timestamp", event_id: "string" };

const common = { partitionBy: "created_date", database: "lake" };
export const targets = [
  {
    ...common,
    name: "post_tombstones",
    table: "post_tombstones",
    path: "s3://curated/post_tombstones/",
    format: "parquet",
    columns: tombstone,
    where: "deleted",
    current: "current_tombstones",
    options: { compression: "snappy" },
  },
  {
    ...common,
    name: "posts",
    table: "posts",
    path: "s3://curated/posts/",
    format: "parquet",
    columns: curated,
    where: "NOT deleted",
    current: "current_posts",
    options: { compression: "snappy" },
  },
  {
    ...common,
    name: "posts_csv",
    table: "posts_csv",
    path: "s3://curated/posts_csv/",
    format: "csv",
    columns: curated,
    where: "NOT deleted",
    options: { header: "true", delimiter: ",", quote: '"', escape: '"', lineEnd: "\r\n", arrays: "json" },
  },
] as const;

const formats = {
  parquet: { serializationLibrary: "org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe" },
  csv: {
    serializationLibrary: "org.apache.hadoop.hive.serde2.OpenCSVSerde",
    parameters: { separatorChar: ",", quoteChar: '"', escapeChar: '"' },
  },
};

/** A lake with everything that its job needs, and a role that may do all of it. */
export class Lake {
  readonly world: World;
  readonly cloud: Cloud;
  readonly glue: GlueClient;

  constructor(seed = 1) {
    this.world = new World({ seed, start });
    this.cloud = new Cloud(this.world);
    this.world.open();
    const root = { principal: { kind: "root", account } as const, account };
    this.glue = clientFor(this.cloud, GlueClient, "glue", root, place.region);
  }

  create(type: string, name: string, inputs: Record<string, unknown>) {
    return createResource(this.cloud, type, name, inputs, place);
  }

  async role(name: string, statements: readonly object[], service = "glue.amazonaws.com"): Promise<string> {
    const assumeRolePolicy = JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" }],
    });
    await this.create("aws:iam/role:Role", name, { name, assumeRolePolicy });
    const policy = JSON.stringify({ Version: "2012-10-17", Statement: statements });
    await this.create("aws:iam/rolePolicy:RolePolicy", `${name}-policy`, { name: "own", role: name, policy });
    return `arn:aws:iam::${account}:role/${name}`;
  }

  call<O = Record<string, unknown>>(service: string, operation: string, input: object, principal?: Principal) {
    const own = principal ?? ({ kind: "root", account } as const);
    return this.cloud.call<O>({ principal: own, place, service, operation, input });
  }

  async put(bucket: string, key: string, body: string | Uint8Array): Promise<void> {
    await this.call("s3", "PutObject", { Bucket: bucket, Key: key, Body: Buffer.from(body) });
  }

  async keys(bucket: string, prefix: string): Promise<string[]> {
    const { Contents } = await this.call<{ Contents: { Key: string }[] }>("s3", "ListObjectsV2", {
      Bucket: bucket,
      Prefix: prefix,
    });
    return Contents.map(({ Key }) => Key);
  }

  async bytes(bucket: string, key: string): Promise<Buffer> {
    return (await this.call<{ Body: Buffer }>("s3", "GetObject", { Bucket: bucket, Key: key })).Body;
  }

  /** Rows as Firehose leaves them. */
  async arrive(folder: string, name: string, rows: readonly object[]): Promise<void> {
    const lines = rows.map((row) => `${JSON.stringify(row)}\n`).join("");
    await this.put("raw", `${folder}/${name}.gz`, gzipSync(lines));
  }

  async build(jobInputs: Record<string, unknown> = {}): Promise<void> {
    await this.create("aws:s3/bucket:Bucket", "raw", { bucket: "raw" });
    await this.create("aws:s3/bucket:Bucket", "curated", { bucket: "curated" });
    await this.create("aws:glue/catalogDatabase:CatalogDatabase", "lake", { name: "lake" });
    for (const target of targets) await this.table(target);
    await this.put("curated", "etl/sql_job.py", readFileSync(join(etl, "sql_job.py")));
    await this.put("curated", "etl/posts.sql", readFileSync(join(etl, "posts.sql")));
    const roleArn = await this.role("etl", [
      { Effect: "Allow", Action: ["s3:*", "glue:*", "logs:*", "cloudwatch:*"], Resource: "*" },
    ]);
    await this.create("aws:glue/job:Job", "posts", {
      name: "posts",
      roleArn,
      command: { scriptLocation: "s3://curated/etl/sql_job.py", pythonVersion: "3" },
      defaultArguments: {
        "--job-bookmark-option": "job-bookmark-enable",
        "--enable-metrics": "true",
        "--sql": "s3://curated/etl/posts.sql",
        "--sources": JSON.stringify([source("new_posts", "posts"), source("new_updates", "post_updates")]),
        "--targets": JSON.stringify(targets),
      },
      ...jobInputs,
    });
  }

  private table(target: (typeof targets)[number]) {
    const { format } = target;
    return this.create("aws:glue/catalogTable:CatalogTable", target.table, {
      name: target.table,
      databaseName: "lake",
      tableType: "EXTERNAL_TABLE",
      parameters: { EXTERNAL: "TRUE", ...(format === "csv" && { "skip.header.line.count": "1" }) },
      partitionKeys: [{ name: "created_date", type: "string" }],
      storageDescriptor: {
        location: target.path,
        serDeInfo: formats[format],
        columns: Object.entries(target.columns).map(([name, type]) => ({
          name,
          type: format === "csv" ? "string" : type,
        })),
      },
    });
  }

  /** Runs the job to its end and answers its state. */
  async runJob(): Promise<{ JobRunState: string; ErrorMessage?: string }> {
    const { JobRunId } = await this.call<{ JobRunId: string }>("glue", "StartJobRun", { JobName: "posts" });
    await this.world.runFor(120_000);
    const { JobRun } = await this.call<{ JobRun: { JobRunState: string; ErrorMessage?: string } }>(
      "glue",
      "GetJobRun",
      { JobName: "posts", RunId: JobRunId },
    );
    return JobRun;
  }
}

function source(name: string, folder: string) {
  return { name, path: `s3://raw/${folder}/`, format: "json", columns: post, touches: "createdAt" };
}

/** A raw row of a post. */
export function row(postId: string, version: number, more: Record<string, unknown> = {}) {
  const occurredAt = `2026-11-02T05:${String(version).padStart(2, "0")}:00.000Z`;
  return {
    postId,
    userId: "u-1",
    createdAt: "2026-11-02T05:00:00.120Z",
    updatedAt: occurredAt,
    version,
    deleted: false,
    eventId: `${postId}-${version}`,
    occurredAt,
    text: `text of ${postId}`,
    tags: ["#a"],
    likes: version,
    heard: 0,
    ...more,
  };
}
