import { automatedTags, manualTags, TagBasis, tagWrites, type Suggestion } from "@huut/domain";
import { FEED_ROUTES } from "../../../components/hashtag-engine/feed";
import { MODERATION_ROUTES } from "../../../components/hashtag-engine/moderation";
import { makeFeedApi } from "../../../functions/hashtag-engine/feed-api";
import { makeModerateTrends } from "../../../functions/hashtag-engine/moderate-trends";
import { Desk, packaged, type DeskPlan } from "../caption-pipeline/desk";
import { serviceError, type AnyHandler } from "../packaged";
import { apiEvent, replyOf, routesOf, type Reply } from "./api-event";
import type { PostRow } from "./topic-desk";

const TABLES = {
  posts: { partition: "postId", index: { name: "by-user", partition: "userId", sort: "createdAt" } },
  hashtags: {
    partition: "postId",
    sort: "sourceTag",
    index: { name: "tagDayShard", partition: "tagDayShard", sort: "createdAt" },
  },
  trends: { partition: "scope", sort: "windowStart" },
} as const;

const PLAN: DeskPlan<keyof typeof TABLES, never> = {
  seed: 12,
  start: Date.UTC(2026, 10, 3, 5, 0, 30),
  tables: TABLES,
  queues: [],
  buckets: [],
  operations: { dynamodb: ["BatchGetItem", "GetItem", "Query", "TransactWriteItems"] },
};

const ROUTES = routesOf([...FEED_ROUTES, ...MODERATION_ROUTES]);

/** Whose token a call has. */
export interface Caller {
  readonly subject?: string;
  readonly scopes?: readonly string[];
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: object;
}

/** The functions of feeds and of moderation from their packages, over modelled tables. */
export class FeedDesk extends Desk<keyof typeof TABLES, never> {
  constructor() {
    super(PLAN);
  }

  async open(): Promise<void> {
    await this.setUp(() => ({
      POSTS_TABLE: "posts",
      USER_INDEX: "by-user",
      HASHTAGS_TABLE: "hashtags",
      TRENDS_TABLE: "trends",
    }));
  }

  /** A post with its tags, and those that were suggested for it. */
  async post(row: PostRow, suggested: readonly string[] = []): Promise<void> {
    await this.put("posts", row);
    const post = { ...row, tags: row.tags ?? [], text: row.text ?? "" };
    const suggestions = suggested.map((tag) => ({ tag, score: 0.5, why: { sentence: "." }, aliases: [] }));
    const writes = [
      ...tagWrites(row, "manual", manualTags(post), TagBasis.text, undefined, row.createdAt),
      ...tagWrites(
        row,
        "automated",
        automatedTags(suggestions as unknown as Suggestion[]),
        TagBasis.text,
        undefined,
        row.createdAt,
      ),
    ];
    for (const { item } of writes) await this.put("hashtags", item ?? {});
  }

  /** Calls `GET /v1/feed`. @param rawQuery as it stands in a URL */
  feed(rawQuery = "", caller: Caller = {}): Promise<Reply> {
    return this.call(makeFeedApi, `GET /v1/feed?${rawQuery}`, { scopes: ["feed/read"], ...caller });
  }

  /** Calls the moderators' routes, as `PUT /v1/trends/reviews/cricket`. */
  moderate(target: string, caller: Caller = {}): Promise<Reply> {
    return this.call(makeModerateTrends, target, { subject: "m-1", scopes: ["trends/moderate"], ...caller });
  }

  private async call(make: () => AnyHandler, target: string, caller: Caller): Promise<Reply> {
    const { subject = "u-1", scopes = [], headers = {}, body } = caller;
    const [method = "", url = ""] = target.split(" ");
    const typed = { ...(body && { "content-type": "application/json" }), ...headers };
    const sent = body === undefined ? "" : JSON.stringify(body);
    const call = { method, target: url, headers: typed, body: sent, subject, scopes, time: this.world.now() };
    const handler = await packaged(make);
    return replyOf(await this.inTime(handler(apiEvent(ROUTES, call), {})));
  }

  /** Calls of an operation so far. */
  called(operation: string): number {
    return this.calls.filter((call) => call.operation === operation).length;
  }

  /** Has every call of an operation fail. */
  failAt(operation: string): void {
    this.before = (call) => {
      if (call.operation === operation) throw serviceError("Crash");
    };
  }
}
