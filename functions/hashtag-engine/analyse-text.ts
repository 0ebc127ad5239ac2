import type * as HuutDomain from "@huut/domain";
import type { Analysed, PartSubject, RawTextItem, TextMessage } from "@huut/domain";
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import { comeBack } from "../shared/come-back";
import { loadDynamo } from "../shared/dynamo";
import { environment } from "../shared/environment";
import { lazily } from "../shared/lazily";
import { loadSqs, sendAll } from "../shared/queues";
import { readItem } from "../shared/read-item";
import { loadS3 } from "../shared/s3";
import { loadTools, type Tools } from "../shared/tools";
import { analysisEffects, loadComprehend, type AnalysisDesk } from "./analysis-effects";
import { changeRawText, type RawTextDesk } from "./raw-text-table";
import { findParts, type FoundPart, type TextPlaces } from "./texts-to-analyse";

function settings() {
  const env = environment(
    "RAW_TEXT_TABLE",
    "POSTS_TABLE",
    "CAPTIONS_TABLE",
    "CACHE_TABLE",
    "CURATED_BUCKET",
    "TEXTS_QUEUE_URL",
    "SUGGESTIONS_QUEUE_URL",
  );
  return {
    tables: { rawText: env.RAW_TEXT_TABLE },
    postsTable: env.POSTS_TABLE,
    captionsTable: env.CAPTIONS_TABLE,
    cacheTable: env.CACHE_TABLE,
    curated: env.CURATED_BUCKET,
    textsUrl: env.TEXTS_QUEUE_URL,
    suggestionsUrl: env.SUGGESTIONS_QUEUE_URL,
  };
}
type Settings = Readonly<ReturnType<typeof settings>>;

async function loadClients() {
  const [dynamo, s3, sqs, comprehend] = await Promise.all([loadDynamo(), loadS3(), loadSqs(), loadComprehend()]);
  return { dynamo, s3, sqs, comprehend };
}

/** What every step of one batch needs. */
interface Desk extends Settings, RawTextDesk, TextPlaces, AnalysisDesk {
  readonly domain: typeof HuutDomain;
  readonly dynamo: AnalysisDesk["dynamo"];
  readonly tables: Settings["tables"];
  readonly sqs: Awaited<ReturnType<typeof loadSqs>>;
  readonly tools: Tools;
}

/** A post of the batch, and what is to be analysed of it. */
interface Job {
  readonly postId: string;
  readonly item: RawTextItem | undefined;
  readonly parts: readonly FoundPart[];
}

/** A text of a job. What its post's item had been given for the same text before is not asked for again. */
interface Task {
  readonly part: HuutDomain.AnalysisPart;
  readonly subject: PartSubject;
  readonly text: HuutDomain.TextToAnalyse;
  readonly digest: string;
  readonly known: HuutDomain.TextAnalysis | undefined;
}

const instant = (): string => new Date().toISOString();

async function find(desk: Desk, postId: string): Promise<Job> {
  const item = await readItem<RawTextItem>(desk.dynamo, desk.tables.rawText, { postId });
  return { postId, item, parts: item === undefined ? [] : await findParts(desk, item) };
}

function tasksOf({ domain }: Desk, { item, parts }: Job): readonly Task[] {
  return parts.flatMap((found) => {
    if (found.kind !== "text") return [];
    const { part, subject, text } = found;
    const digest = domain.sha256(JSON.stringify([domain.readableText(text.text), text.stated ?? ""]));
    const before = item?.[part];
    return [{ part, subject, text, digest, known: before?.analysedDigest === digest ? before.analysis : undefined }];
  });
}

