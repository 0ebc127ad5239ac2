import * as glue from "@aws-sdk/client-glue";
import { ListObjectsV2Command } from "@aws-sdk/client-s3";
import {
  automatedTags,
  TAG_COLUMNS,
  TAG_FOLDERS,
  TAG_FORMATS,
  TagBasis,
  tagWrites,
  type ExportRequest,
  type TagDayMessage,
  type TaggedPost,
  type TagFormat,
  type TagHead,
} from "@huut/domain";
import type { SQSBatchResponse } from "aws-lambda";
import { type ExportReport, makeExportHashtags } from "../../../functions/hashtag-engine/export-hashtags";
import { makeExportTagDay } from "../../../functions/hashtag-engine/export-tag-day";
import { Desk, packaged, type DeskPlan } from "../caption-pipeline/desk";
import { serviceError } from "../packaged";

export const CATALOG_TABLES = { parquet: "hashtags", csv: "hashtags_csv" } as const;
const DATABASE = "lake";

const PLAN: DeskPlan<"hashtags", "days"> = {
  seed: 5,
  start: Date.UTC(2026, 10, 3, 0, 30),
  tables: {
    hashtags: {
      partition: "postId",
      sort: "sourceTag",
      index: { name: "export", partition: "exportShard", sort: "exportSort" },
    },
  },
  queues: ["days"],
  buckets: ["curated"],
  operations: {
    dynamodb: ["Query"],
    glue: ["BatchGetPartition", "CreatePartition", "GetPartition", "GetTable", "UpdatePartition"],
    s3: ["DeleteObjects", "ListObjectsV2", "PutObject"],
    sqs: ["ChangeMessageVisibility", "SendMessage", "SendMessageBatch"],
  },
};

/** A file as the bucket has it. */
export interface ExportedFile {
  readonly key: string;
  readonly text: string;
}

/** The export from its packages, over a modelled table, queue, bucket and catalog. */
export class ExportDesk extends Desk<"hashtags", "days"> {
  /** Milliseconds that functions think they have left. */
  timeLeft = 600_000;

  constructor() {
    super(PLAN);
  }

  async open(): Promise<void> {
    await this.setUp(() => ({
      HASHTAGS_TABLE: "hashtags",
      EXPORT_INDEX: "export",
      CURATED_BUCKET: "curated",
      TAG_DAYS_QUEUE_URL: this.queueUrls.days ?? "",
      DATABASE,
      PARQUET_TABLE: CATALOG_TABLES.parquet,
      CSV_TABLE: CATALOG_TABLES.csv,
      MOST_ROWS: "1000",
    }));
    await this.make("glue/catalogDatabase:CatalogDatabase", DATABASE, { name: DATABASE });
    for (const format of TAG_FORMATS) {
      await this.make("glue/catalogTable:CatalogTable", format, {
        name: CATALOG_TABLES[format],
        databaseName: DATABASE,
        tableType: "EXTERNAL_TABLE",
        partitionKeys: [{ name: "created_date", type: "string" }],
        storageDescriptor: {
          location: `s3://curated/${TAG_FOLDERS[format]}`,
          columns: Object.entries(TAG_COLUMNS).map(([name, type]) => ({ name, type })),
        },
      });
    }
  }

  /** Makes these a post's suggested tags, as suggest-hashtags does; none for a post that is gone. */
  async tag(post: Partial<TaggedPost> & { postId: string }, tags: readonly string[], at: string): Promise<void> {
    const whole = { userId: "u-1", createdAt: "2026-11-02T08:00:00.000Z", version: 1, language: "hi", ...post };
    const items = (await this.items("hashtags")) as unknown as TagHead[];
    const head = items.find(({ postId, sourceTag }) => postId === post.postId && sourceTag === "automated");
    const why = { sentence: 'Of "it"', contributions: [] };
    const stored = automatedTags(tags.map((tag) => ({ tag, score: 0.5, why, aliases: [] })) as never);
    const basis = tags.length === 0 ? TagBasis.removal : TagBasis.text;
    for (const { item } of tagWrites(whole, "automated", stored, basis, head, at))
      await this.put("hashtags", item ?? {});
  }

  /** Asks for an export. */
  async ask(request: ExportRequest): Promise<ExportReport> {
    return (await this.inTime((await packaged(makeExportHashtags))(request))) as ExportReport;
  }

  /** Hands one message to export-tag-day. @returns whether it was taken */
  async handle(message: TagDayMessage): Promise<boolean> {
    const attributes = { ApproximateReceiveCount: "1" };
    const Records = [{ messageId: "1", receiptHandle: "handle", body: JSON.stringify(message), attributes }];
    const context = { getRemainingTimeInMillis: () => this.timeLeft };
    const answer = (await this.inTime((await packaged(makeExportTagDay))({ Records }, context))) as SQSBatchResponse;
    return answer.batchItemFailures.length === 0;
  }

  /** Handles what waits in the queue until nothing does; what is delayed waits on. @returns what was handled */
  async drain(): Promise<TagDayMessage[]> {
    const handled: TagDayMessage[] = [];
    for (;;) {
      const waiting = await this.messages<TagDayMessage>("days");
      if (waiting.length === 0) return handled;
      for (const message of waiting) {
        if (!(await this.handle(message))) throw new Error(`Not taken: ${JSON.stringify(message)}`);
        handled.push(message);
      }
    }
  }

  /** The partition of a day, if there is one. */
  async partition(format: TagFormat, day: string) {
    const input = { DatabaseName: DATABASE, TableName: CATALOG_TABLES[format] };
    const answer = (await this.send("glue", new glue.GetPartitionsCommand(input))) as glue.GetPartitionsCommandOutput;
    const found = (answer.Partitions ?? []).find(({ Values }) => Values?.[0] === day);
    return found && { location: found.StorageDescriptor?.Location ?? "", parameters: found.Parameters ?? {} };
  }

  /** Files below a prefix. */
  async files(prefix: string): Promise<ExportedFile[]> {
    const list = new ListObjectsV2Command({ Bucket: "curated", Prefix: prefix });
    const { Contents = [] } = (await this.send("s3", list)) as { Contents?: { Key: string }[] };
    const found: ExportedFile[] = [];
    for (const { Key: key } of Contents) found.push({ key, text: await this.read("curated", key) });
    return found;
  }

  /** Tags of a day as readers of the CSV find them now; nothing without a partition. */
  async shown(day: string): Promise<string[] | undefined> {
    const partition = await this.partition("csv", day);
    if (partition === undefined) return undefined;
    const files = await this.files(partition.location.replace("s3://curated/", ""));
    const lines = files.flatMap(({ text }) => text.trimEnd().split("\r\n").slice(1));
    return lines.map((line) => line.split(",").slice(0, 2).join(" ")).sort();
  }

  /** Has the nth effect fail: before it is made, or once it is made and before the function hears of it. */
  failAtEffect(nth: number, when: "before" | "after"): void {
    let count = 0;
    this[when] = ({ operation }) => {
      const effect = /^(Put|Create|Update|Delete|SendMessage)/.test(operation);
      if (effect && (count += 1) === nth) throw serviceError("Crash");
    };
  }

  heal(): void {
    this.before = () => undefined;
    this.after = () => undefined;
  }
}
