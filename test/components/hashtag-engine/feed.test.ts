import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import type { HeldTag, ReviewDecision, TrendItem } from "@huut/domain";
import { expect } from "chai";
import { integrationEvent } from "../../../sandbox/services/apigateway/payload";
import { randomOf, textIn } from "../../domain/trends/crowd";
import { rowOf, type PostRow } from "../../functions/hashtag-engine/topic-desk";
import { record, type Recording } from "../../support/recording";
import { Alone } from "./alone";
import { deployAlone } from "./program/deploy";

const TABLE = "arn:aws:dynamodb:ap-south-1:222222222222:table/huut-dev";

interface Statement {
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
}

describe("HashtagEngine's feed and moderation", function () {
  this.timeout(60_000);
  let made: Recording<unknown>;
  before(async () => {
    made = await record("dev", () => deployAlone("dev", true));
  });

  const rights = (name: string): Record<string, readonly string[]> => {
    const policy = ["aws:iam/rolePolicy:RolePolicy", `${name}-policy`, "policy"] as const;
    const found: Record<string, string[]> = {};
    for (const { Action, Resource } of made.json<{ Statement: readonly Statement[] }>(...policy).Statement) {
      for (const action of Action) (found[action] ??= []).push(...Resource);
    }
    return Object.fromEntries(Object.entries(found).filter(([action]) => /^(dynamodb|s3|sqs):/.test(action)));
  };

  it("read what they need, and write decisions only", () => {
    expect(rights("feed-api")).to.deep.equal({
      "dynamodb:BatchGetItem": [`${TABLE}-posts`, `${TABLE}-hashtags`],
      "dynamodb:Query": [`${TABLE}-posts/index/by-user`, `${TABLE}-hashtags/index/tagDayShard`, `${TABLE}-trends`],
    });
    expect(rights("moderate-trends")).to.deep.equal({
      "dynamodb:GetItem": [`${TABLE}-trends`],
      "dynamodb:PutItem": [`${TABLE}-trends`],
      "dynamodb:Query": [`${TABLE}-trends`],
    });
  });

  it("have nothing in their environment but names of tables and of an index", () => {
    const { environment } = made.inputs("aws:lambda/function:Function", "feed-api");
    const { variables } = environment as { variables: Record<string, string> };
    expect(variables).to.include({ POSTS_TABLE: "huut-dev-posts", USER_INDEX: "by-user" });
  });
});

/** What a route answers. */
interface Answer {
  readonly status: number;
  readonly json: Record<string, unknown>;
}

