import { marshall } from "@aws-sdk/util-dynamodb";
import { tagsOfPost, voteOf, type TagsOfPost, type Vote, type VoteItem } from "@huut/domain";
import type { KinesisStreamBatchResponse } from "aws-lambda";
import { HASHTAG_ROUTES } from "../../../components/hashtag-engine/api";
import { makeComputeTrends, type TrendsReport } from "../../../functions/hashtag-engine/compute-trends";
import { makeCountVotes } from "../../../functions/hashtag-engine/count-votes";
import { makeHashtagsApi } from "../../../functions/hashtag-engine/hashtags-api";
import { makeIndexText } from "../../../functions/hashtag-engine/index-text";
import { Desk, packaged, type DeskPlan } from "../caption-pipeline/desk";
import { serviceError, type AnyHandler } from "../packaged";
import { apiEvent, replyOf, routesOf, type Reply } from "./api-event";

const TABLES = {
  posts: { partition: "postId" },
  captions: { partition: "postId", sort: "language" },
  hashtags: { partition: "postId", sort: "sourceTag" },
  tagActivity: { partition: "hourShard", sort: "tagAuthor" },
  trends: { partition: "scope", sort: "windowStart" },
  searchTerms: { partition: "termShard", sort: "postId" },
} as const;

const PLAN: DeskPlan<keyof typeof TABLES, never> = {
  seed: 11,
  start: Date.UTC(2026, 10, 3, 5),
  tables: TABLES,
  queues: [],
  buckets: ["published"],
  operations: {
    dynamodb: ["BatchGetItem", "DescribeTable", "GetItem", "PutItem", "Query", "TransactWriteItems"],
    s3: ["GetObject"],
  },
};

/** A state of a post, as the table `posts` has it. */
export interface PostRow {
  readonly postId: string;
  readonly userId: string;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly version: number;
  readonly occurredAt: string;
  readonly eventId: string;
  readonly deleted: boolean;
  readonly text?: string | undefined;
  readonly tags?: readonly string[] | undefined;
  readonly language?: string;
  readonly likes?: number;
}

/** What the stream of changes says: an item before and after, or a record that is none. */
export type Change = { readonly before?: object; readonly after?: object } | string;

const ROUTES = routesOf(HASHTAG_ROUTES);

/** The functions of votes, trends and search from their packages, over modelled tables and a bucket. */
export class TopicDesk extends Desk<keyof typeof TABLES, never> {
  constructor() {
    super(PLAN);
  }

  async open(): Promise<void> {
    await this.setUp(() => ({
      POSTS_TABLE: "posts",
      CAPTIONS_TABLE: "captions",
      HASHTAGS_TABLE: "hashtags",
      TAG_ACTIVITY_TABLE: "tagActivity",
      TRENDS_TABLE: "trends",
      SEARCH_TERMS_TABLE: "searchTerms",
      PUBLISHED_BUCKET: "published",
    }));
  }

  /** Has changes counted. @returns the places of the records that failed */
  count(...changes: readonly Change[]): Promise<number[]> {
    return this.stream(makeCountVotes, changes);
  }

  /** Has changes indexed. @returns the places of the records that failed */
  index(...changes: readonly Change[]): Promise<number[]> {
    return this.stream(makeIndexText, changes);
  }

  /** Computes trends, of an instant or of now. */
  async trends(at?: string): Promise<TrendsReport> {
    return (await this.invoke(makeComputeTrends, { ...(at !== undefined && { at }) })) as TrendsReport;
  }

  /** Calls the API with `GET`. @param target with the query, as it stands in a URL */
  async get(target: string, scopes: readonly string[] = ["hashtags/read", "search/read"]): Promise<Reply> {
    const event = apiEvent(ROUTES, { target, scopes, time: this.world.now() });
    return replyOf(await this.invoke(makeHashtagsApi, event));
  }

  async votes(): Promise<Vote[]> {
    return (await this.items("tagActivity")).flatMap((item) => voteOf(item as unknown as VoteItem) ?? []);
  }

  /** A post's tags as people see them. */
  async tags(postId: string): Promise<TagsOfPost> {
    const items = (await this.items("hashtags")) as unknown as Parameters<typeof tagsOfPost>[0];
    return tagsOfPost(items.filter((item) => item.postId === postId));
  }

  /** Calls of an operation so far. */
  called(operation: string): number {
    return this.calls.filter((call) => call.operation === operation).length;
  }

  /** Has the first call of an operation fail, before its effect or after it. */
  failAt(operation: string, when: "before" | "after", name = "Crash"): void {
    let failed = false;
    this[when] = (call) => {
      if (call.operation !== operation || failed) return;
      failed = true;
      throw serviceError(name);
    };
  }

  /** Nothing fails any more. */
  heal(): void {
    this.before = () => undefined;
    this.after = () => undefined;
  }

  async invoke(make: () => AnyHandler, event: object): Promise<unknown> {
    return this.inTime((await packaged(make))(event, {}));
  }

  protected async stream(make: () => AnyHandler, changes: readonly Change[]): Promise<number[]> {
    const Records = changes.map((change, index) => ({
      kinesis: { sequenceNumber: String(index), data: Buffer.from(recordOf(change)).toString("base64") },
    }));
    const { batchItemFailures } = (await this.invoke(make, { Records })) as KinesisStreamBatchResponse;
    return batchItemFailures.map(({ itemIdentifier }) => Number(itemIdentifier)).toSorted((a, b) => a - b);
  }
}

/** A change as DynamoDB writes it to the stream. */
function recordOf(change: Change): string {
  if (typeof change === "string") return change;
  const image = (item: object | undefined) => item && marshall(item, { removeUndefinedValues: true });
  const [NewImage, OldImage] = [image(change.after), image(change.before)];
  return JSON.stringify({ dynamodb: { ...(NewImage && { NewImage }), ...(OldImage && { OldImage }) } });
}

/** A state of a post that says something; each version has an event of its own. */
export function rowOf(change: Partial<PostRow> = {}): PostRow {
  const { version = 1, createdAt = "2026-11-03T04:58:00.000Z" } = change;
  return {
    postId: "p-1",
    userId: "u-1",
    createdAt,
    updatedAt: createdAt,
    version,
    occurredAt: createdAt,
    eventId: `e-${version}`,
    deleted: false,
    text: "आज सुबह बहुत बारिश हुई और क्रिकेट का मैच रुक गया",
    tags: ["#क्रिकेट"],
    language: "hi",
    ...change,
  };
}

/** What is left of a post that was removed. */
export function removedRow(change: Partial<PostRow> = {}): PostRow {
  return { ...rowOf({ version: 2, ...change }), text: undefined, tags: undefined, deleted: true };
}
