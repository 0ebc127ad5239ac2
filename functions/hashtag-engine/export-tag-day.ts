import type * as HuutDomain from "@huut/domain";
import type { ExportedDay, ExportedItem, ExportMessage, TagDayMessage } from "@huut/domain";
import type { Context, SQSBatchResponse, SQSEvent } from "aws-lambda";
import { boundedCalls } from "../shared/bounded-calls";
import { comeBack } from "../shared/come-back";
import { loadDynamo } from "../shared/dynamo";
import { eachMessage } from "../shared/each-message";
import { environment } from "../shared/environment";
import { loadGlue } from "../shared/glue";
import { lazily } from "../shared/lazily";
import { queried } from "../shared/query";
import { loadSqs } from "../shared/queues";
import { loadTools, type Tools } from "../shared/tools";
import { exportedDay, movePartition } from "./tag-catalog";
import { tagFiles } from "./tag-files";

/** A shard is begun only when so much time is left: twice what the largest one takes. */
const SHARD_MS = 240_000;

/** Former files are kept as long as a query may run that has begun before the partition moved. SQS waits no longer. */
const TIDY_SECONDS = 900;

function settings() {
  const env = environment(
    "HASHTAGS_TABLE",
    "EXPORT_INDEX",
    "CURATED_BUCKET",
    "TAG_DAYS_QUEUE_URL",
    "DATABASE",
    "PARQUET_TABLE",
    "CSV_TABLE",
    "MOST_ROWS",
  );
  return {
    table: env.HASHTAGS_TABLE,
    index: env.EXPORT_INDEX,
    bucket: env.CURATED_BUCKET,
    queueUrl: env.TAG_DAYS_QUEUE_URL,
    mostRows: Number(env.MOST_ROWS),
    tables: {
      parquet: { database: env.DATABASE, table: env.PARQUET_TABLE },
      csv: { database: env.DATABASE, table: env.CSV_TABLE },
    },
  };
}

/** A file of a hundred megabytes takes longer than calls usually may. */
const UPLOAD_MS = 60_000;

async function loadS3() {
  const sdk = await import("@aws-sdk/client-s3");
  return { sdk, client: new sdk.S3Client(boundedCalls({ requestTimeout: UPLOAD_MS })) };
}

async function loadClients() {
  const [dynamo, glue, s3, sqs] = await Promise.all([loadDynamo(), loadGlue(), loadS3(), loadSqs()]);
  return { dynamo, glue, s3, sqs };
}

/** What every step of one message needs. */
interface Desk extends Readonly<ReturnType<typeof settings>>, Readonly<Awaited<ReturnType<typeof loadClients>>> {
  readonly domain: typeof HuutDomain;
  readonly tools: Tools;
  readonly timeLeft: () => number;
}

const CONTENT_TYPES = { parquet: "application/vnd.apache.parquet", csv: "text/csv; charset=utf-8" } as const;

/** Writes a shard's tags of a day, in both formats. @returns how many there are */
async function writeShard(desk: Desk, { day, run }: ExportMessage, shard: number): Promise<number> {
  const { domain, dynamo, table, index, tools, s3, bucket, mostRows } = desk;
  const files = await tagFiles(domain);
  const partition = ["exportShard", domain.createdShard(day, shard)] as const;
  const fields = ["postId", ...domain.EXPORTED_ATTRIBUTES];
  let rows = 0;
  for await (const item of queried<ExportedItem>(dynamo, { table, index, partition, fields })) {
    if ((rows += 1) > mostRows) {
      tools.metrics.addMetric("TagShardsTooLarge", "Count", 1);
      throw new Error(
        `Shard ${shard} of ${day} has over ${mostRows} tags: raise EXPORT_SHARDS, or MOST_ROWS and the memory`,
      );
    }
    files.add(domain.tagRow(item));
  }
  if (rows === 0) return 0;
  const made = files.finish();
  for (const format of domain.TAG_FORMATS) {
    const Key = domain.tagFileKey(format, day, run, shard);
    const input = { Bucket: bucket, Key, Body: made[format], ContentType: CONTENT_TYPES[format] };
    await s3.client.send(new s3.sdk.PutObjectCommand(input));
  }
  return rows;
}

