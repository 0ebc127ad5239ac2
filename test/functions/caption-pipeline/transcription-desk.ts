import { mediaVersionOf, type MediaItem, type TranscribeMessage, type WithdrawMessage } from "@huut/domain";
import type { KinesisStreamBatchResponse, SQSBatchResponse } from "aws-lambda";
import { marshall } from "@aws-sdk/util-dynamodb";
import { makeCompleteTranscription } from "../../../functions/caption-pipeline/complete-transcription";
import { makeRouteMedia } from "../../../functions/caption-pipeline/route-media";
import { makeStartTranscription } from "../../../functions/caption-pipeline/start-transcription";
import { makeSweepCaptions, type SweepReport } from "../../../functions/caption-pipeline/sweep-captions";
import { makeWithdrawCaptions } from "../../../functions/caption-pipeline/withdraw-captions";
import { makeMedia, type MediaSample } from "../../../samples/media";
import { serviceError, type AnyHandler } from "../packaged";
import { Desk, packaged, type DeskPlan } from "./desk";

const TABLES = {
  captions: {
    partition: "postId",
    sort: "language",
    index: { name: "pending", partition: "pending", sort: "since" },
  },
  posts: { partition: "postId" },
  usage: { partition: "day", sort: "entry" },
} as const;

type Queue = "media" | "ended" | "translations" | "withdrawals";

const PLAN: DeskPlan<keyof typeof TABLES, Queue> = {
  seed: 7,
  start: Date.UTC(2026, 10, 3, 5),
  tables: TABLES,
  queues: ["media", "ended", "translations", "withdrawals"],
  buckets: ["media", "raw", "curated", "published"],
  operations: {
    dynamodb: ["DeleteItem", "GetItem", "PutItem", "Query", "TransactWriteItems", "UpdateItem"],
    s3: [
      "AbortMultipartUpload",
      "CompleteMultipartUpload",
      "CreateMultipartUpload",
      "DeleteObjects",
      "GetObject",
      "HeadObject",
      "ListObjectsV2",
      "PutObject",
      "UploadPart",
    ],
    sqs: ["SendMessage", "SendMessageBatch"],
    transcribe: ["DeleteTranscriptionJob", "GetTranscriptionJob", "StartTranscriptionJob"],
  },
};

export const KEY = "audio/u-1/p-1.mp3";
export const VERSION = mediaVersionOf(KEY);
export const JOB = `p-1.${VERSION}`;

/** Three words in Hindi, of four seconds. */
export const HINDI: MediaSample = {
  container: "mp3",
  durationMs: 4_000,
  language: "hi-IN",
  text: "नमस्ते दोस्तो। आज बारिश है।",
};

/** A post with a recording. */
export function postOf(change: object = {}) {
  return { postId: "p-1", userId: "u-1", version: 1, deleted: false, language: "hi", audioFile: KEY, ...change };
}

/** The message that it has one. */
export function mediaMessage(change: Partial<TranscribeMessage> = {}): TranscribeMessage {
  const post = { postId: "p-1", postVersion: 1, userId: "u-1", audioFile: KEY, statedLanguage: "hi" };
  return { kind: "transcribe", ...post, ...change };
}

export interface Sent {
  readonly body: object | string;
  readonly receives?: number;
}

/** The five handlers of transcription from their packages, over modelled tables, buckets, queues and Transcribe. */
export class TranscriptionDesk extends Desk<keyof typeof TABLES, Queue> {
  constructor() {
    super(PLAN);
  }

  async open(settings: { readonly dailySeconds?: number } = {}): Promise<void> {
    await this.setUp(async () => ({
      POSTS_TABLE: "posts",
      CAPTIONS_TABLE: "captions",
      PENDING_INDEX: "pending",
      USAGE_TABLE: "usage",
      MEDIA_BUCKET: "media",
      MEDIA_READER_ARN: "arn:aws:iam::111111111111:role/reader",
      MEDIA_EXTERNAL_ID: "id",
      RAW_BUCKET: "raw",
      CURATED_BUCKET: "curated",
      PUBLISHED_BUCKET: "published",
      ...(await this.#jobs()),
      SPOKEN_LANGUAGES: "hi,ta,en",
      MEDIA_QUEUE_URL: this.queueUrls.media ?? "",
      ENDED_QUEUE_URL: this.queueUrls.ended ?? "",
      TRANSLATIONS_QUEUE_URL: this.queueUrls.translations ?? "",
      WITHDRAWALS_QUEUE_URL: this.queueUrls.withdrawals ?? "",
      DAILY_SECONDS: String(settings.dailySeconds ?? 36_000),
      DAILY_CHARACTERS: "100000",
    }));
  }

  /** Whom Transcribe reads and writes as, and the key of what it writes. */
  async #jobs() {
    const key = await this.make<{ arn: string }>("kms/key:Key", "key", { description: "test" });
    const trusted = { Effect: "Allow", Principal: { Service: "transcribe.amazonaws.com" }, Action: "sts:AssumeRole" };
    const trust = JSON.stringify({ Version: "2012-10-17", Statement: [trusted] });
    const role = await this.make<{ arn: string }>("iam/role:Role", "job", { name: "job", assumeRolePolicy: trust });
    const objects = { Effect: "Allow", Action: ["s3:GetObject", "s3:PutObject"], Resource: "arn:aws:s3:::raw/*" };
    const keys = { Effect: "Allow", Action: ["kms:GenerateDataKey", "kms:Decrypt"], Resource: key.arn };
    const policy = JSON.stringify({ Version: "2012-10-17", Statement: [objects, keys] });
    await this.make("iam/rolePolicy:RolePolicy", "job-policy", { role: "job", name: "job", policy });
    return { JOB_ROLE_ARN: role.arn, OUTPUT_KEY_ARN: key.arn };
  }

