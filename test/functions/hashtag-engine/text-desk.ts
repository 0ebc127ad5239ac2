import { marshall } from "@aws-sdk/util-dynamodb";
import {
  tagsOfPost,
  transcriptKey,
  type PostOfText,
  type RawTextItem,
  type StoredTranscript,
  type TagHead,
  type TagItem,
  type TagsOfPost,
  type TextMessage,
} from "@huut/domain";
import type { KinesisStreamBatchResponse, SQSBatchResponse } from "aws-lambda";
import { DRAFT_ROUTES } from "../../../components/hashtag-engine/draft";
import { makeAnalyseText } from "../../../functions/hashtag-engine/analyse-text";
import { makeRouteTexts } from "../../../functions/hashtag-engine/route-texts";
import { makeSuggestDraft } from "../../../functions/hashtag-engine/suggest-draft";
import { makeSuggestHashtags } from "../../../functions/hashtag-engine/suggest-hashtags";
import { makeSweepTexts, type TextSweepReport } from "../../../functions/hashtag-engine/sweep-texts";
import { Desk, packaged, type DeskPlan } from "../caption-pipeline/desk";
import { serviceError, type AnyHandler } from "../packaged";
import { apiEvent, replyOf, routesOf, type Reply, type RouteCall } from "./api-event";

const TABLES = {
  posts: { partition: "postId", index: { name: "by-user", partition: "userId", sort: "createdAt" } },
  captions: { partition: "postId", sort: "language" },
  rawText: { partition: "postId", index: { name: "pending", partition: "pending", sort: "since" } },
  cache: { partition: "digest" },
  trends: { partition: "scope", sort: "windowStart" },
  hashtags: {
    partition: "postId",
    sort: "sourceTag",
    index: { name: "tagDayShard", partition: "tagDayShard", sort: "createdAt" },
  },
} as const;

const PLAN: DeskPlan<keyof typeof TABLES, "texts" | "suggestions"> = {
  seed: 7,
  start: Date.UTC(2026, 10, 3, 5),
  tables: TABLES,
  queues: ["texts", "suggestions"],
  buckets: ["curated"],
  operations: {
    comprehend: ["BatchDetectDominantLanguage", "BatchDetectEntities", "BatchDetectKeyPhrases", "BatchDetectSentiment"],
    dynamodb: ["BatchGetItem", "BatchWriteItem", "GetItem", "PutItem", "Query", "TransactWriteItems", "UpdateItem"],
    s3: ["GetObject"],
    sqs: ["ChangeMessageVisibility", "SendMessage", "SendMessageBatch"],
    translate: ["TranslateText"],
  },
};

const DRAFTS = routesOf(DRAFT_ROUTES);

/** The functions of texts from their packages, over modelled tables, queues, bucket, Comprehend and Translate. */
export class TextDesk extends Desk<keyof typeof TABLES, "texts" | "suggestions"> {
  /** Milliseconds that functions think they have left. */
  timeLeft = 60_000;

  constructor() {
    super(PLAN);
  }

  async open(): Promise<void> {
    await this.setUp(() => ({
      RAW_TEXT_TABLE: "rawText",
      POSTS_TABLE: "posts",
      CAPTIONS_TABLE: "captions",
      CACHE_TABLE: "cache",
      HASHTAGS_TABLE: "hashtags",
      TRENDS_TABLE: "trends",
      CURATED_BUCKET: "curated",
      PENDING_INDEX: "pending",
      TAG_INDEX: "tagDayShard",
      USER_INDEX: "by-user",
      TEXTS_QUEUE_URL: this.queueUrls.texts ?? "",
      SUGGESTIONS_QUEUE_URL: this.queueUrls.suggestions ?? "",
    }));
  }

  /** What the stream of changes says of items. @returns the places of the records that failed */
  async route(
    ...changes: readonly ({ readonly before?: object; readonly after?: object } | string)[]
  ): Promise<number[]> {
    const Records = changes.map((change, index) => ({
      kinesis: { sequenceNumber: String(index), data: Buffer.from(recordOf(change)).toString("base64") },
    }));
    const { batchItemFailures } = (await this.call(makeRouteTexts, { Records })) as KinesisStreamBatchResponse;
    return batchItemFailures.map(({ itemIdentifier }) => Number(itemIdentifier));
  }

