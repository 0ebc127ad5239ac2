import { automatedTags, manualTags, TagBasis, tagWrites, type Suggestion } from "@huut/domain";
import { FEED_ROUTES } from "../../../components/hashtag-engine/feed";
import { makeFeedApi } from "../../../functions/hashtag-engine/feed-api";
import { integrationEvent } from "../../../sandbox/services/apigateway/payload";
import { Desk, packaged, type DeskPlan } from "../caption-pipeline/desk";
import { serviceError } from "../packaged";
import type { PostRow, Reply } from "./topic-desk";

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
  operations: { dynamodb: ["BatchGetItem", "Query"] },
};

/** Whose token a call has. */
export interface Caller {
  readonly subject?: string;
  readonly scopes?: readonly string[];
  readonly headers?: Readonly<Record<string, string>>;
}

/** The function of feeds from its package, over modelled tables. */
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

  async feed(rawQuery = "", { subject = "u-1", scopes = ["feed/read"], headers = {} }: Caller = {}): Promise<Reply> {
    const path = "/v1/feed";
    const request = { method: "GET", path, rawQuery, headers, body: Buffer.alloc(0), sourceIp: "192.0.2.7" };
    const event = integrationEvent(request, {
      account: "222222222222",
      apiId: "abcdefghij",
      domainName: "abcdefghij.execute-api.ap-south-1.amazonaws.com",
      stage: "$default",
      routeKey: FEED_ROUTES[0]?.key ?? "",
      requestId: "r",
      traceId: "Root=1-0-0",
      time: this.world.now(),
      pathParameters: {},
      stageVariables: {},
      authorizer: { jwt: { claims: { ...(subject && { sub: subject }), scope: scopes.join(" ") }, scopes: null } },
    });
    const handler = await packaged(makeFeedApi);
    const answer = (await this.inTime(handler(event, {}))) as {
      statusCode: number;
      headers: Record<string, string>;
      body: string;
    };
    const { statusCode: status, headers: answered, body } = answer;
    return { status, headers: answered, json: (body === "" ? {} : JSON.parse(body)) as Reply["json"] };
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
