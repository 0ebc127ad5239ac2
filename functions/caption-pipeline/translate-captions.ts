import type * as HuutDomain from "@huut/domain";
import type {
  CaptionItem,
  CorrectionItem,
  MediaItem,
  StoredTranscript,
  Target,
  TranslatedCaptions,
  TranslateMessage,
} from "@huut/domain";
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import { comeBack } from "../shared/come-back";
import { loadDynamo, transactInTurn } from "../shared/dynamo";
import { eachMessage } from "../shared/each-message";
import { environment } from "../shared/environment";
import { lazily } from "../shared/lazily";
import { loadSqs, sendAll } from "../shared/queues";
import { readItem } from "../shared/read-item";
import { loadS3, readText, type S3 } from "../shared/s3";
import { loadTools, type Tools } from "../shared/tools";
import { readCorrections } from "./api-tables";
import { makeFiles, markPaid } from "./corrected-files";
import { readMedia } from "./items";
import { deleteObjects } from "./objects";
import { loadTranslate, translationEffects, type TranslationDesk, type TranslationTally } from "./translation-effects";
import { publishVersions, takeBack } from "./translation-files";

function settings() {
  const env = environment(
    "CAPTIONS_TABLE",
    "CACHE_TABLE",
    "USAGE_TABLE",
    "CURATED_BUCKET",
    "PUBLISHED_BUCKET",
    "TRANSLATIONS_QUEUE_URL",
    "DAILY_CHARACTERS",
  );
  return {
    tables: { captions: env.CAPTIONS_TABLE, cache: env.CACHE_TABLE, usage: env.USAGE_TABLE },
    buckets: { curated: env.CURATED_BUCKET, published: env.PUBLISHED_BUCKET },
    queueUrl: env.TRANSLATIONS_QUEUE_URL,
    limit: Number(env.DAILY_CHARACTERS),
  };
}
type Settings = ReturnType<typeof settings>;

async function loadClients() {
  const [dynamo, s3, translate] = await Promise.all([loadDynamo(), loadS3(), loadTranslate()]);
  return { dynamo, s3, translate };
}

/** What every step of one message needs. */
interface Desk extends Settings, TranslationDesk {
  readonly tables: Settings["tables"];
  readonly limit: number;
  readonly s3: S3;
  readonly tools: Tools;
}

/** Captions to make: of what, from what, with what is there already. */
interface Job {
  readonly media: MediaItem;
  readonly stored: StoredTranscript;
  readonly language: string;
  readonly seen: CaptionItem | undefined;
}

const instant = (): string => new Date().toISOString();

/** Puts the language's item, as long as its media is wanted. @returns whether it did */
async function put({ domain, dynamo, tables }: Desk, media: MediaItem, item: CaptionItem): Promise<boolean> {
  return (
    (await transactInTurn(dynamo, [domain.wantedCheck(media), domain.translationWrite(item)], tables)) === undefined
  );
}

/** What a message is about; nothing when it is out of date. */
async function jobOf(desk: Desk, { postId, mediaVersion, language }: TranslateMessage): Promise<Job | undefined> {
  const { domain, dynamo, tables, s3, buckets } = desk;
  const media = await readMedia(dynamo, tables.captions, postId);
  if (media?.mediaVersion !== mediaVersion || media.state === "withdrawn") return undefined;
  // There is none yet: its event will plan this language, for who asked for it has said so before.
  const text = await readText(s3, buckets.curated, domain.transcriptKey(postId, mediaVersion));
  if (text === undefined) return undefined;
  const stored = JSON.parse(text) as StoredTranscript;
  const seen = await readItem<CaptionItem>(dynamo, tables.captions, { postId, language });
  return { media, stored, language, seen };
}

/** An earlier try may have written files, and died before it saw that nobody wants them. */
async function clearUp(desk: Desk, { postId, mediaVersion, language }: TranslateMessage): Promise<void> {
  const { domain, s3, buckets } = desk;
  const keys = domain.CAPTION_FORMATS.map((format) => domain.captionKey({ postId, mediaVersion, language, format }));
  await deleteObjects(s3, buckets.published, keys);
}

async function correctionsOf({ dynamo, domain, tables }: Desk, { stored, language }: Job): Promise<CorrectionItem[]> {
  const spoken = domain.normalizeLanguage(stored.language) ?? stored.language;
  const { postId } = stored;
  const lists = await Promise.all(
    [spoken, language].map((each) =>
      readCorrections(dynamo, tables.captions, { postId, language: each, consistent: true }),
    ),
  );
  return lists.flat();
}

