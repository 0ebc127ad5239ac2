import { expect } from "chai";
import { marshall } from "@aws-sdk/util-dynamodb";
import { readFileSync } from "node:fs";
import type { APIGatewayProxyEventV2WithJWTAuthorizer } from "aws-lambda";
import { makeApi } from "../../../functions/insights-api/api";
import { makeRunInsights } from "../../../functions/insights-api/run-insights";
import { makeStoreInsight } from "../../../functions/insights-api/store-insight";
import { loadPackage, QUIET, serviceError, withEnvironment, type Call } from "../packaged";

const TEMPLATE = readFileSync("etl/insights/daily-activity.sql", "utf8");
const RUN = { insight: "daily-activity", scheduledAt: "2026-11-05T01:30:00Z" };

describe("the insights' functions, from their packages", () => {
  let restore: () => void;
  before(() => {
    restore = withEnvironment({ ...QUIET, WORKGROUP: "w", DATABASE: "d", INSIGHTS_TABLE: "insights" });
  });
  after(() => restore());

  async function start(): Promise<Call> {
    const calls: Call[] = [];
    const handler = await loadPackage(makeRunInsights({ "daily-activity": TEMPLATE }), (call) => {
      calls.push(call);
      return { QueryExecutionId: "q-1" };
    });
    expect(await handler(RUN)).to.deep.equal({ queryExecutionId: "q-1" });
    if (calls[0] === undefined) throw new Error("no call");
    return calls[0];
  }

  it("start the same query for the same due time", async () => {
    const [first, second] = [await start(), await start()];
    expect(first.input).to.deep.equal(second.input);
    expect(first.input).to.deep.include({ WorkGroup: "w", QueryExecutionContext: { Database: "d" } });
  });

  it("store every page of a result, and let a later run's figures stay", async () => {
    const sql = String((await start()).input["QueryString"]);
    const header = ["activity_date", "active_users", "posts", "likes", "heard", "engagement_per_user"];
    const row = (...cells: string[]) => ({ Data: cells.map((VarCharValue) => ({ VarCharValue })) });
    const written: unknown[] = [];
    const handler = await loadPackage(makeStoreInsight(), ({ operation, input }) => {
      if (operation === "GetQueryExecution") return { QueryExecution: { Query: sql } };
      if (operation === "PutItem") {
        if (JSON.stringify(input).includes("2026-11-03")) throw serviceError("ConditionalCheckFailedException");
        return written.push(input["Item"]);
      }
      return input["NextToken"] === undefined
        ? { NextToken: "2", ResultSet: { Rows: [row(...header), row("2026-11-02", "1", "2", "3", "4", "7.0")] } }
        : { ResultSet: { Rows: [row("2026-11-03", "1", "2", "3", "4", "7.0")] } };
    });
    const report = await handler({ detail: { queryExecutionId: "q-1", currentState: "SUCCEEDED" } });
    expect(report).to.deep.equal({ insight: "daily-activity", stored: 1, superseded: 1 });
    expect(written).to.have.length(1);
  });

  it("store nothing for a query that failed or that no insight made", async () => {
    const answers = [
      { QueryExecution: { Query: "SELECT 1" } },
      { QueryExecution: { Query: `-- huut-insight: daily-activity at 2026-11-05T01:30:00.000Z\nSELECT 1` } },
    ];
    for (const answer of answers) {
      const handler = await loadPackage(makeStoreInsight(), ({ operation }) => {
        if (operation !== "GetQueryExecution") throw new Error(`unexpected ${operation}`);
        return answer;
      });
      const report = await handler({ detail: { queryExecutionId: "q", currentState: "FAILED" } });
      expect(report).to.include({ stored: 0 });
    }
  });

  async function call(event: Partial<APIGatewayProxyEventV2WithJWTAuthorizer>, scope: string, respond?: () => unknown) {
    const items = [
      {
        insight: "daily-activity",
        dateTime: "2026-11-02#00:00",
        date: "2026-11-02",
        figures: { posts: 2 },
        computedAt: "c",
      },
    ];
    const handler = await loadPackage(makeApi(), respond ?? (() => ({ Items: items.map((item) => marshall(item)) })));
    const answer = await handler({
      routeKey: "GET /v1/insights/{name}",
      rawPath: "/v1/insights/daily-activity",
      pathParameters: { name: "daily-activity" },
      requestContext: {
        timeEpoch: Date.UTC(2026, 10, 5),
        authorizer: { jwt: { claims: { scope } } },
      },
      ...event,
    } as unknown as APIGatewayProxyEventV2WithJWTAuthorizer);
    return {
      status: answer.statusCode,
      type: answer.headers?.["content-type"],
      body: JSON.parse(answer.body ?? "") as object,
    };
  }

  it("answer an insight's series", async () => {
    const { status, body } = await call({}, "insights/read");
    expect(status).to.equal(200);
    expect(body).to.deep.include({
      insight: "daily-activity",
      points: [{ date: "2026-11-02", posts: 2, computedAt: "c" }],
    });
  });

  it("answer problems: a bad parameter, a missing scope, a strange route, a store that is down", async () => {
    const bad = await call({ queryStringParameters: { from: "x" } }, "insights/read");
    expect([bad.status, bad.type]).to.deep.equal([400, "application/problem+json"]);
    expect(bad.body).to.include({ parameter: "from", instance: "/v1/insights/daily-activity" });
    expect((await call({}, "other")).status).to.equal(403);
    expect((await call({ routeKey: "$default" }, "insights/read")).status).to.equal(404);
    const down = await call({}, "insights/read", () => {
      throw serviceError("InternalServerError");
    });
    expect(down.status).to.equal(500);
    expect(JSON.stringify(down.body)).to.not.contain("InternalServerError");
  });
});
