import { expect } from "chai";
import { marshall } from "@aws-sdk/util-dynamodb";
import type { APIGatewayProxyEventV2WithJWTAuthorizer } from "aws-lambda";
import type { listInsights } from "@huut/domain";
import { makeApi } from "../../../functions/insights-api/api";
import { makeRunInsights } from "../../../functions/insights-api/run-insights";
import { makeStoreInsight } from "../../../functions/insights-api/store-insight";
import { INSIGHTS } from "../../support/insights";
import { loadPackage, QUIET, serviceError, withEnvironment, type Call } from "../packaged";

const { catalog, templates } = INSIGHTS;
const RUN = { insight: "daily-activity", scheduledAt: "2026-11-05T01:30:00Z" };

describe("the insights' functions, from their packages", () => {
  let restore: () => void;
  before(() => {
    restore = withEnvironment({ ...QUIET, WORKGROUP: "w", DATABASE: "d", INSIGHTS_TABLE: "insights" });
  });
  after(() => restore());

  async function start(): Promise<Call> {
    const calls: Call[] = [];
    const handler = await loadPackage(makeRunInsights(templates), (call) => {
      calls.push(call);
      return { QueryExecutionId: "q-1" };
    });
    expect(await handler(RUN)).to.deep.equal({ queryExecutionIds: ["q-1"] });
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
    const header = ["period", "active_users", "posts", "likes", "heard", "engagement_per_user", "data_until"];
    const row = (...cells: string[]) => ({ Data: cells.map((VarCharValue) => ({ VarCharValue })) });
    const written: unknown[] = [];
    const handler = await loadPackage(makeStoreInsight(templates), ({ operation, input }) => {
      if (operation === "GetQueryExecution")
        return { QueryExecution: { Query: sql, Statistics: { DataScannedInBytes: 7 } } };
      if (operation === "PutItem") {
        // A period without rows replaces nothing here.
        if (JSON.stringify(input).includes('"rows":{"L":[]}')) throw serviceError("ConditionalCheckFailedException");
        if (JSON.stringify(input).includes("2026-11-03")) throw serviceError("ConditionalCheckFailedException");
        return written.push(input["Item"]);
      }
      return input["NextToken"] === undefined
        ? {
            NextToken: "2",
            ResultSet: {
              Rows: [row(...header), row("2026-11-02", "1", "2", "3", "4", "7.0", "2026-11-02 05:00:00.000")],
            },
          }
        : { ResultSet: { Rows: [row("2026-11-03", "1", "2", "3", "4", "7.0", "2026-11-02 05:00:00.000")] } };
    });
    const report = await handler({ detail: { queryExecutionId: "q-1", currentState: "SUCCEEDED" } });
    expect(report).to.deep.equal({ insight: "daily-activity", stored: 1, superseded: 1, bytesScanned: 7 });
    expect(written).to.have.length(1);
    expect(written[0]).to.deep.include({ insight: { S: "daily-activity#day" }, bytesScanned: { N: "7" } });
  });

  it("store nothing for a query that failed or that no insight made", async () => {
    const answers = [
      { QueryExecution: { Query: "SELECT 1" } },
      { QueryExecution: { Query: `-- huut-insight: daily-activity by day at 2026-11-05T01:30:00.000Z\nSELECT 1` } },
    ];
    for (const answer of answers) {
      const handler = await loadPackage(makeStoreInsight(templates), ({ operation }) => {
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
        insight: "daily-activity#day",
        dateTime: "2026-11-02#00:00",
        date: "2026-11-02",
        rows: [{ posts: 2 }],
        dataUntil: "d",
        computedAt: "c",
      },
    ];
    const handler = await loadPackage(
      makeApi(templates),
      respond ?? (() => ({ Items: items.map((item) => marshall(item)) })),
    );
    const answer = await handler({
      routeKey: "GET /v1/insights/{name}",
      rawPath: "/v1/insights/daily-activity",
      pathParameters: { name: "daily-activity" },
      headers: {},
      requestContext: {
        timeEpoch: Date.UTC(2026, 10, 5),
        authorizer: { jwt: { claims: { scope } } },
      },
      ...event,
    } as unknown as APIGatewayProxyEventV2WithJWTAuthorizer);
    return {
      status: answer.statusCode,
      type: answer.headers?.["content-type"],
      etag: answer.headers?.["etag"],
      body: JSON.parse(answer.body === "" ? "null" : (answer.body ?? "")) as object,
    };
  }

  it("answer an insight's series", async () => {
    const { status, body } = await call({}, "insights/read");
    expect(status).to.equal(200);
    expect(body).to.deep.include({
      insight: "daily-activity",
      computedAt: "c",
      dataUntil: "d",
      points: [{ date: "2026-11-02", posts: 2, computedAt: "c" }],
    });
  });

  it("answer a caller who has it already with 304", async () => {
    const { etag = "" } = await call({}, "insights/read");
    const again = await call({ headers: { "if-none-match": String(etag) } }, "insights/read");
    expect(again).to.deep.include({ status: 304, etag, body: null });
  });

  it("list the insights", async () => {
    const { status, body } = await call({ routeKey: "GET /v1/insights" }, "insights/read");
    expect(status).to.equal(200);
    expect((body as ReturnType<typeof listInsights>).insights.map(({ name }) => name)).to.deep.equal(
      Object.keys(catalog),
    );
  });

  it("start every insight, and fail in the end for those that could not be started", async () => {
    const started: string[] = [];
    const handler = await loadPackage(makeRunInsights(templates), ({ input }) => {
      const sql = String(input["QueryString"]);
      if (sql.startsWith("-- huut-insight: retention by week")) throw serviceError("TooManyRequestsException");
      started.push(sql);
      return { QueryExecutionId: `q-${started.length}` };
    });
    const outcome = await handler({ scheduledAt: RUN.scheduledAt }).then(
      () => "done",
      (error: unknown) => String(error),
    );
    expect(outcome).to.match(/1 of \d+ queries did not start: retention by week/);
    const all = Object.values(catalog).flatMap(({ granularities }) => granularities);
    expect(new Set(started).size).to.equal(all.length - 1);
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
