import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { GlueClient } from "@aws-sdk/client-glue";
import { historyJob, postsJob, type SqlTarget } from "../../../../components/data-lake/sql-job";
import type { Principal } from "../../../../sandbox/iam";
import { clientFor } from "../../../../sandbox/kernel/client";
import { Cloud } from "../../../../sandbox/kernel/cloud";
import { World } from "../../../../sandbox/world/world";
import { createResource } from "../../../support/resource";

export const account = "222222222222";
export const place = { account, region: "ap-south-1" };
export const start = Date.UTC(2026, 10, 3);

const etl = join(__dirname, "..", "..", "..", "..", "etl");

const places = { raw: "raw", curated: "curated", database: "lake" };

/** The program's own jobs. */
export const jobs = [postsJob(places), historyJob(places)];

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
    for (const { targets } of jobs) for (const target of targets) await this.table(target);
    await this.put("curated", "etl/sql_job.py", readFileSync(join(etl, "sql_job.py")));
    const roleArn = await this.role("etl", [
      { Effect: "Allow", Action: ["s3:*", "glue:*", "logs:*", "cloudwatch:*"], Resource: "*" },
    ]);
    for (const { name, statement, sources, targets } of jobs) {
      await this.put("curated", `etl/${statement}`, readFileSync(join(etl, statement)));
      await this.create("aws:glue/job:Job", name, {
        name,
        roleArn,
        command: { scriptLocation: "s3://curated/etl/sql_job.py", pythonVersion: "3" },
        defaultArguments: {
          "--job-bookmark-option": "job-bookmark-enable",
          "--enable-metrics": "true",
          "--sql": `s3://curated/etl/${statement}`,
          "--sources": JSON.stringify(sources),
          "--targets": JSON.stringify(targets),
        },
        ...jobInputs,
      });
    }
  }

  private table(target: SqlTarget) {
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

  /** Runs a job to its end and answers its state. */
  async runJob(name: "posts" | "history" = "posts"): Promise<{ JobRunState: string; ErrorMessage?: string }> {
    const { JobRunId } = await this.call<{ JobRunId: string }>("glue", "StartJobRun", { JobName: name });
    await this.world.runFor(120_000);
    const { JobRun } = await this.call<{ JobRun: { JobRunState: string; ErrorMessage?: string } }>(
      "glue",
      "GetJobRun",
      { JobName: name, RunId: JobRunId },
    );
    return JobRun;
  }
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
