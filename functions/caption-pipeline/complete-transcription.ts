import type * as HuutDomain from "@huut/domain";
import type { EndedJob, EndStep, Heard, MediaItem, Reading, SeenJob } from "@huut/domain";
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import { boundedCalls } from "../shared/bounded-calls";
import { type Dynamo, loadDynamo, transactInTurn, write } from "../shared/dynamo";
import { eachMessage } from "../shared/each-message";
import { environment } from "../shared/environment";
import { lazily } from "../shared/lazily";
import { readItem } from "../shared/read-item";
import { loadS3, readText, type S3 } from "../shared/s3";
import { loadTools, type Tools } from "../shared/tools";
import { readMedia } from "./items";
import { deleteObjects, publish, putTranscript } from "./objects";
import { settle } from "./settle";
import { deleteJob, loadTranscribe, seeJob, type Transcribe } from "./transcribe-job";

type Domain = typeof HuutDomain;
type Spoken = Extract<Reading, { readonly kind: "spoken" }>;
type Unheard = Extract<Reading, { readonly kind: "unheard" }>;

function settings() {
  const env = environment(
    "CAPTIONS_TABLE",
    "USAGE_TABLE",
    "RAW_BUCKET",
    "CURATED_BUCKET",
    "PUBLISHED_BUCKET",
    "MEDIA_QUEUE_URL",
    "WITHDRAWALS_QUEUE_URL",
  );
  return {
    tables: { captions: env.CAPTIONS_TABLE, usage: env.USAGE_TABLE },
    buckets: { raw: env.RAW_BUCKET, curated: env.CURATED_BUCKET, published: env.PUBLISHED_BUCKET },
    queues: { media: env.MEDIA_QUEUE_URL, withdrawals: env.WITHDRAWALS_QUEUE_URL },
  };
}
type Settings = ReturnType<typeof settings>;

async function loadClients() {
  const sqs = await import("@aws-sdk/client-sqs");
  const [dynamo, transcribe, s3] = await Promise.all([loadDynamo(), loadTranscribe(), loadS3()]);
  return { dynamo, transcribe, s3, sqs, queue: new sqs.SQSClient(boundedCalls()) };
}

/** What every step of one message needs. */
interface Desk extends Settings, Awaited<ReturnType<typeof loadClients>> {
  readonly domain: Domain;
  readonly dynamo: Dynamo;
  readonly transcribe: Transcribe;
  readonly s3: S3;
  readonly tools: Tools;
}

const instant = (): string => new Date().toISOString();

async function send({ sqs, queue, queues }: Desk, to: keyof Settings["queues"], message: object): Promise<void> {
  await queue.send(new sqs.SendMessageCommand({ QueueUrl: queues[to], MessageBody: JSON.stringify(message) }));
}

/** Has taken away what nobody wants any more: it may have been published after the withdrawal had looked for it. */
async function takeBack(desk: Desk, postId: string, jobName: string): Promise<void> {
  const { domain, dynamo, tables, tools } = desk;
  const mediaVersion = domain.versionOfJob(jobName);
  if (mediaVersion === undefined) return;
  const message = domain.takeBack(mediaVersion, await readMedia(dynamo, tables.captions, postId));
  if (message === undefined) return;
  await send(desk, "withdrawals", message);
  tools.logger.info("Had captions taken back that nobody wants any more", { postId, mediaVersion });
}

/**
 * Publishes the captions of the spoken language: the files first, for the item names them.
 *
 * @returns whether they are wanted still
 */
async function publishSpoken(desk: Desk, item: MediaItem, { captions, files }: Spoken): Promise<boolean> {
  const { domain, dynamo, tables, s3, buckets, tools } = desk;
  const { postId, language } = captions;
  const present = await readItem<typeof captions>(dynamo, tables.captions, { postId, language });
  // An earlier try has come so far, and the author may have corrected them since: they stay.
  if (present?.state === "ready" && present.mediaVersion === item.mediaVersion) return true;
  await publish(s3, buckets.published, files, domain.CAPTION_CACHING);
  const refused = await transactInTurn(dynamo, [domain.wantedCheck(item), domain.captionsWrite(captions)], tables);
  if (refused?.[0]?.code === "ConditionalCheckFailed") return false;
  if (refused === undefined && captions.quality?.passes === false) {
    tools.metrics.addMetric("BelowGate", "Count", 1);
    tools.logger.warn("Captions below the gate", { postId, language, flags: captions.quality.flags });
  }
  return true;
}

/** Writes down what was heard. The item waits in the index until all of it is done. @returns whether it is wanted still */
async function writeDown(desk: Desk, item: MediaItem, heard: Heard, spoken?: Spoken): Promise<boolean> {
  const { domain, dynamo, tables, s3, buckets, tools } = desk;
  if (spoken !== undefined && !(await publishSpoken(desk, item, spoken))) return false;
  if (!(await write(dynamo, domain.heardWrite(item, heard, instant()), tables))) return false;
  if (item.state !== heard.state) {
    tools.metrics.addMetric(heard.state === "silent" ? "Silent" : "Transcribed", "Count", 1);
  }
  await settle(desk, item, spoken ? domain.billedSeconds(heard.durationMs) : (item.estimatedSeconds ?? 0));
  // Its event starts the translations, so everything that they read is there by now.
  if (spoken !== undefined) await putTranscript(s3, buckets.curated, spoken.transcriptKey, spoken.stored);
  return write(dynamo, domain.doneWrite(item, instant()), tables);
}

