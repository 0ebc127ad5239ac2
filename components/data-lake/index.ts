import * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";
import {
  type Catalog,
  EncryptionKey,
  type Grant,
  type MagicFunction,
  type Signal,
  Stream,
  type Table,
  curatedTable,
  databaseName,
  resourceName,
} from "../shared";
import { encryptCatalog } from "./account-settings";
import { type DataLakeArgs } from "./args";
import { BUCKET_RETENTION, type LakeBuckets, makeBuckets } from "./buckets";
import { makeCrawler, makeDatabase } from "./catalog";
import { type Delivery, makeDelivery } from "./delivery";
import { makeJob, makeSecurityConfiguration, makeWorkflow, uploadScript } from "./etl";
import { serviceUses } from "./key";
import { type Publication, deliverAccessLogs, makePublication } from "./publication";
import { type CuratedTable, type QueryArgs, makeWorkgroup, queryGrants, resultGrants } from "./query";
import { lakeSignals } from "./signals";
import { historyJob, postsJob } from "./sql-job";

export * from "./args";
export type { Publication } from "./publication";
export type { CuratedTable } from "./query";

/** The tables that the lake captures, by the names the platform gives them, and their folders in the raw zone. */
export const CAPTURED = { posts: "posts", "post-updates": "post_updates", captions: "captions" } as const;

/** A table that the lake captures. */
export type CapturedTable = keyof typeof CAPTURED;

/** How long changes can be read again: the time a team has to mend a broken delivery. */
const CHANGES_RETENTION_HOURS = 168;

/** Days for which the lake keeps what an erasure cannot reach. */
export const RETENTION = { ...BUCKET_RETENTION, stream: CHANGES_RETENTION_HOURS / 24 } as const;

/**
 * The data lake of an account and region.
 *
 * | table of the catalog | made by | holds |
 * | --- | --- | --- |
 * | `raw_posts`, `raw_post_updates`, `raw_captions` | the crawler | lines of the raw zone, by `created_date` and `created_hour` |
 * | `posts` | the job | the newest state of every post, Parquet, by `created_date` |
 * | `posts_csv` | the job | the same, for spreadsheets |
 * | `post_tombstones` | the job | what keeps removed posts removed |
 * | `post_history` | the history job | every version of every post with its counters, Parquet, by the day of the event |
 * | `hashtags`, `hashtags_csv` | the HashtagEngine | tags of posts, manual and automated, by `created_date` |
 */
export class DataLake extends pulumi.ComponentResource {
  readonly key: EncryptionKey;
  readonly buckets: LakeBuckets;
  /** The distribution before the published bucket. */
  readonly publication: Publication;
  /** The stream of changes of captured tables. */
  readonly changes: Stream;
  readonly delivery: Delivery;
  readonly transform: MagicFunction;
  /** The database of the catalog, a plain string. */
  readonly database: string;
  /** The same, for tables of other components. */
  readonly catalog: Catalog;
  readonly workflow: aws.glue.Workflow;
  /** Makes curated posts. */
  readonly job: aws.glue.Job;
  /** Makes the history of posts. */
  readonly historyJob: aws.glue.Job;
  readonly crawler: aws.glue.Crawler;
  readonly workgroup: aws.athena.Workgroup;
  readonly signals: readonly Signal[];
  readonly #args: DataLakeArgs;
  readonly #query: QueryArgs;

