import type { CorrectionItem, MediaItem, StoredTranscript, TranslateMessage } from "@huut/domain";
import { correctionKey, transcriptKey } from "@huut/domain";
import type { SQSBatchResponse } from "aws-lambda";
import { makePlanTranslations } from "../../../functions/caption-pipeline/plan-translations";
import { makeTranslateCaptions } from "../../../functions/caption-pipeline/translate-captions";
import { Desk, packaged, type DeskPlan } from "./desk";

const TABLES = {
  captions: { partition: "postId", sort: "language" },
  requests: { partition: "requestId" },
  cache: { partition: "digest" },
  usage: { partition: "day", sort: "entry" },
} as const;

const PLAN: DeskPlan<keyof typeof TABLES, "translations"> = {
  seed: 3,
  start: Date.UTC(2026, 10, 3, 5),
  tables: TABLES,
  queues: ["translations"],
  buckets: ["curated", "published"],
  operations: {
    dynamodb: ["BatchGetItem", "GetItem", "PutItem", "Query", "TransactWriteItems", "UpdateItem"],
    s3: ["DeleteObject", "DeleteObjects", "GetObject", "PutObject"],
    sqs: ["ChangeMessageVisibility", "SendMessageBatch"],
    translate: ["TranslateText"],
  },
};

/** plan-translations and translate-captions from their packages, over modelled tables, buckets, queue and translator. */
export class TranslationDesk extends Desk<keyof typeof TABLES, "translations"> {
  /** Milliseconds that the function thinks it has left. */
  timeLeft = 600_000;

  constructor() {
    super(PLAN);
  }

  async open(settings: { readonly daily?: number; readonly eager?: string } = {}): Promise<void> {
    await this.setUp(() => ({
      CAPTIONS_TABLE: "captions",
      REQUESTS_TABLE: "requests",
      CACHE_TABLE: "cache",
      USAGE_TABLE: "usage",
      CURATED_BUCKET: "curated",
      PUBLISHED_BUCKET: "published",
      TRANSLATIONS_QUEUE_URL: this.queueUrls.translations ?? "",
      EAGER_LANGUAGES: settings.eager ?? "hi,en,ta,or",
      DAILY_CHARACTERS: String(settings.daily ?? 100_000),
    }));
  }

  /** A post whose speech was transcribed, as complete-transcription leaves it. */
  async transcribed(stored: StoredTranscript, change: Partial<MediaItem> = {}): Promise<MediaItem> {
    const { postId, mediaVersion, jobName } = stored;
    const media: MediaItem = {
      postId,
      language: "media",
      postVersion: 1,
      mediaVersion,
      updatedAt: "2026-11-03T04:59:00.000Z",
      state: "transcribed",
      userId: "u-1",
      mediaKey: "audio/u-1/p-1.mp3",
      jobName,
      beganAt: "2026-11-03T04:58:00.000Z",
      attempts: 1,
      spokenLanguage: stored.language,
      ...change,
    };
    await this.put("captions", media);
    await this.write("curated", transcriptKey(postId, mediaVersion), JSON.stringify(stored));
    return media;
  }

  /** A correction by the post's author, as correct-captions writes it. */
  async corrected(stored: StoredTranscript, language: string, cue: number, text: string, revision = 1): Promise<void> {
    const { postId, mediaVersion } = stored;
    const correctedAt = new Date(this.world.now()).toISOString();
    const key = { postId, language: correctionKey(language, cue), mediaVersion, cue };
    const item: CorrectionItem = { ...key, text, revision, correctedBy: "u-1", correctedAt };
    await this.put("captions", item);
  }

  /** Messages that wait to be translated. */
  waiting(): Promise<TranslateMessage[]> {
    return this.messages<TranslateMessage>("translations");
  }

  /** Hands an S3 event on. @returns whether the message is done */
  plan(...keys: readonly string[]): Promise<boolean> {
    const Records = keys.map((key) => ({ s3: { object: { key } } }));
    return this.#handle(makePlanTranslations, JSON.stringify({ Records }));
  }

  /** Hands a message on. @returns whether it is done */
  translate({ postId, mediaVersion }: StoredTranscript, language: string, receives = 1): Promise<boolean> {
    const message: TranslateMessage = { kind: "translate", postId, mediaVersion, language };
    return this.#handle(makeTranslateCaptions, JSON.stringify(message), receives);
  }

  /** Texts that the translator was asked for since the beginning. */
  asked(): string[] {
    return this.calls
      .filter(({ operation }) => operation === "TranslateText")
      .map(({ input }) => String(input["Text"]));
  }

  async #handle(make: Parameters<typeof packaged>[0], body: string, receives = 1): Promise<boolean> {
    const handler = await packaged(make);
    const attributes = { ApproximateReceiveCount: String(receives) };
    const Records = [{ messageId: "m", receiptHandle: "handle", body, attributes }];
    const context = { getRemainingTimeInMillis: () => this.timeLeft };
    const { batchItemFailures } = (await this.inTime(handler({ Records }, context))) as SQSBatchResponse;
    return batchItemFailures.length === 0;
  }
}