/** Notes what has gone, then what was found, then sends the post on: a message that dies in between sends it on when it comes again. */
async function finish(desk: Desk, job: Job, found: readonly HuutDomain.AnalysedPart[], tasks: readonly Task[]) {
  const { domain, sqs, suggestionsUrl, tools } = desk;
  const { postId } = job;
  const last = await changeRawText(desk, postId, (seen) => {
    if (seen === undefined) return undefined;
    const now = instant();
    let item = seen;
    for (const part of job.parts) {
      if (part.kind === "removed") item = domain.removeRawText(item, part.postVersion, now) ?? item;
      if (part.kind === "gone") item = domain.withdrawPart(item, part.part, part.subject, now) ?? item;
    }
    for (const [index, each] of found.entries()) {
      item = domain.analysedPart(item, tasks[index]?.part ?? "text", each, now) ?? item;
    }
    // Several changes are one write.
    return item === seen ? undefined : { ...item, revision: seen.revision + 1 };
  });
  const message = domain.messageFor(last);
  if (message?.kind === "suggest") await sendAll(sqs, suggestionsUrl, [message]);
  for (const { analysis } of found) {
    tools.metrics.addMetric("TextsAnalysed", "Count", 1);
    if (analysis.pivot !== undefined) tools.metrics.addMetric("TextsPivoted", "Count", 1);
    if (analysis.state === "unsupported") tools.metrics.addMetric("TextsUnsupported", "Count", 1);
  }
  const parts = found.map(({ analysis }, index) => ({ part: tasks[index]?.part, language: analysis.language }));
  tools.logger.info("Analysed", { postId, parts, waits: message?.kind });
}

/** Analyses the texts of all jobs together. @returns why jobs failed, by post */
async function analyse(desk: Desk, jobs: readonly Job[]): Promise<Map<string, unknown>> {
  const tasks = jobs.map((job) => tasksOf(desk, job));
  const open = tasks.flat().filter(({ known }) => known === undefined);
  const texts = open.map(({ text }) => text);
  const answers = await desk.domain.analyseTexts(texts, analysisEffects(desk));
  const analysed = new Map(open.map((task, index) => [task, answers[index] as Analysed] as const));
  const failed = new Map<string, unknown>();
  for (const [index, job] of jobs.entries()) {
    const own = tasks[index] ?? [];
    try {
      const found = own.map(({ subject, digest, known, ...task }) => {
        if (known !== undefined) return { ...subject, digest, analysis: known };
        const answer = analysed.get(own.find(({ part }) => part === task.part) as Task);
        if (answer?.kind !== "analysed") throw answer?.error ?? new Error("A text was not analysed");
        return { ...subject, digest, analysis: answer.analysis };
      });
      await finish(desk, job, found, own);
    } catch (error) {
      failed.set(job.postId, error);
    }
  }
  return failed;
}

/** Handles a batch: what fails of it comes back alone. */
async function handle(desk: Desk, records: readonly SQSRecord[]): Promise<Map<SQSRecord, unknown>> {
  const failures = new Map<SQSRecord, unknown>();
  const byPost = new Map<string, SQSRecord[]>();
  for (const record of records) {
    try {
      const { postId } = JSON.parse(record.body) as TextMessage;
      byPost.set(postId, [...(byPost.get(postId) ?? []), record]);
    } catch (error) {
      failures.set(record, error);
    }
  }
  const jobs: Job[] = [];
  const fail = (postId: string, error: unknown) => byPost.get(postId)?.forEach((record) => failures.set(record, error));
  for (const postId of byPost.keys()) {
    try {
      jobs.push(await find(desk, postId));
    } catch (error) {
      fail(postId, error);
    }
  }
  for (const [postId, error] of await analyse(desk, jobs)) fail(postId, error);
  return failures;
}

/** Makes the handler of texts: up to 25 posts an invocation, whose texts go to Comprehend together. */
export function makeAnalyseText() {
  const clients = lazily(loadClients);
  const tools = lazily(loadTools);

  return async (event: SQSEvent, context: Context): Promise<SQSBatchResponse> => {
    const domain = await import("@huut/domain");
    const timeLeft = () => context.getRemainingTimeInMillis();
    const desk: Desk = { ...settings(), ...(await clients()), domain, tools: await tools(), timeLeft };
    const failures = await handle(desk, event.Records);
    const { logger, metrics } = desk.tools;
    for (const [record, error] of failures) {
      logger.error("Left a message in the queue", { error: error as Error, messageId: record.messageId });
      await comeBack(desk.textsUrl, record, desk.tools);
    }
    if (failures.size > 0) metrics.addMetric("TextsFailed", "Count", failures.size);
    if (metrics.hasStoredMetrics()) metrics.publishStoredMetrics();
    return { batchItemFailures: Array.from(failures.keys(), ({ messageId }) => ({ itemIdentifier: messageId })) };
  };
}
