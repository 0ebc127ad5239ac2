import type * as HuutDomain from "@huut/domain";
import type { CaptionItem, MediaItem, StoredTranscript, WantedItem } from "@huut/domain";
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import { type Dynamo, loadDynamo, transactInTurn } from "../shared/dynamo";
import { eachMessage } from "../shared/each-message";
import { environment } from "../shared/environment";
import { lazily } from "../shared/lazily";
import { loadSqs, sendAll, type Sqs } from "../shared/queues";
import { readItem } from "../shared/read-item";
import { loadS3, readText, type S3 } from "../shared/s3";
import { loadTools, type Tools } from "../shared/tools";
import { readMedia } from "./items";

type Domain = typeof HuutDomain;

function settings() {
  const env = environment(
    "CAPTIONS_TABLE",
    "REQUESTS_TABLE",
    "CURATED_BUCKET",
    "TRANSLATIONS_QUEUE_URL",
    "EAGER_LANGUAGES",
  );
  return {
    tables: { captions: env.CAPTIONS_TABLE, requests: env.REQUESTS_TABLE },
    curated: env.CURATED_BUCKET,
    queueUrl: env.TRANSLATIONS_QUEUE_URL,
    eagerLanguages: env.EAGER_LANGUAGES.split(","),
  };
}
type Settings = ReturnType<typeof settings>;

async function loadClients() {
  const [dynamo, s3, sqs] = await Promise.all([loadDynamo(), loadS3(), loadSqs()]);
  return { dynamo, s3, sqs };
}

/** What every step of one message needs. */
interface Desk extends Settings {
  readonly domain: Domain;
  readonly dynamo: Dynamo;
  readonly s3: S3;
  readonly sqs: Sqs;
  readonly tools: Tools;
}

/** Languages that somebody has asked for before there was a transcript. */
async function wantedLanguages({ domain, dynamo, tables }: Desk, postId: string): Promise<readonly string[]> {
  const key = { requestId: domain.wantedKey(postId) };
  const wanted = await readItem<WantedItem>(dynamo, tables.requests, key);
  return wanted === undefined || domain.isGone(wanted, new Date().toISOString()) ? [] : [...wanted.languages];
}

/**
 * Writes the item of a language, unless there is one of this media.
 *
 * - `written`, `there`: it is this one now, or was before; `there` with what it says
 * - `unwanted`: the media is not the post's any more
 */
async function begin(
  { domain, dynamo, tables }: Desk,
  media: MediaItem,
  item: CaptionItem,
): Promise<{ readonly kind: "written" | "unwanted" } | { readonly kind: "there"; readonly seen: CaptionItem }> {
  const reasons = await transactInTurn(dynamo, [domain.wantedCheck(media), domain.firstWrite(item)], tables);
  if (reasons === undefined) return { kind: "written" };
  if (reasons[0]?.code === "ConditionalCheckFailed") return { kind: "unwanted" };
  return { kind: "there", seen: reasons[1]?.item as unknown as CaptionItem };
}

/** Writes the items, then sends the messages: what a crash keeps from being sent is sent when the event comes again, or by the sweeper. */
async function plan(desk: Desk, key: string): Promise<void> {
  const { domain, dynamo, tables, s3, curated, sqs, queueUrl, eagerLanguages, tools } = desk;
  const text = await readText(s3, curated, key);
  if (text === undefined) return tools.logger.info("The transcript was withdrawn", { key });
  const stored = JSON.parse(text) as StoredTranscript;
  const { postId, mediaVersion } = stored;
  const media = await readMedia(dynamo, tables.captions, postId);
  if (media?.mediaVersion !== mediaVersion) return tools.logger.info("The media was replaced", { key });
  const wanted = [...eagerLanguages, ...(await wantedLanguages(desk, postId))];
  const { translating, unsupported } = domain.planTranslations(media, stored, wanted, new Date().toISOString());
  const languages: string[] = [];
  for (const item of [...translating, ...unsupported]) {
    const outcome = await begin(desk, media, item);
    if (outcome.kind === "unwanted") return tools.logger.info("The media was withdrawn", { key });
    if (outcome.kind === "written" && item.state === "unsupported") tools.metrics.addMetric("Unsupported", "Count", 1);
    const { state } = outcome.kind === "there" ? outcome.seen : item;
    if (item.state === "translating" && state === "translating") languages.push(item.language);
  }
  const messages = languages.map((language) => ({ kind: "translate" as const, postId, mediaVersion, language }));
  await sendAll(sqs, queueUrl, messages);
  tools.logger.info("Planned translations", { postId, mediaVersion, languages });
}

/** Makes the handler of new transcripts: each wanted language gets its item, and a message of its own. */
export function makePlanTranslations() {
  const clients = lazily(loadClients);
  const tools = lazily(loadTools);

  return async (event: SQSEvent, context: Context): Promise<SQSBatchResponse> => {
    const domain = await import("@huut/domain");
    const desk: Desk = { ...settings(), ...(await clients()), domain, tools: await tools() };
    return eachMessage(event, context, desk.tools, async ({ body }: SQSRecord) => {
      for (const key of domain.newTranscripts(body)) await plan(desk, key);
    });
  };
}