async function record(desk: Desk, item: MediaItem, heard: Heard, spoken?: Spoken): Promise<void> {
  const { postId, jobName } = item;
  if (!(await writeDown(desk, item, heard, spoken))) return takeBack(desk, postId, jobName);
  desk.tools.logger.info("Transcribed", { postId, jobName, ...heard });
}

async function end(desk: Desk, item: MediaItem, reason: string): Promise<void> {
  const { domain, dynamo, tables, tools } = desk;
  // Failed jobs are not billed: https://aws.amazon.com/transcribe/pricing/
  await settle(desk, item, 0);
  if (!(await write(dynamo, domain.endWrite(item, "failed", reason, instant()), tables))) return;
  tools.metrics.addMetric("TranscriptionsFailed", "Count", 1);
  tools.logger.warn("A transcription failed", { postId: item.postId, jobName: item.jobName, reason });
}

/** Sends the media to be transcribed once more, under the same reservation: only a job that succeeds is billed. */
async function retry(desk: Desk, { item, reason, counts }: Extract<EndStep, { kind: "retry" }>): Promise<void> {
  const { domain, dynamo, tables, tools } = desk;
  await deleteJob(desk.transcribe, item.jobName);
  if (counts && !(await write(dynamo, domain.retryWrite(item, reason, instant()), tables))) return;
  await send(desk, "media", domain.mediaMessage(item));
  tools.logger.warn("Sent media to be transcribed again", { postId: item.postId, reason });
}

/** Shows nothing of what was guessed: Transcribe lacks the language. It listened all the same, and bills it. */
async function endUnheard(desk: Desk, item: MediaItem, { reason, durationMs }: Unheard): Promise<void> {
  const { domain, dynamo, tables, tools } = desk;
  await settle(desk, item, domain.billedSeconds(durationMs));
  if (!(await write(dynamo, domain.endWrite(item, "unsupported", reason, instant()), tables))) return;
  tools.metrics.addMetric("Unsupported", "Count", 1);
  tools.logger.info("Captions are not shown", { postId: item.postId, jobName: item.jobName, reason });
}

/** Reads a job's transcript and goes on from there. @returns whether the job's objects can go */
async function read(desk: Desk, item: MediaItem, job: SeenJob | undefined): Promise<boolean> {
  const { domain, s3, buckets } = desk;
  const text = await readText(s3, buckets.raw, domain.transcribeOutputKey(item.jobName));
  if (text === undefined) {
    // A failed item was cleared before; another one has lost its transcript, unless somebody else is just done with it.
    if (item.state === "failed") return true;
    const now = await readMedia(desk.dynamo, desk.tables.captions, item.postId);
    if (!domain.isAwaited(now, item.jobName)) return true;
    const step = domain.retried(now, "The transcript is not there.", true);
    if (step.kind === "retry") await retry(desk, step);
    else if (step.kind === "end") await end(desk, now, step.reason);
    return step.kind !== "retry";
  }
  const reading = domain.readOutput(item, text, job?.languageCode, instant());
  if (reading.kind === "broken") await end(desk, item, reading.reason);
  else if (reading.kind === "unheard") await endUnheard(desk, item, reading);
  else if (reading.kind === "silent") await record(desk, item, { state: "silent", durationMs: 0 });
  else {
    const { stored, transcriptKey } = reading;
    const { durationMs, language: spokenLanguage } = stored;
    await record(desk, item, { state: "transcribed", durationMs, spokenLanguage, transcriptKey }, reading);
  }
  return true;
}

/** Goes the way of one job that has ended. @returns whether its objects can go */
async function complete(desk: Desk, { jobName, postId }: EndedJob, receives: number): Promise<boolean> {
  const { domain, dynamo, tables } = desk;
  if (postId === undefined) return false;
  const item = await readMedia(dynamo, tables.captions, postId);
  if (!domain.isAwaited(item, jobName)) {
    // An earlier try may have published, and died before it saw that nobody wants it.
    if (receives > 1) await takeBack(desk, postId, jobName);
    return true;
  }
  const job = await seeJob(desk.transcribe, jobName);
  const step = domain.endStep(item, job);
  switch (step.kind) {
    case "wait":
      return false;
    case "clear":
      return true;
    case "silent":
      await record(desk, item, { state: "silent", durationMs: 0 });
      return true;
    case "retry":
      await retry(desk, step);
      return false;
    case "end":
      await end(desk, item, step.reason);
      return true;
    case "read":
      return read(desk, item, job);
  }
}

/** Makes the handler of transcriptions that have ended: captions of the spoken language, transcript, state. */
export function makeCompleteTranscription() {
  const clients = lazily(loadClients);
  const tools = lazily(loadTools);

  return async (event: SQSEvent, context: Context): Promise<SQSBatchResponse> => {
    const domain = await import("@huut/domain");
    const desk: Desk = { ...settings(), ...(await clients()), domain, tools: await tools() };
    const { raw } = desk.buckets;
    return eachMessage(event, context, desk.tools, async ({ body, attributes }: SQSRecord) => {
      const ended = domain.endedJob(body);
      if (ended === undefined || !(await complete(desk, ended, Number(attributes.ApproximateReceiveCount)))) return;
      await deleteObjects(desk.s3, raw, domain.objectsOfJob(ended.jobName));
    });
  };
}
