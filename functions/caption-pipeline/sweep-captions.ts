import type { AttributeValue, QueryCommandOutput } from "@aws-sdk/client-dynamodb";
import type * as HuutDomain from "@huut/domain";
import type { CaptionItem, MediaItem, Metered, PendingItem, PendingWork, TotalItem } from "@huut/domain";
import { boundedCalls } from "../shared/bounded-calls";
import { type Dynamo, loadDynamo, write } from "../shared/dynamo";
import { environment } from "../shared/environment";
import { lazily } from "../shared/lazily";
import { readItem } from "../shared/read-item";
import { loadTools, type Tools } from "../shared/tools";
import { loadTranscribe, seeJob, type Transcribe } from "./transcribe-job";

type Domain = typeof HuutDomain;

/** The most items of one shard that one sweep looks at: the oldest. The next sweep sees the next ones. */
const MOST_A_SHARD = 100;

/** What a sweep did. */
export interface SweepReport {
  /** Items that wait, as far as they were looked at. */
  readonly waiting: Readonly<Record<PendingWork, number>>;
  readonly sent: number;
  readonly givenUp: number;
  readonly oldestMinutes: number;
}

function settings() {
  const env = environment(
    "CAPTIONS_TABLE",
    "PENDING_INDEX",
    "USAGE_TABLE",
    "MEDIA_QUEUE_URL",
    "ENDED_QUEUE_URL",
    "TRANSLATIONS_QUEUE_URL",
    "DAILY_SECONDS",
    "DAILY_CHARACTERS",
  );
  return {
    tables: { captions: env.CAPTIONS_TABLE },
    index: env.PENDING_INDEX,
    usageTable: env.USAGE_TABLE,
    queues: { media: env.MEDIA_QUEUE_URL, ended: env.ENDED_QUEUE_URL, translations: env.TRANSLATIONS_QUEUE_URL },
    limits: {
      "transcribe-seconds": Number(env.DAILY_SECONDS),
      "translate-characters": Number(env.DAILY_CHARACTERS),
    } satisfies Record<Metered, number>,
  };
}
type Settings = ReturnType<typeof settings>;

async function loadClients() {
  const sqs = await import("@aws-sdk/client-sqs");
  const [dynamo, transcribe] = await Promise.all([loadDynamo(), loadTranscribe()]);
  return { dynamo, transcribe, sqs, queue: new sqs.SQSClient(boundedCalls()) };
}

/** What every step of one sweep needs. */
interface Desk extends Settings, Awaited<ReturnType<typeof loadClients>> {
  readonly domain: Domain;
  readonly dynamo: Dynamo;
  readonly transcribe: Transcribe;
  readonly tools: Tools;
  readonly now: string;
}

/** The oldest items that wait in one partition of the index. */
async function waitingIn({ dynamo, tables, index }: Desk, pending: string): Promise<PendingItem[]> {
  const { sdk, client, marshall, unmarshall } = dynamo;
  const items: PendingItem[] = [];
  let from: Record<string, AttributeValue> | undefined;
  do {
    const page: QueryCommandOutput = await client.send(
      new sdk.QueryCommand({
        TableName: tables.captions,
        IndexName: index,
        KeyConditionExpression: "#pending = :pending",
        ExpressionAttributeNames: { "#pending": "pending" },
        ExpressionAttributeValues: marshall({ ":pending": pending }),
        Limit: MOST_A_SHARD - items.length,
        ExclusiveStartKey: from,
      }),
    );
    items.push(...(page.Items ?? []).map((item) => unmarshall(item) as PendingItem));
    from = page.LastEvaluatedKey;
  } while (from !== undefined && items.length < MOST_A_SHARD);
  return items;
}

async function waiting(desk: Desk, work: PendingWork): Promise<PendingItem[]> {
  const items: PendingItem[] = [];
  for (const key of desk.domain.pendingKeys(work)) items.push(...(await waitingIn(desk, key)));
  return items;
}

