import { createHash } from "crypto";
import { readFileSync } from "fs";
import * as path from "path";
import type * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";
import { type Bucket, type Grant, catalogArns, grant, resourceName, roleFor } from "../shared";
import { type LakePart } from "./args";
import { glueLogs } from "./catalog";
import { type SqlJob } from "./sql-job";

const ETL_FOLDER = path.resolve(__dirname, "..", "..", "etl");

/** What the job reads, writes and runs. */
export interface EtlArgs extends LakePart {
  readonly raw: Bucket;
  readonly curated: Bucket;
  readonly databaseName: string;
  readonly script: Script;
  readonly job: SqlJob;
  readonly securityConfiguration: aws.glue.SecurityConfiguration;
}

/** An hour is many times what a day of posts takes; a job that hangs is billed for as long as it may. */
const TIMEOUT_MINUTES = 60;

/** A file of `etl/` in the curated bucket. */
export interface Script {
  readonly url: pulumi.Output<string>;
  readonly key: string;
}

/**
 * Uploads a file of `etl/` under a key made of its content: a run that has begun keeps the text it began with, and a new text is
 * a new argument of the job, to be seen in the preview.
 */
function upload(file: string, curated: Bucket, parent: pulumi.Resource): Script {
  const content = readFileSync(path.join(ETL_FOLDER, file), "utf8");
  const digest = createHash("sha256").update(content).digest("hex").slice(0, 16);
  const key = `etl/${digest}/${file}`;
  const object = new aws.s3.BucketObjectv2(
    `etl-${file}`,
    { bucket: curated.name, key, content, contentType: "text/plain; charset=utf-8" },
    { parent, dependsOn: [curated.versioning] },
  );
  return { key, url: object.key.apply((made) => `s3://${curated.plainName}/${made}`) };
}

/** Uploads the script that every job runs. */
export function uploadScript(curated: Bucket, parent: pulumi.Resource): Script {
  return upload("sql_job.py", curated, parent);
}

/** What sets the jobs apart beside their arguments. */
const JOBS = {
  posts: { role: "etl", description: "Recomputes the touched dates of curated posts from raw rows" },
  history: { role: "history-etl", description: "Recomputes the touched days of the history of posts from raw rows" },
} as const satisfies Readonly<Record<SqlJob["name"], object>>;

/** Makes the encryption of what Glue itself writes: results, logs, bookmarks. */
export function makeSecurityConfiguration(lake: LakePart, parent: pulumi.Resource): aws.glue.SecurityConfiguration {
  return new aws.glue.SecurityConfiguration(
    "glue-security",
    {
      name: resourceName(lake.place, "glue"),
      encryptionConfiguration: {
        cloudwatchEncryption: { cloudwatchEncryptionMode: "SSE-KMS", kmsKeyArn: lake.key.arn },
        jobBookmarksEncryption: { jobBookmarksEncryptionMode: "CSE-KMS", kmsKeyArn: lake.key.arn },
        s3Encryption: { s3EncryptionMode: "SSE-KMS", kmsKeyArn: lake.key.arn },
      },
    },
    { parent },
  );
}

function etlGrants(args: EtlArgs): Grant[] {
  const { sources, targets } = args.job;
  const below = (bucket: Bucket, parts: readonly { readonly path: string }[]) =>
    parts.map((part) => part.path.slice(`s3://${bucket.plainName}/`.length));
  const written = below(args.curated, targets);
  const readAgain = below(
    args.curated,
    targets.filter(({ current }) => current !== undefined),
  );
  const catalog = catalogArns(
    args.place,
    args.databaseName,
    targets.map((target) => target.table),
  );
  return [
    ...[
      ...args.raw.grantOn(below(args.raw, sources), "s3:GetObject", "s3:ListBucket"),
      ...args.curated.grantOn(["etl/", ...readAgain], "s3:GetObject"),
      ...args.curated.grantOn(written, "s3:ListBucket", "s3:PutObject", "s3:DeleteObject"),
    ].filter(({ actions }) => !actions.some((action) => action.startsWith("kms:"))),
    grant(["glue:GetTable", "glue:GetPartition", "glue:BatchCreatePartition", "glue:UpdatePartition"], catalog),
    grant(["glue:GetJobBookmark", "glue:UpdateJobBookmark"], ["*"]),
    // For objects as well as for bookmarks, which the role encrypts itself, not through a service.
    grant(["kms:Encrypt", "kms:Decrypt", "kms:GenerateDataKey"], [args.key.arn]),
    glueLogs(args),
    grant(["cloudwatch:PutMetricData"], ["*"], { StringEquals: { "cloudwatch:namespace": "Glue" } }),
  ];
}