  /** A post, and its recording. */
  async posted(change: object = {}, sample: MediaSample = HINDI): Promise<void> {
    const post = postOf(change) as { audioFile?: string; videoFile?: string };
    await this.put("posts", post);
    const key = post.videoFile ?? post.audioFile;
    if (key !== undefined) await this.write("media", key, makeMedia(sample));
  }

  media(): Promise<MediaItem | undefined> {
    return this.item<MediaItem>("media");
  }

  /** Lets jobs come to their end. */
  async pass(seconds: number): Promise<void> {
    await this.world.runFor(seconds * 1000);
  }

  /** Hands records of the stream on, each a change or a text. @returns the places of those that failed */
  async route(...changes: readonly ({ readonly before?: object; readonly after?: object } | string)[]) {
    const Records = changes.map((change, index) => ({
      kinesis: { sequenceNumber: String(index), data: Buffer.from(recordOf(change)).toString("base64") },
    }));
    const handler = await packaged(makeRouteMedia);
    const answer = (await this.inTime(handler({ Records }))) as KinesisStreamBatchResponse;
    return answer.batchItemFailures.map(({ itemIdentifier }) => Number(itemIdentifier));
  }

  /** Hands messages on, as one batch. @returns the places of those that failed */
  start(...messages: readonly Sent[]): Promise<number[]> {
    return this.#batch(makeStartTranscription, messages);
  }

  /** Hands messages of ended jobs on. @returns the places of those that failed */
  complete(...messages: readonly Sent[]): Promise<number[]> {
    return this.#batch(makeCompleteTranscription, messages);
  }

  withdraw(...messages: readonly (WithdrawMessage | string)[]): Promise<number[]> {
    return this.#batch(
      makeWithdrawCaptions,
      messages.map((body) => ({ body })),
    );
  }

  async sweep(): Promise<SweepReport> {
    const handler = await packaged(makeSweepCaptions);
    return (await this.inTime(handler({}))) as SweepReport;
  }

  /** Calls of an operation so far. */
  count(operation: string): number {
    return this.calls.filter((call) => call.operation === operation).length;
  }

  /** Has the nth call of an operation fail, before its effect or after it. */
  failAt(operation: string, when: "before" | "after", nth = 1, name = "Crash"): void {
    let count = 0;
    this[when] = (call) => {
      if (call.operation === operation && (count += 1) === nth) throw serviceError(name);
    };
  }

  /** Nothing fails any more. */
  heal(): void {
    this.before = () => undefined;
    this.after = () => undefined;
  }

  async #batch(make: () => AnyHandler, messages: readonly Sent[]): Promise<number[]> {
    const Records = messages.map(({ body, receives = 1 }, index) => ({
      messageId: String(index),
      body: typeof body === "string" ? body : JSON.stringify(body),
      attributes: { ApproximateReceiveCount: String(receives) },
    }));
    const handler = await packaged(make);
    const context = { getRemainingTimeInMillis: () => 60_000 };
    const { batchItemFailures } = (await this.inTime(handler({ Records }, context))) as SQSBatchResponse;
    return batchItemFailures.map(({ itemIdentifier }) => Number(itemIdentifier));
  }
}

/** A change as DynamoDB writes it to the stream. */
function recordOf(change: { readonly before?: object; readonly after?: object } | string): string {
  if (typeof change === "string") return change;
  const image = (item: object | undefined) => item && marshall(item, { removeUndefinedValues: true });
  const [NewImage, OldImage] = [image(change.after), image(change.before)];
  return JSON.stringify({ dynamodb: { ...(NewImage && { NewImage }), ...(OldImage && { OldImage }) } });
}