/** Notes that an item is sent, then sends its message: a message that is lost in between is sent by a later sweep. */
async function send(desk: Desk, item: PendingItem, to: keyof Settings["queues"], counts: boolean): Promise<boolean> {
  const { domain, dynamo, tables, queues, now, tools } = desk;
  if (!(await write(dynamo, domain.nudgeWrite(item, counts, now), tables))) return false;
  const body = domain.isMedia(item)
    ? to === "ended"
      ? domain.endedMessage(item)
      : JSON.stringify(domain.mediaMessage(item))
    : JSON.stringify(domain.translationMessage(item));
  await desk.queue.send(new desk.sqs.SendMessageCommand({ QueueUrl: queues[to], MessageBody: body }));
  const { postId, language, state } = item;
  tools.logger.warn("Sent on its way again", { postId, language, state, to });
  return true;
}

/** Looks after one item that may be stuck. */
async function nudge(desk: Desk, item: PendingItem): Promise<"sent" | "given-up" | "left"> {
  const { domain, transcribe, dynamo, tables, now, tools } = desk;
  let step = domain.sweepStep(item, now);
  if (step === "ask" && domain.isMedia(item)) step = domain.afterAsking(item, await seeJob(transcribe, item.jobName));
  if (step === "send") {
    const to = !domain.isMedia(item) ? "translations" : item.state === "starting" ? "media" : "ended";
    return (await send(desk, item, to, true)) ? "sent" : "left";
  }
  if (step !== "give-up") return "left";
  if (!(await write(dynamo, domain.giveUpWrite(item, now), tables))) return "left";
  if (domain.isMedia(item)) tools.metrics.addMetric("TranscriptionsFailed", "Count", 1);
  tools.logger.error("Gave up", { postId: item.postId, language: item.language, state: item.state });
  return "given-up";
}

/** Parked work of earlier days, as far as today's limits have room. */
async function resume(desk: Desk, parked: readonly PendingItem[]): Promise<number> {
  const { domain, dynamo, usageTable, limits, now } = desk;
  const room = async (meter: Metered) => {
    const key = domain.totalKey(meter, domain.dayOf(now));
    return domain.roomIn(await readItem<TotalItem>(dynamo, usageTable, key), limits[meter]);
  };
  const oldestFirst = parked.toSorted((a, b) => ((a.since ?? "") < (b.since ?? "") ? -1 : 1));
  const media = oldestFirst.filter((item): item is MediaItem => domain.isMedia(item));
  const captions = oldestFirst.filter((item): item is CaptionItem => !domain.isMedia(item) && domain.isDue(item, now));
  let sent = 0;
  if (media.length > 0) {
    for (const item of domain.resumable(media, await room("transcribe-seconds"), now)) {
      if (await send(desk, item, "media", false)) sent += 1;
    }
  }
  if (captions.length > 0 && (await room("translate-characters")) > 0) {
    for (const item of captions) if (await send(desk, item, "translations", false)) sent += 1;
  }
  return sent;
}

/** Makes the handler that a schedule invokes: what is stuck goes on, what is parked is resumed, what waits is counted. */
export function makeSweepCaptions() {
  const clients = lazily(loadClients);
  const tools = lazily(loadTools);

  return async (): Promise<SweepReport> => {
    const domain = await import("@huut/domain");
    const now = new Date().toISOString();
    const desk: Desk = { ...settings(), ...(await clients()), domain, tools: await tools(), now };
    const [transcribing, translating] = [await waiting(desk, "transcribing"), await waiting(desk, "translating")];
    const parked = await waiting(desk, "parked");
    let [sent, givenUp] = [0, 0];
    for (const item of [...transcribing, ...translating]) {
      const done = await nudge(desk, item);
      if (done === "sent") sent += 1;
      if (done === "given-up") givenUp += 1;
    }
    sent += await resume(desk, parked);
    const oldestMinutes = domain.oldestMinutes([...transcribing, ...translating], now);
    const { metrics, logger } = desk.tools;
    const counts = { transcribing: transcribing.length, translating: translating.length, parked: parked.length };
    metrics.addMetric("CaptionsWaiting", "Count", counts.transcribing + counts.translating);
    metrics.addMetric("CaptionsParked", "Count", counts.parked);
    metrics.addMetric("OldestPendingMinutes", "Count", oldestMinutes);
    metrics.publishStoredMetrics();
    logger.info("Swept captions", { ...counts, sent, givenUp, oldestMinutes });
    return { waiting: counts, sent, givenUp, oldestMinutes };
  };
}
