import type * as HuutDomain from "@huut/domain";
import type { MediaItem, TranscribeMessage, Wanted } from "@huut/domain";
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import { type Dynamo, loadDynamo, transactInTurn, write } from "../shared/dynamo";
import { eachMessage } from "../shared/each-message";
import { environment } from "../shared/environment";
import { lazily } from "../shared/lazily";
import { loadTools, type Tools } from "../shared/tools";
import { readMedia, readPost } from "./items";
import { findMedia, loadMediaSource, type MediaSource, partCalls } from "./media-source";
import { settle } from "./settle";
import { stageMedia } from "./stage-media";
import { deleteJob, loadTranscribe, startJob, type Transcribe } from "./transcribe-job";

type Domain = typeof HuutDomain;

/** Receives after which a recording that cannot be seen is given up; the queue itself gives up after five. */
const RECEIVES_UNTIL_MISSING = 4;
/** Decisions about one message: each but the last was overtaken by another writer. */
const MOST_DECISIONS = 4;

/** What the function is deployed with. */
function settings() {
  const env = environment(
    "POSTS_TABLE",
    "CAPTIONS_TABLE",
    "USAGE_TABLE",
    "MEDIA_BUCKET",
    "MEDIA_READER_ARN",
    "MEDIA_EXTERNAL_ID",
    "RAW_BUCKET",
    "JOB_ROLE_ARN",
    "OUTPUT_KEY_ARN",
    "SPOKEN_LANGUAGES",
    "DAILY_SECONDS",
  );
  return {
    tables: { posts: env.POSTS_TABLE, captions: env.CAPTIONS_TABLE, usage: env.USAGE_TABLE },
    media: { bucket: env.MEDIA_BUCKET, readerArn: env.MEDIA_READER_ARN, externalId: env.MEDIA_EXTERNAL_ID },
    rawBucket: env.RAW_BUCKET,
    job: { roleArn: env.JOB_ROLE_ARN, keyArn: env.OUTPUT_KEY_ARN },
    spokenLanguages: env.SPOKEN_LANGUAGES.split(","),
    dailySeconds: Number(env.DAILY_SECONDS),
  };
}
type Settings = ReturnType<typeof settings>;

async function loadClients({ media }: Settings) {
  const { S3Client } = await import("@aws-sdk/client-s3");
  const [dynamo, transcribe, source] = await Promise.all([loadDynamo(), loadTranscribe(), loadMediaSource(media)]);
  return { dynamo, transcribe, source, raw: new S3Client(partCalls()) };
}

/** What every step of one message needs. */
interface Desk extends Settings {
  readonly domain: Domain;
  readonly dynamo: Dynamo;
  readonly transcribe: Transcribe;
  readonly source: MediaSource;
  readonly raw: Awaited<ReturnType<typeof loadClients>>["raw"];
  readonly tools: Tools;
}

const instant = (): string => new Date().toISOString();

/** Decides what a message is good for and writes it down. @returns what is to be transcribed, if anything is */
async function decide(desk: Desk, message: TranscribeMessage): Promise<Wanted | undefined> {
  const { domain, dynamo, tables, spokenLanguages, tools } = desk;
  const { postId } = message;
  for (let decision = 1; decision <= MOST_DECISIONS; decision += 1) {
    const seen = await readMedia(dynamo, tables.captions, postId);
    const post = await readPost(dynamo, tables.posts, postId);
    if (post !== undefined && post.version < message.postVersion) {
      throw new Error(
        `The table of posts is behind: ${postId} is of version ${post.version}, not ${message.postVersion}`,
      );
    }
    const step = domain.startStep({ message, post, seen, spokenLanguages, now: instant() });
    if (step.kind === "ignore" || post === undefined) {
      tools.logger.info("Nothing to transcribe", { postId, why: step.kind === "ignore" ? step.why : step.kind });
      return undefined;
    }
    if (step.kind === "go") return step;
    if (step.kind === "begin" && step.replaces) await deleteJob(desk.transcribe, step.item.jobName);
    const refused = await transactInTurn(dynamo, [domain.beginWrite(step.item, seen), domain.mediaCheck(post)], tables);
    if (refused !== undefined) continue;
    if (step.kind === "begin") return step;
    tools.metrics.addMetric("Unsupported", "Count", 1);
    tools.logger.info("Media cannot be transcribed", { postId, reason: step.item.reason });
    return undefined;
  }
  throw new Error(`${postId}: other writers come between again and again`);
}