async function send({ sqs, queueUrl }: Desk, message: TagDayMessage, DelaySeconds = 0): Promise<void> {
  const input = { QueueUrl: queueUrl, MessageBody: JSON.stringify(message), DelaySeconds };
  await sqs.client.send(new sqs.sdk.SendMessageCommand(input));
}

/** Writes the shards that are left. @returns nothing when time was short, and another invocation goes on */
async function writeDay(desk: Desk, message: ExportMessage): Promise<ExportedDay | undefined> {
  const { run, readFrom = new Date().toISOString() } = message;
  let { rows } = message;
  for (let { shard } = message; shard < desk.domain.EXPORT_SHARDS; shard += 1) {
    if (shard > message.shard && desk.timeLeft() < SHARD_MS) {
      await send(desk, { ...message, shard, rows, readFrom });
      return undefined;
    }
    rows += await writeShard(desk, message, shard);
  }
  return { run, readFrom, rows };
}

/**
 * Writes a day anew to a place of its own, then points the tables at it. A shard's key follows from the run, so whoever does it twice
 * writes over the same files; but those that a table shows are never written again.
 */
async function exportDay(desk: Desk, message: ExportMessage): Promise<void> {
  const { domain, glue, tables, bucket, tools } = desk;
  const { day, run } = message;
  const shown = await Promise.all(domain.TAG_FORMATS.map((format) => exportedDay(glue, tables[format], day)));
  if (shown.every((each) => each?.run === run) || shown.some((each) => each !== undefined && each.run > run)) {
    return tools.logger.info("Exported already, or by a later run", { day, run });
  }
  // One table shows it: the run was stopped between the two, and all of its files are there.
  const written = shown.find((each) => each?.run === run) ?? (await writeDay(desk, message));
  if (written === undefined) return;
  for (const format of domain.TAG_FORMATS) {
    const location = `s3://${bucket}/${domain.runFolder(format, day, run)}`;
    await movePartition(glue, tables[format], day, { ...written, location });
  }
  await send(desk, { kind: "tidy", day }, TIDY_SECONDS);
  tools.metrics.addMetric("TagDaysExported", "Count", 1);
  tools.metrics.addMetric("TagsExported", "Count", written.rows);
  tools.logger.info("Exported", { day, ...written });
}

/** Removes what earlier runs have written of a day. */
async function tidyDay({ domain, glue, s3, tables, bucket, tools }: Desk, day: string): Promise<void> {
  const { client, sdk } = s3;
  for (const format of domain.TAG_FORMATS) {
    const exported = await exportedDay(glue, tables[format], day);
    if (exported === undefined) continue;
    for (;;) {
      const list = new sdk.ListObjectsV2Command({ Bucket: bucket, Prefix: domain.dayFolder(format, day) });
      const { Contents = [], IsTruncated } = await client.send(list);
      const former = domain.formerFiles(
        Contents.map(({ Key = "" }) => Key),
        exported.run,
      );
      if (former.length === 0) break;
      const Objects = former.map((Key) => ({ Key }));
      const input = { Bucket: bucket, Delete: { Objects, Quiet: true } };
      const { Errors: [refused] = [] } = await client.send(new sdk.DeleteObjectsCommand(input));
      if (refused !== undefined) throw new Error(`${refused.Key} was not removed: ${refused.Code} ${refused.Message}`);
      tools.logger.info("Removed former files", { day, format, files: former.length });
      if (IsTruncated !== true) break;
    }
  }
}

/** Makes the handler of days that are to be exported, one at a time. */
export function makeExportTagDay() {
  const clients = lazily(loadClients);
  const tools = lazily(loadTools);

  return async (event: SQSEvent, context: Context): Promise<SQSBatchResponse> => {
    const domain = await import("@huut/domain");
    const timeLeft = () => context.getRemainingTimeInMillis();
    const desk: Desk = { ...settings(), ...(await clients()), domain, tools: await tools(), timeLeft };
    return eachMessage(event, context, desk.tools, async (record) => {
      try {
        const message = JSON.parse(record.body) as TagDayMessage;
        await (message.kind === "tidy" ? tidyDay(desk, message.day) : exportDay(desk, message));
      } catch (error) {
        await comeBack(desk.queueUrl, record, desk.tools);
        throw error;
      }
    });
  };
}