/** Publishes captions: the files first, for the item names them; refused, they are taken back. */
async function publish(desk: Desk, { media, stored }: Job, target: Target, captions: TranslatedCaptions) {
  const { domain, s3, buckets, tools } = desk;
  const files = domain.translatedFiles(stored, target, captions);
  const written = await publishVersions(s3, buckets.published, files, domain.CAPTION_CACHING);
  const { postId } = media;
  const { language } = target;
  if (!(await put(desk, media, domain.readyItem(media, target, captions, instant())))) {
    await takeBack(s3, buckets.published, written);
    return tools.logger.info("Took a translation back that is out of date", { postId, language });
  }
  const { quality, revision, calls, characters, fellBack } = captions;
  tools.metrics.addMetric("Translated", "Count", 1);
  tools.logger.info("Translated", { postId, language, revision, cues: quality.cues, calls, characters, fellBack });
  if (quality.passes) return;
  tools.metrics.addMetric("BelowGate", "Count", 1);
  tools.logger.warn("Captions below the gate", { postId, language, flags: quality.flags });
}

/** Translates into one language that the translator has. */
async function translate(desk: Desk, job: Job, target: Target, tally: TranslationTally): Promise<void> {
  const { domain, tools, limit } = desk;
  const { media, stored, language, seen } = job;
  const begun = domain.begunItem(media, language, seen, instant());
  if (begun !== undefined && !(await put(desk, media, begun))) return;
  const corrections = await correctionsOf(desk, job);
  try {
    const effects = translationEffects(desk, media, tally);
    const captions = await domain.translateCaptions({ stored, corrections, target }, effects);
    if (captions !== undefined) return await publish(desk, job, target, captions);
  } catch (error) {
    if (!(error instanceof domain.TranslationRefused)) throw error;
    return end(desk, job, error.end);
  }
  const reason = domain.translationParkedReason(tally.refused, limit);
  if (!(await put(desk, media, domain.parkedItem(media, language, reason, seen, instant())))) return;
  tools.metrics.addMetric("Parked", "Count", 1);
  tools.logger.warn("Parked a translation", { postId: media.postId, language, characters: tally.refused });
}

async function end(desk: Desk, { media, language, seen }: Job, why: HuutDomain.TranslationEnd): Promise<void> {
  const { domain, tools } = desk;
  if (!(await put(desk, media, domain.endedItem(media, language, why, seen, instant())))) return;
  tools.metrics.addMetric(why.state === "unsupported" ? "Unsupported" : "TranslationsFailed", "Count", 1);
  tools.logger.warn("A translation ended", { postId: media.postId, language, ...why });
}

/** Does what a correction owes, whose call has died: files of the spoken language, and every translation. */
async function followCorrections(desk: Desk, { stored, language, seen }: Job): Promise<void> {
  const { domain, tools, queueUrl, buckets } = desk;
  const { postId } = stored;
  if (seen?.pending === undefined && seen?.owes === undefined) {
    return tools.logger.warn("The language is the spoken one", { postId, language });
  }
  const files = { ...desk, published: buckets.published };
  const made = await makeFiles(files, { postId, language }, stored);
  if (made.kind === "busy") throw new Error(`Captions of post ${postId} are written all the time`);
  if (made.kind === "gone") return tools.logger.info("Captions have gone, and owe nothing", { postId, language });
  await sendAll(await loadSqs(), queueUrl, domain.translationsToRenew(made.found));
  await markPaid(files, stored, seen.owes ?? []);
  tools.logger.info("Had translations follow corrections", { postId, corrections: [...(seen.owes ?? [])] });
}

async function handle(desk: Desk, { body, attributes }: SQSRecord): Promise<void> {
  const { domain, tools } = desk;
  const message = JSON.parse(body) as TranslateMessage;
  const job = await jobOf(desk, message);
  if (job === undefined) {
    if (Number(attributes.ApproximateReceiveCount) > 1) await clearUp(desk, message);
    return tools.logger.info("Nobody waits for a translation any more", { ...message });
  }
  const { targets, unsupported } = domain.targets([job.language], job.stored.language);
  const [target] = targets;
  const [refused] = unsupported;
  if (refused !== undefined) return end(desk, job, { state: "unsupported", reason: refused.reason });
  if (target === undefined) return followCorrections(desk, job);
  const tally: TranslationTally = { characters: 0, refused: 0 };
  try {
    await translate(desk, job, target, tally);
  } finally {
    if (tally.characters > 0) tools.metrics.addMetric("TranslatedCharacters", "Count", tally.characters);
  }
}

/** Makes the handler of translations: captions of one transcript in one language a message. */
export function makeTranslateCaptions() {
  const clients = lazily(loadClients);
  const tools = lazily(loadTools);

  return async (event: SQSEvent, context: Context): Promise<SQSBatchResponse> => {
    const domain = await import("@huut/domain");
    const timeLeft = () => context.getRemainingTimeInMillis();
    const desk: Desk = { ...settings(), ...(await clients()), domain, tools: await tools(), timeLeft };
    return eachMessage(event, context, desk.tools, async (record) => {
      try {
        await handle(desk, record);
      } catch (error) {
        await comeBack(desk.queueUrl, record, desk.tools);
        throw error;
      }
    });
  };
}