/** Ends it for good, and says why. */
async function end(desk: Desk, item: MediaItem, reason: string): Promise<void> {
  const { domain, dynamo, tables, tools } = desk;
  await settle(desk, item, 0);
  if (!(await write(dynamo, domain.endWrite(item, "failed", reason, instant()), tables))) return;
  tools.metrics.addMetric("TranscriptionsFailed", "Count", 1);
  tools.logger.warn("Media cannot be transcribed", { postId: item.postId, reason });
}

/** Reserves the media's seconds of the day's limit. @returns the item as it goes on; nothing when it does not */
async function reserve(desk: Desk, { item, media }: Wanted, bytes: number): Promise<MediaItem | undefined> {
  const { domain, dynamo, tables, dailySeconds, tools } = desk;
  // Reserved by an earlier try, and paid for once.
  if (item.reservedOn !== undefined) return item;
  const now = instant();
  const amount = domain.estimatedSeconds(media, bytes);
  const { postId } = item;
  const reservation = { meter: "transcribe-seconds", name: domain.reservationName(item), amount, postId } as const;
  const writes = domain.reserveWrites(reservation, dailySeconds, now);
  if (writes !== undefined) {
    const refused = await transactInTurn(dynamo, [...writes, domain.reservedWrite(item, amount, now)], tables);
    if (refused === undefined)
      return { ...item, state: "starting", reservedOn: domain.dayOf(now), estimatedSeconds: amount };
    if (refused[2]?.code === "ConditionalCheckFailed") return undefined;
    if (domain.reserved(refused) !== "over") throw new Error(`${postId}: ${reservation.name} is reserved already`);
  }
  const reason = domain.parkedReason(amount, dailySeconds);
  if (await write(dynamo, domain.parkedWrite(item, amount, reason, now), tables)) {
    tools.metrics.addMetric("Parked", "Count", 1);
    tools.logger.warn("Parked media", { postId, seconds: amount, reason });
  }
  return undefined;
}

/** Copies the media and starts its job. */
async function transcribe(desk: Desk, wanted: Wanted, receives: number): Promise<void> {
  const { domain, source, media: place, rawBucket, tools } = desk;
  const { item, media, language } = wanted;
  const found = await findMedia(source, place.bucket, media.key);
  if (found === undefined) {
    if (receives < RECEIVES_UNTIL_MISSING) throw new Error(`${media.key} is not there yet, or may not be read`);
    return end(desk, item, "The media file is not there, or the platform may not read it.");
  }
  const problem = domain.mediaProblem(found);
  if (problem !== undefined) return end(desk, item, problem);
  const reserved = await reserve(desk, wanted, found.bytes);
  if (reserved === undefined) return;
  const stagingKey = domain.stagingKey(item.jobName, media.format);
  const from = { ...found, bucket: place.bucket, key: media.key };
  await stageMedia({ source, from, target: desk.raw, to: { bucket: rawBucket, key: stagingKey } }, tools);
  const refusal = await startJob(desk.transcribe, {
    ...desk.job,
    bucket: rawBucket,
    jobName: item.jobName,
    mediaKey: stagingKey,
    outputKey: domain.transcribeOutputKey(item.jobName),
    language,
  });
  if (refusal !== undefined) return end(desk, reserved, refusal);
  await write(desk.dynamo, domain.takenWrite(reserved, instant()), desk.tables);
  tools.logger.info("Started a transcription", { postId: item.postId, jobName: item.jobName, bytes: found.bytes });
}

/** Makes the handler of the queue of media: each is copied to where Transcribe may read it, and its job is started. */
export function makeStartTranscription() {
  const clients = lazily(() => loadClients(settings()));
  const tools = lazily(loadTools);

  return async (event: SQSEvent, context: Context): Promise<SQSBatchResponse> => {
    const domain = await import("@huut/domain");
    const desk: Desk = { ...settings(), ...(await clients()), domain, tools: await tools() };
    return eachMessage(event, context, desk.tools, async ({ body, attributes }: SQSRecord) => {
      const wanted = await decide(desk, JSON.parse(body) as TranscribeMessage);
      if (wanted !== undefined) await transcribe(desk, wanted, Number(attributes.ApproximateReceiveCount));
    });
  };
}