  /** Writes a post as it is now, and routes the change. */
  async posted(after: PostOfText, before?: PostOfText): Promise<void> {
    await this.put("posts", after);
    await this.route({ after, ...(before && { before }) });
  }

  /** Writes a post's transcript and its media's item, as complete-transcription does, and routes the change. */
  async transcribed(stored: StoredTranscript, change: object = {}): Promise<void> {
    const { postId, mediaVersion } = stored;
    const after = { postId, language: "media", postVersion: 1, mediaVersion, state: "transcribed", ...change };
    await this.write("curated", transcriptKey(postId, mediaVersion), JSON.stringify(stored));
    await this.put("captions", after);
    await this.route({ after });
  }

  /** Hands messages to analyse-text, by posts. @returns the posts whose messages failed */
  analyse(...postIds: readonly string[]): Promise<string[]> {
    return this.batch(makeAnalyseText, "analyse", postIds);
  }

  /** Hands messages to suggest-hashtags, by posts. @returns the posts whose messages failed */
  suggest(...postIds: readonly string[]): Promise<string[]> {
    return this.batch(makeSuggestHashtags, "suggest", postIds);
  }

  /** Asks for suggestions for a draft. @param more about the call: another subject, scopes, headers */
  async draft(body: object | string, more: Partial<RouteCall> = {}): Promise<Reply> {
    const event = apiEvent(DRAFTS, {
      method: "POST",
      target: "/v1/hashtags/suggest",
      headers: { "content-type": "application/json" },
      body: typeof body === "string" ? body : JSON.stringify(body),
      scopes: ["hashtags/suggest"],
      time: this.world.now(),
      ...more,
    });
    return replyOf(await this.call(makeSuggestDraft, event));
  }

  async sweep(): Promise<TextSweepReport> {
    return (await this.call(makeSweepTexts, {})) as TextSweepReport;
  }

  /** A post's tags as people see them. */
  async tags(postId = "p-1"): Promise<TagsOfPost> {
    const items = (await this.items("hashtags")) as unknown as (TagItem | TagHead)[];
    return tagsOfPost(items.filter((item) => item.postId === postId));
  }

  async rawText(postId = "p-1"): Promise<RawTextItem | undefined> {
    const items = (await this.items("rawText")) as unknown as RawTextItem[];
    return items.find((item) => item.postId === postId);
  }

  /** Posts that wait in a queue. */
  async waiting(queue: "texts" | "suggestions"): Promise<string[]> {
    return (await this.messages<TextMessage>(queue)).map(({ postId }) => postId);
  }

  /** Calls of an operation so far. */
  count(operation: string): number {
    return this.calls.filter((call) => call.operation === operation).length;
  }

  /** Calls of Comprehend and Translate so far, those that were throttled included. */
  paid(): string[] {
    return this.calls.map(({ operation }) => operation).filter((name) => /^BatchDetect|^TranslateText/.test(name));
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

  protected async call(make: () => AnyHandler, event: object): Promise<unknown> {
    const handler = await packaged(make);
    const context = { getRemainingTimeInMillis: () => this.timeLeft };
    return this.inTime(handler(event, context));
  }

  protected async batch(
    make: () => AnyHandler,
    kind: TextMessage["kind"],
    postIds: readonly string[],
  ): Promise<string[]> {
    const Records = postIds.map((postId) => ({
      messageId: postId,
      receiptHandle: "handle",
      body: postId === "broken" ? "{" : JSON.stringify({ kind, postId }),
      attributes: { ApproximateReceiveCount: "1" },
    }));
    const { batchItemFailures } = (await this.call(make, { Records })) as SQSBatchResponse;
    return batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
  }
}

/** A change as DynamoDB writes it to the stream. */
function recordOf(change: { readonly before?: object; readonly after?: object } | string): string {
  if (typeof change === "string") return change;
  const image = (item: object | undefined) => item && marshall(item, { removeUndefinedValues: true });
  const [NewImage, OldImage] = [image(change.after), image(change.before)];
  return JSON.stringify({ dynamodb: { ...(NewImage && { NewImage }), ...(OldImage && { OldImage }) } });
}

/** A post that says something. */
export function postOf(change: Partial<PostOfText> = {}): PostOfText {
  return {
    postId: "p-1",
    userId: "u-1",
    createdAt: "2026-11-03T04:58:00.000Z",
    version: 1,
    text: "आज सुबह बहुत बारिश हुई और क्रिकेट का मैच रुक गया",
    language: "hi",
    ...change,
  };
}