/** Makes a job that turns raw rows into curated tables. */
export function makeJob(args: EtlArgs, parent: pulumi.Resource): aws.glue.Job {
  const { name, statement } = args.job;
  const own = JOBS[name];
  const sql = upload(statement, args.curated, parent);
  const { role, policy } = roleFor(
    own.role,
    {
      place: args.place,
      service: "glue.amazonaws.com",
      anySource: true,
      description: "Reads raw rows and replaces curated partitions",
      grants: etlGrants(args),
    },
    { parent },
  );
  return new aws.glue.Job(
    `${name}-job`,
    {
      name: resourceName(args.place, name),
      description: own.description,
      roleArn: role.arn,
      glueVersion: "5.0",
      command: { name: "glueetl", pythonVersion: "3", scriptLocation: args.script.url },
      workerType: "G.1X",
      numberOfWorkers: 2,
      timeout: TIMEOUT_MINUTES,
      maxRetries: 1,
      // Two runs at once would both replace a partition, and share one bookmark.
      executionProperty: { maxConcurrentRuns: 1 },
      securityConfiguration: args.securityConfiguration.name,
      defaultArguments: {
        "--job-language": "python",
        "--job-bookmark-option": "job-bookmark-enable",
        "--enable-metrics": "true",
        "--enable-continuous-cloudwatch-log": "true",
        "--sql": sql.url,
        "--sources": JSON.stringify(args.job.sources),
        "--targets": JSON.stringify(args.job.targets),
      },
    },
    { parent, dependsOn: [policy] },
  );
}

/** What the workflow runs, and when. */
export interface WorkflowArgs extends LakePart {
  readonly active: boolean;
  readonly schedule: string;
  readonly crawler: aws.glue.Crawler;
  readonly jobs: readonly aws.glue.Job[];
}

/** Makes the workflow: on schedule the crawler, and after it the jobs, side by side. */
export function makeWorkflow(args: WorkflowArgs, parent: pulumi.Resource): aws.glue.Workflow {
  const workflow = new aws.glue.Workflow(
    "lake-workflow",
    {
      name: resourceName(args.place, "lake"),
      description: "Crawls the raw zone, then curates it",
      maxConcurrentRuns: 1,
    },
    { parent },
  );
  new aws.glue.Trigger(
    "crawl-on-schedule",
    {
      name: resourceName(args.place, "crawl"),
      type: "SCHEDULED",
      schedule: args.schedule,
      workflowName: workflow.name,
      enabled: args.active,
      startOnCreation: args.active,
      actions: [{ crawlerName: args.crawler.name }],
    },
    { parent },
  );
  new aws.glue.Trigger(
    "curate-after-crawl",
    {
      name: resourceName(args.place, "curate"),
      type: "CONDITIONAL",
      workflowName: workflow.name,
      enabled: true,
      startOnCreation: true,
      predicate: {
        conditions: [{ crawlerName: args.crawler.name, crawlState: "SUCCEEDED", logicalOperator: "EQUALS" }],
      },
      actions: args.jobs.map((job) => ({ jobName: job.name })),
    },
    { parent },
  );
  return workflow;
}
