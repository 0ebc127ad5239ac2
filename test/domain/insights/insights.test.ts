import { expect } from "chai";
import { readFileSync } from "node:fs";
import {
  answerInsight,
  hasScope,
  insightOf,
  insightQuery,
  parseInsightCall,
  runOfQuery,
  shapeResults,
  sortKeyRange,
} from "@huut/domain";

const RUN = { insight: "daily-activity", scheduledAt: "2026-11-05T01:30:00Z" };
const TEMPLATE = readFileSync("etl/insights/daily-activity.sql", "utf8");
const COLUMNS = ["activity_date", "active_users", "posts", "likes", "heard", "engagement_per_user"];

describe("an insight's run", () => {
  it("asks for its days, and is found again in the query's first line", () => {
    const query = insightQuery(RUN, TEMPLATE);
    expect(query).to.include({ from: "2026-10-02", to: "2026-11-05" });
    expect(query.sql).to.contain("BETWEEN '2026-10-02' AND '2026-11-05'").and.not.contain("{{");
    expect(runOfQuery(query.sql)).to.deep.equal({ ...RUN, scheduledAt: "2026-11-05T01:30:00.000Z" });
    expect(runOfQuery("SELECT 1")).to.equal(undefined);
  });

  it("is one query however often it is asked for, and another one at another time", () => {
    const token = insightQuery(RUN, TEMPLATE).token;
    expect(token).to.have.length(64);
    expect(insightQuery(RUN, TEMPLATE).token).to.equal(token);
    expect(insightQuery({ ...RUN, scheduledAt: "2026-11-05T02:30:00Z" }, TEMPLATE).token).to.not.equal(token);
  });

  it("refuses what it does not know", () => {
    expect(() => insightQuery({ ...RUN, insight: "x" }, TEMPLATE)).to.throw(
      `no insight "x"; there are: daily-activity`,
    );
    expect(() => insightQuery({ ...RUN, scheduledAt: "<aws.scheduler.scheduled-time>" }, TEMPLATE)).to.throw(
      "scheduledAt",
    );
    expect(() => insightQuery(RUN, "SELECT 1")).to.throw("lacks {{from}}");
  });
});

describe("an insight's results", () => {
  it("become items by day", () => {
    const table = { columns: COLUMNS, rows: [["2026-11-02", "12", "15", "40", "200", "20.0"]] };
    expect(shapeResults(RUN, table)).to.deep.equal([
      {
        insight: "daily-activity",
        dateTime: "2026-11-02#00:00",
        date: "2026-11-02",
        figures: { activeUsers: 12, posts: 15, likes: 40, heard: 200, engagementPerUser: 20 },
        computedAt: RUN.scheduledAt,
      },
    ]);
  });

  it("are refused, by row and column, when they are not what the catalog says", () => {
    const rows = (...cells: (string | undefined)[]) => ({ columns: COLUMNS, rows: [cells] });
    expect(() => shapeResults(RUN, { columns: ["a"], rows: [] })).to.throw(`no column "activity_date", only a`);
    expect(() => shapeResults(RUN, rows("yesterday", "1", "1", "1", "1", "1"))).to.throw("row 1: activity_date");
    expect(() => shapeResults(RUN, rows("2026-11-02", undefined, "1", "1", "1", "1"))).to.throw("active_users");
    expect(() => shapeResults(RUN, rows("2026-11-02", "1.5", "1", "1", "1", "1"))).to.throw(`active_users is "1.5"`);
  });
});

describe("a call of the API", () => {
  const parse = (query: Readonly<Record<string, string>>, name = "daily-activity") =>
    parseInsightCall({ path: `/v1/insights/${name}`, name, query }, "2026-11-05");

  it("defaults to the last 30 days", () => {
    const parsed = parse({});
    expect(parsed.ok && parsed.request).to.deep.include({ from: "2026-10-07", to: "2026-11-05", granularity: "day" });
  });

  const refused: readonly (readonly [Readonly<Record<string, string>>, string, RegExp])[] = [
    [{ from: "2026-02-30" }, "from", /calendar/],
    [{ to: "now" }, "to", /YYYY-MM-DD/],
    [{ from: "2026-11-03", to: "2026-11-02" }, "from", /not after to/],
    [{ from: "2020-01-01" }, "from", /at most 366 days/],
    [{ granularity: "month" }, "granularity", /one of: day/],
    [{ limit: "3" }, "limit", /there are from, to, granularity/],
  ];
  for (const [query, parameter, cure] of refused) {
    it(`is refused for ${JSON.stringify(query)}, with parameter and cure`, () => {
      const parsed = parse(query);
      expect(!parsed.ok && parsed.problem).to.include({
        status: 400,
        parameter,
        type: "urn:huut:problem:invalid-parameter",
      });
      expect(!parsed.ok && parsed.problem.cure).to.match(cure);
    });
  }

  it("is 404 for an unknown insight, and lists those there are", () => {
    const parsed = parse({}, "weekly");
    expect(!parsed.ok && parsed.problem).to.include({
      status: 404,
      parameter: "name",
      cure: "ask for one of: daily-activity",
    });
  });

  it("is answered in the order of days", () => {
    const item = (date: string, posts: number) => ({
      insight: "daily-activity",
      dateTime: `${date}#00:00`,
      date,
      figures: { posts },
      computedAt: "c",
    });
    const request = {
      insight: insightOf("daily-activity"),
      from: "2026-11-01",
      to: "2026-11-02",
      granularity: "day" as const,
    };
    expect(answerInsight(request, [item("2026-11-02", 2), item("2026-11-01", 1)]).points).to.deep.equal([
      { date: "2026-11-01", posts: 1, computedAt: "c" },
      { date: "2026-11-02", posts: 2, computedAt: "c" },
    ]);
    const [low, high] = sortKeyRange("2026-11-01", "2026-11-02");
    expect(low <= "2026-11-01#00:00" && "2026-11-02#23:59" <= high && high < "2026-11-03#00:00").to.equal(true);
  });

  it("finds its scope among the token's", () => {
    expect(
      ["insights/read", "a insights/read", "[insights/read b]"].every((claim) => hasScope(claim, "insights/read")),
    ).to.equal(true);
    expect([undefined, "", "insights/readx"].some((claim) => hasScope(claim, "insights/read"))).to.equal(false);
  });
});
