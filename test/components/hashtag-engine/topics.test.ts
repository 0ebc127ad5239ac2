import { DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { marshall } from "@aws-sdk/util-dynamodb";
import type { TrendItem } from "@huut/domain";
import { expect } from "chai";
import { join } from "node:path";
import { readTable } from "../../../cli/start/evidence";
import { HASHTAG_ROUTES } from "../../../components/hashtag-engine/api";
import { searchFilters } from "../../../components/hashtag-engine/search";
import { topicSignals } from "../../../components/hashtag-engine/topics";
import { graphsOf, Sandbox } from "../../../sandbox";
import { filterOf } from "../../../sandbox/services/lambda/sources/filter";
import type { SqsService } from "../../../sandbox/services/sqs";
import { randomOf, textIn } from "../../domain/trends/crowd";
import { apiEvent, replyOf, routesOf } from "../../functions/hashtag-engine/api-event";
import { removedRow, rowOf } from "../../functions/hashtag-engine/topic-desk";
import { record, type Recording } from "../../support/recording";
import { Stage } from "../../support/stage";
import { deployAlone } from "./program/deploy";

const MAPPING = "aws:lambda/eventSourceMapping:EventSourceMapping";
const TABLE = "arn:aws:dynamodb:ap-south-1:222222222222:table/huut-dev";

interface Statement {
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
}

describe("HashtagEngine's resources of trends and search", function () {
  this.timeout(60_000);
  let made: Recording<unknown>;
  before(async () => {
    made = await record("dev", () => deployAlone("dev", true));
  });

  /** Resources of DynamoDB, S3 and SQS by action. */
  const rights = (name: string): Record<string, readonly string[]> => {
    const policy = ["aws:iam/rolePolicy:RolePolicy", `${name}-policy`, "policy"] as const;
    const found: Record<string, string[]> = {};
    for (const { Action, Resource } of made.json<{ Statement: readonly Statement[] }>(...policy).Statement) {
      for (const action of Action) (found[action] ??= []).push(...Resource);
    }
    return Object.fromEntries(Object.entries(found).filter(([action]) => /^(dynamodb|s3|sqs):/.test(action)));
  };

  it("is three tables by the keys of the design; votes go after a week", () => {
    const keys = (name: string) => {
      const { hashKey, rangeKey, ttl } = made.inputs("aws:dynamodb/table:Table", name);
      return [hashKey, rangeKey, (ttl as { attributeName: string } | undefined)?.attributeName];
    };
    expect(keys("tag-activity")).to.deep.equal(["hourShard", "tagAuthor", "expiresAt"]);
    expect(keys("trends")).to.deep.equal(["scope", "windowStart", undefined]);
    expect(keys("search-terms")).to.deep.equal(["termShard", "postId", undefined]);
  });

  it("gives each function the operations that it calls, on the resources that it calls them on, and no more", () => {
    const failed = ["arn:aws:sqs:ap-south-1:222222222222:huut-dev-hashtags-failed"];
    const bucket = "arn:aws:s3:::huut-dev-published-222222222222-ap-south-1";
    expect(rights("count-votes")).to.deep.equal({
      "dynamodb:GetItem": [`${TABLE}-tag-activity`],
      "dynamodb:PutItem": [`${TABLE}-tag-activity`],
      "dynamodb:UpdateItem": [`${TABLE}-tag-activity`],
      "sqs:SendMessage": failed,
    });
    expect(rights("compute-trends")).to.deep.equal({
      "dynamodb:Query": [`${TABLE}-tag-activity`, `${TABLE}-trends`],
      "dynamodb:PutItem": [`${TABLE}-trends`],
      "sqs:SendMessage": failed,
    });
    const terms = [`${TABLE}-search-terms`];
    expect(rights("index-text")).to.deep.equal({
      "dynamodb:GetItem": [`${TABLE}-posts`],
      "dynamodb:Query": terms,
      "dynamodb:PutItem": terms,
      "dynamodb:UpdateItem": terms,
      "dynamodb:ConditionCheckItem": terms,
      "s3:GetObject": [`${bucket}/captions/*`],
      "s3:ListBucket": [bucket],
      "sqs:SendMessage": failed,
    });
    expect(rights("hashtags-api")).to.deep.equal({
      "dynamodb:GetItem": [`${TABLE}-posts`],
      "dynamodb:DescribeTable": [`${TABLE}-posts`],
      "dynamodb:Query": [`${TABLE}-hashtags`, `${TABLE}-trends`, ...terms],
      "dynamodb:BatchGetItem": terms,
    });
    expect(rights("suggest-draft")).to.deep.equal({
      "dynamodb:Query": [`${TABLE}-posts/index/by-user`, `${TABLE}-hashtags/index/tagDayShard`],
      "dynamodb:BatchGetItem": [`${TABLE}-hashtags`, `${TABLE}-analysis-cache`],
      "dynamodb:GetItem": [`${TABLE}-trends`],
      "dynamodb:BatchWriteItem": [`${TABLE}-analysis-cache`],
      "dynamodb:UpdateItem": [`${TABLE}-analysis-cache`],
    });
    expect(rights("suggest-hashtags")["dynamodb:GetItem"]).to.include(`${TABLE}-trends`);
  });

  it("hangs its routes on the API, each with the scope of its tokens", () => {
    const routes = made
      .ofType("aws:apigatewayv2/route:Route")
      .map(({ inputs }) => [inputs["routeKey"], inputs["authorizationScopes"]]);
    expect(routes).to.have.deep.members([
      ["GET /v1/trends", ["hashtags/read"]],
      ["GET /v1/posts/{id}/hashtags", ["hashtags/read"]],
      ["GET /v1/search", ["search/read"]],
      ["POST /v1/hashtags/suggest", ["hashtags/suggest"]],
      ["GET /v1/feed", ["feed/read"]],
      ["GET /v1/trends/reviews", ["trends/moderate"]],
      ["PUT /v1/trends/reviews/{tag}", ["trends/moderate"]],
    ]);
  });

  it("computes every quarter of an hour for the time that was due, and does nothing in a standby", async () => {
    const schedule = "aws:scheduler/schedule:Schedule";
    expect(made.inputs(schedule, "run-compute-trends")).to.include({
      scheduleExpression: "rate(15 minutes)",
      state: "ENABLED",
    });
    const { input } = made.inputs(schedule, "run-compute-trends")["target"] as { input: string };
    expect(JSON.parse(input)).to.deep.equal({ at: "<aws.scheduler.scheduled-time>" });
    const standby = await record("dev", () => deployAlone("dev", false));
    expect(standby.inputs(schedule, "run-compute-trends")["state"]).to.equal("DISABLED");
    const sources = standby.ofType(MAPPING).filter(({ inputs }) => inputs["enabled"] !== false);
    expect(sources.map(({ name }) => name)).to.deep.equal([]);
  });

  it("lets posts through to the index, and captions that are ready or gone, but no recording", () => {
    const passes = filterOf(searchFilters("posts", "captions").map((each) => JSON.stringify(each)));
    const captions = (state: string, source?: string) => ({
      tableName: "captions",
      dynamodb: { NewImage: { state: { S: state }, ...(source !== undefined && { source: { S: source } }) } },
    });
    const cases = [
      { tableName: "posts", dynamodb: {} },
      captions("ready", "translated"),
      captions("withdrawn", "transcribed"),
      captions("translating", "translated"),
      captions("withdrawn"),
      { tableName: "post-updates", dynamodb: {} },
    ];
    const through = cases.map((data) => passes({ partitionKey: "p", data }));
    expect(through).to.deep.equal([true, true, true, false, false, false]);
  });

  it("says when many tags wait for a moderator", () => {
    const [signal, ...others] = topicSignals();
    expect([signal?.metric.name, others]).to.deep.equal(["TrendsForReview", []]);
  });
});

describe("HashtagEngine with trends and search, deployed in the sandbox", function () {
  this.timeout(120_000);
  let stage: Stage;
  before(async () => {
    const graphs = await graphsOf({ project: join(__dirname, "program"), stacks: ["dev"] });
    stage = new Stage(await Sandbox.deploy(graphs, { start: new Date("2026-11-03T05:00:00Z"), seed: 1 }));
  });
  after(() => stage?.close());

  const put = async (row: object) => {
    const Item = marshall(row, { removeUndefinedValues: true });
    const input = { TableName: stage.output("postsTable"), Item };
    await stage.until(() => stage.client(DynamoDBClient, "dynamodb").send(new PutItemCommand(input)));
  };
  /** Invokes the function behind the routes as API Gateway does. */
  const get = async (target: string) => {
    const scopes = ["hashtags/read", "search/read"];
    const event = apiEvent(routesOf(HASHTAG_ROUTES), { target, scopes, time: stage.sandbox.world.now() });
    const Payload = Buffer.from(JSON.stringify(event));
    const input = { FunctionName: stage.output("hashtagsApiFunction"), Payload };
    const answer = await stage.until(() => stage.client(LambdaClient, "lambda").send(new InvokeCommand(input)));
    if ("error" in answer) throw new Error(answer.error);
    return replyOf(JSON.parse(Buffer.from(answer.Payload ?? []).toString("utf8"))).json;
  };

  it("takes posts to votes, trends and the index under its own roles, and answers by its routes", async () => {
    const random = randomOf(9);
    const rows = Array.from({ length: 12 }, (_, place) => {
      const createdAt = new Date(Date.UTC(2026, 10, 3, 4, 5 + 4 * place)).toISOString();
      const names = { postId: `p-${place}`, userId: `u-${place}`, createdAt, eventId: `e-${place}` };
      return rowOf({ ...names, language: "ta", tags: ["#மழை"], text: `${textIn("ta", random)} வெள்ளம்` });
    });
    for (const row of rows) await put(row);
    await put(removedRow({ ...rows[0], version: 2, eventId: "e-gone" }));
    // The schedule has run once by then.
    await stage.pass(15 * 60);
    const trends = await get("/v1/trends?scope=lang%23ta&window=day");
    expect((trends["trends"] as TrendItem["trends"]).map(({ tag, authors }) => [tag, authors])).to.deep.equal([
      ["#மழை", 11],
    ]);
    const found = await get(`/v1/search?q=${encodeURIComponent("வெள்ளம்")}`);
    const ids = (found["posts"] as { readonly postId: string }[]).map(({ postId }) => postId);
    expect(ids.toSorted()).to.deep.equal(
      rows
        .slice(1)
        .map(({ postId }) => postId)
        .toSorted(),
    );
    const tags = await get("/v1/posts/p-3/hashtags");
    expect((tags["manual"] as { readonly tag: string }[]).map(({ tag }) => tag)).to.deep.equal(["#மழை"]);
    const tallied = readTable(stage.sandbox, stage.output("trendsTable")).map((item) => item["windowStart"]);
    expect(tallied).to.include("tally#2026-11-03T04");
    const denials = stage.sandbox.cloud.ledger.denials().map(({ access, message }) => `${access.action}: ${message}`);
    expect(denials).to.deep.equal([]);
    const sqs = stage.sandbox.cloud.service<SqsService>("sqs");
    const dead = sqs.queueArns().filter((arn) => /-(dead-letters|failed)$/.test(arn));
    expect(dead.flatMap((arn) => sqs.messages(arn))).to.deep.equal([]);
  });
});