describe("Moderation of trends, deployed in the sandbox", function () {
  this.timeout(180_000);
  const PRAYER = "#प्रार्थना";
  let alone: Alone;
  before(async () => {
    // 08:00 UTC; the first computation comes ten minutes later.
    alone = await Alone.open();
    for (const row of chorus()) await alone.put("postsTable", row);
    for (const row of crowd("#मेला")) await alone.put("postsTable", row);
    await alone.stage.pass(11 * 60);
  });
  after(() => alone?.stage.close());

  /** Everybody sends the same words. */
  function chorus(): readonly PostRow[] {
    return Array.from({ length: 20 }, (_, place) =>
      posted(PRAYER, place, "हे प्रभु सबकी रक्षा करना और सबको शांति देना आज और सदा"),
    );
  }

  function crowd(tag: string): readonly PostRow[] {
    const random = randomOf(3);
    return Array.from({ length: 14 }, (_, place) => posted(tag, place, textIn("hi", random)));
  }

  function posted(tag: string, place: number, text: string): PostRow {
    const createdAt = new Date(Date.UTC(2026, 10, 2, 7, 10 + 2 * place)).toISOString();
    return rowOf({
      postId: `${tag}-${place}`,
      userId: `u-${place}`,
      createdAt,
      eventId: `e-${tag}-${place}`,
      tags: [tag],
      text,
    });
  }

  async function call(output: string, routeKey: string, more: { query?: string; tag?: string; body?: object } = {}) {
    const [method = "", path = ""] = routeKey.replace("{tag}", encodeURIComponent(more.tag ?? "")).split(" ");
    const { query: rawQuery = "", body } = more;
    const headers = { ...(body && { "content-type": "application/json" }) };
    const sent = body === undefined ? Buffer.alloc(0) : Buffer.from(JSON.stringify(body));
    const event = integrationEvent(
      { method, path, rawQuery, headers, body: sent, sourceIp: "192.0.2.7" },
      {
        account: "222222222222",
        apiId: "abcdefghij",
        domainName: "abcdefghij.execute-api.ap-south-1.amazonaws.com",
        stage: "$default",
        routeKey,
        requestId: "r",
        traceId: "Root=1-0-0",
        time: alone.stage.sandbox.world.now(),
        pathParameters: more.tag === undefined ? {} : { tag: more.tag },
        stageVariables: {},
        authorizer: {
          jwt: { claims: { sub: "m-1", scope: "hashtags/read feed/read trends/moderate" }, scopes: null },
        },
      },
    );
    const input = { FunctionName: alone.stage.output(output), Payload: Buffer.from(JSON.stringify(event)) };
    const answer = await alone.stage.until(() =>
      alone.stage.client(LambdaClient, "lambda").send(new InvokeCommand(input)),
    );
    if ("error" in answer) throw new Error(answer.error);
    const { statusCode, body: text } = JSON.parse(Buffer.from(answer.Payload ?? []).toString("utf8")) as {
      statusCode: number;
      body: string;
    };
    return { status: statusCode, json: JSON.parse(text) } as Answer;
  }

  const shown = async (): Promise<string[]> => {
    const { json } = await call("hashtagsApiFunction", "GET /v1/trends", { query: "scope=lang%23hi&window=day" });
    return (json["trends"] as TrendItem["trends"]).map(({ tag }) => tag);
  };
  const held = async (): Promise<string[]> => {
    const { json } = await call("moderateTrendsFunction", "GET /v1/trends/reviews");
    return (json["held"] as HeldTag[]).map(({ tag }) => tag);
  };
  const write = async (tag: string, decision: ReviewDecision | "withdraw", revision: number, more: object = {}) => {
    const body = { decision, reason: "Looked at it.", revision, ...more };
    const { status } = await call("moderateTrendsFunction", "PUT /v1/trends/reviews/{tag}", { tag, body });
    expect(status).to.equal(200);
  };
  /** Decides, and waits for the next computation. */
  const decide = async (...said: Parameters<typeof write>) => {
    await write(...said);
    await alone.stage.pass(10 * 60);
  };

  it("holds what everybody copies, until somebody lets it pass: the next list has it", async () => {
    expect(await shown()).to.deep.equal(["#मेला"]);
    expect(await held()).to.deep.equal([PRAYER]);
    await decide(PRAYER, "allow", 0);
    expect(await shown()).to.have.members(["#मेला", PRAYER]);
    expect(await held()).to.deep.equal([]);
  });

  it("takes a blocked tag off the list within ten minutes, and out of feeds at once", async () => {
    const feed = async () => {
      const { json } = await call("feedApiFunction", "GET /v1/feed", { query: "languages=hi" });
      return [...new Set((json["posts"] as { tag: string }[]).map(({ tag }) => tag))];
    };
    expect(await feed()).to.have.members(["#मेला", PRAYER]);
    await write("#मेला", "block", 0);
    expect(await feed()).to.deep.equal([PRAYER]);
    await alone.stage.pass(10 * 60);
    expect(await shown()).to.deep.equal([PRAYER]);
    expect(await held(), "settled").to.deep.equal([]);
  });

  it("goes back to what votes say when a decision is withdrawn, or over", async () => {
    await decide("#मेला", "withdraw", 1);
    expect(await shown()).to.include("#मेला");
    const until = new Date(alone.stage.sandbox.world.now() + 15 * 60_000).toISOString();
    await decide("#मेला", "hold", 2, { until });
    expect(await shown()).to.not.include("#मेला");
    expect(await held()).to.include("#मेला");
    await alone.stage.pass(10 * 60);
    expect(await shown()).to.include("#मेला");
    const { json } = await call("moderateTrendsFunction", "GET /v1/trends/reviews", { query: "tag=मेला" });
    const past = (json["decisions"] as { decision: string; decidedBy: string }[]).map((each) => each.decision);
    expect(past).to.deep.equal(["block", "withdraw", "hold"]);
  });

  it("was denied nothing", () => {
    expect(alone.denied()).to.deep.equal([]);
    expect(alone.deadLetters()).to.equal(0);
  });
});