  constructor(name: string, args: DataLakeArgs, opts?: pulumi.ComponentResourceOptions) {
    super("huut:lake:DataLake", name, {}, opts);
    this.#args = args;
    const { place } = args;
    this.database = databaseName(place);
    this.key = makeKey(args, this);
    const part = { place, key: this.key };
    this.buckets = makeBuckets({ ...part, protect: args.protect }, this);
    const { raw, curated } = this.buckets;
    this.publication = makePublication({ ...this.buckets, place }, this);
    this.changes = new Stream("changes", { ...part, retentionHours: CHANGES_RETENTION_HOURS }, { parent: this });
    this.delivery = makeDelivery(
      { ...args, ...part, changes: this.changes, raw, tableNames: capturedNames(args) },
      this,
    );
    this.transform = this.delivery.transform;

    const places = { raw: raw.plainName, curated: curated.plainName, database: this.database };
    const [posts, history] = [postsJob(places), historyJob(places)];
    const database = makeDatabase(part, this);
    this.catalog = { place, plainName: this.database, name: database.name };
    for (const target of [...posts.targets, ...history.targets])
      curatedTable({ ...target, database: database.name }, { parent: this });
    const glue = {
      ...part,
      raw,
      databaseName: this.database,
      securityConfiguration: makeSecurityConfiguration(part, this),
    };
    this.crawler = makeCrawler({ ...glue, database, folders: Object.values(CAPTURED) }, this);
    const etl = { ...glue, curated, script: uploadScript(curated, this) };
    this.job = makeJob({ ...etl, job: posts }, this);
    this.historyJob = makeJob({ ...etl, job: history }, this);
    const jobs = [this.job, this.historyJob];
    this.workflow = makeWorkflow({ ...args, ...part, crawler: this.crawler, jobs }, this);

    this.#query = { ...part, curated, databaseName: this.database, scanLimitGiB: args.scanLimitGiB };
    this.workgroup = makeWorkgroup(this.#query, this);
    if (args.ownsAccountSettings) encryptCatalog(part, this);
    this.signals = [
      ...this.changes.signals,
      ...this.transform.signals,
      ...lakeSignals(this.delivery, { posts: this.job, history: this.historyJob }),
    ];
    this.registerOutputs({ database: this.database, workgroup: this.workgroup.name });
  }

  /**
   * Streams a table's changes into the raw zone. In a standby nothing is captured: the destination has no switch, and two regions
   * would count every change twice.
   */
  capture(table: CapturedTable, source: Table): aws.dynamodb.KinesisStreamingDestination | undefined {
    if (!this.#args.active) return undefined;
    return new aws.dynamodb.KinesisStreamingDestination(
      `capture-${table}`,
      {
        tableName: source.name,
        streamArn: this.changes.arn,
        approximateCreationDateTimePrecision: "MICROSECOND",
      },
      // A delivery stream begins at LATEST: what is captured before it reads would never be delivered.
      { parent: this, dependsOn: [this.delivery.stream] },
    );
  }

  /** What starting queries on curated tables needs. */
  queryGrants(...tables: CuratedTable[]): Grant[] {
    return queryGrants(this.#query, this.workgroup, tables);
  }

  /** What reading states and results of queries needs. */
  resultGrants(): Grant[] {
    return resultGrants(this.#query, this.workgroup);
  }

  /** Makes the policies and notifications of the buckets. Once, when every part of the platform has handed in its own. */
  finalize(): void {
    const { logs, ...others } = this.buckets;
    for (const bucket of Object.values(others)) bucket.finalize();
    const args = { ...this.buckets, place: this.#args.place };
    deliverAccessLogs(args, this.publication, { parent: this, dependsOn: [logs.finalize()] });
  }
}

function makeKey(args: DataLakeArgs, parent: pulumi.Resource): EncryptionKey {
  return new EncryptionKey(
    "lake",
    {
      place: args.place,
      description: "Data of the platform: buckets, tables, queues, streams, logs",
      serviceUses: serviceUses(args.place.account, args.applicationAccount),
      protect: args.protect,
    },
    { parent },
  );
}

/** DynamoDB's names of the captured tables, and the lake's. */
function capturedNames({ place }: DataLakeArgs): Record<string, string> {
  return Object.fromEntries(
    Object.entries(CAPTURED).map(([table, folder]) => [resourceName(place, table, "table"), folder]),
  );
}
