import { expect } from "chai";
import {
  answerInsight,
  hasScope,
  insightQuery,
  listInsights,
  pageDays,
  parseInsightCall,
  periodStart,
  readInsightHeader,
  runOfQuery,
  runsAt,
  shapeResults,
  sortKeyRange,
  type InsightItem,
} from "@huut/domain";

const RUN = { insight: "daily-activity", granularity: "day", scheduledAt: "2026-11-05T01:30:00Z" } as const;
const HEADER = `-- Active users by day.
--
-- @schedule every-run
-- @granularity day week
-- @reads posts
-- @lookback 35 days
-- @scan-limit 500 MB
-- @key language text a language
-- @figure active_users integer people
-- @figure per_user decimal two decimals
`;
const TEMPLATE = `${HEADER}SELECT 1 WHERE x BETWEEN '{{from}}' AND '{{to}}' -- {{granularity}}\n`;
const CATALOG = { "daily-activity": readInsightHeader("daily-activity", TEMPLATE) };
const COLUMNS = ["period", "language", "active_users", "per_user", "data_until"];

describe("the header of an insight's query", () => {
  it("declares what the platform needs to know", () => {
    expect(CATALOG["daily-activity"]).to.deep.equal({
      name: "daily-activity",
      title: "Active users by day",
      schedule: "every-run",
      granularities: ["day", "week"],
      reads: ["posts"],
      lookbackDays: 35,
      maxBytes: 500_000_000,
      keys: { language: { column: "language", type: "text", meaning: "a language" } },
      figures: {
        activeUsers: { column: "active_users", type: "integer", meaning: "people" },
        perUser: { column: "per_user", type: "decimal", meaning: "two decimals" },
      },
    });
  });

  const faults: readonly (readonly [string, string, string])[] = [
    ["@schedule every-run", "@schedule hourly", '@schedule is to be there once, such as "-- @schedule every-run"'],
    ["-- @granularity day week\n", "", "@granularity is to be there once"],
    ["@lookback 35 days", "@lookback some", "@lookback is to be there once"],
    ["@scan-limit", "@scan", "@scan is no word of a header"],
    ["people", "", "is no column"],
    ["{{from}}", "2026-11-01", "it lacks {{from}}"],
    ["{{granularity}}", "day", "it lacks {{granularity}}"],
    ["-- Active users by day.\n--\n", "", "its first line is its title"],
  ];
  for (const [text, other, error] of faults) {
    it(`is refused with "${other}" for "${text.trim()}", by the file's name`, () => {
      expect(() => readInsightHeader("a", TEMPLATE.replace(text, other))).to.throw(`etl/insights/a.sql: `);
      expect(() => readInsightHeader("a", TEMPLATE.replace(text, other))).to.throw(error);
    });
  }
});

describe("an insight's run", () => {
  it("asks for its days, and is found again in the query's first line", () => {
    const query = insightQuery(CATALOG, RUN, TEMPLATE);
    expect(query).to.include({ from: "2026-10-02", to: "2026-11-05" });
    expect(query.sql)
      .to.contain("BETWEEN '2026-10-02' AND '2026-11-05' -- day")
      .and.not.match(/{{|@figure/);
    expect(runOfQuery(query.sql)).to.deep.equal({ ...RUN, scheduledAt: "2026-11-05T01:30:00.000Z" });
    expect(runOfQuery("SELECT 1")).to.equal(undefined);
  });

  it("begins with a whole period", () => {
    expect(insightQuery(CATALOG, { ...RUN, granularity: "week" }, TEMPLATE).from).to.equal("2026-09-28");
    expect(periodStart("2026-11-01", "week")).to.equal("2026-10-26");
    expect(periodStart("2026-11-02", "week")).to.equal("2026-11-02");
    expect(periodStart("2028-02-29", "month")).to.equal("2028-02-01");
  });

  it("is one query however often it is asked for, and another one at another time", () => {
    const token = insightQuery(CATALOG, RUN, TEMPLATE).token;
    expect(token).to.have.length(64);
    expect(insightQuery(CATALOG, RUN, TEMPLATE).token).to.equal(token);
    const later = { ...RUN, scheduledAt: "2026-11-05T02:30:00Z" };
    expect(insightQuery(CATALOG, later, TEMPLATE).token).to.not.equal(token);
  });

  it("is there for every granularity of every insight", () => {
    const expected = [RUN, { ...RUN, granularity: "week" }];
    expect(runsAt(CATALOG, RUN.scheduledAt)).to.deep.equal(expected);
    expect(runsAt(CATALOG, RUN.scheduledAt, "daily-activity")).to.deep.equal(expected);
  });

  it("refuses what it does not know", () => {
    const error = `no insight "x"; there are: daily-activity`;
    expect(() => runsAt(CATALOG, RUN.scheduledAt, "x")).to.throw(error);
    expect(() => insightQuery(CATALOG, { ...RUN, scheduledAt: "<aws.scheduler.scheduled-time>" }, TEMPLATE)).to.throw(
      "scheduledAt",
    );
  });
});

describe("an insight's results", () => {
  it("become an item for each period, without rows where there are none any more", () => {
    const at = "2026-11-02 05:31:07.120";
    const rows = [
      ["2026-11-02", "bn", "12", "20.0", at],
      ["2026-11-02", "hi", "1", "0.5", "2026-11-02 05:30:00"],
    ];
    const items = shapeResults(CATALOG, RUN, { columns: COLUMNS, rows });
    expect(items).to.have.length(35);
    expect(items.filter((item) => item.rows.length > 0)).to.deep.equal([
      {
        insight: "daily-activity#day",
        dateTime: "2026-11-02#00:00",
        date: "2026-11-02",
        rows: [
          { language: "bn", activeUsers: 12, perUser: 20 },
          { language: "hi", activeUsers: 1, perUser: 0.5 },
        ],
        dataUntil: "2026-11-02T05:31:07.120Z",
        computedAt: RUN.scheduledAt,
      },
    ]);
    expect(shapeResults(CATALOG, { ...RUN, granularity: "week" }, { columns: COLUMNS, rows: [] })).to.have.length(6);
  });

  it("are refused, by row and column, when they are not what the catalog says", () => {
    const shape = (...cells: (string | undefined)[]) => shapeResults(CATALOG, RUN, { columns: COLUMNS, rows: [cells] });
    const at = "2026-11-02 05:31:07";
    expect(() => shapeResults(CATALOG, RUN, { columns: ["a"], rows: [] })).to.throw(`no column "period", only a`);
    expect(() => shape("yesterday", "hi", "1", "1", at)).to.throw("row 1: period");
    expect(() => shape("2026-11-02", undefined, "1", "1", at)).to.throw("language is null");
    expect(() => shape("2026-11-02", "hi", undefined, "1", at)).to.throw("active_users");
    expect(() => shape("2026-11-02", "hi", "1.5", "1", at)).to.throw(`active_users is "1.5"`);
    expect(() => shape("2026-11-02", "hi", "1", "1", "late")).to.throw(`data_until is "late"`);
  });
});

describe("a call of the API", () => {
  const parse = (query: Readonly<Record<string, string>>, name = "daily-activity") =>
    parseInsightCall(CATALOG, { path: `/v1/insights/${name}`, name, query }, "2026-11-05");

  it("defaults to the last 30 days", () => {
    const parsed = parse({});
    expect(parsed.ok && parsed.request).to.deep.include({
      series: "daily-activity#day",
      from: "2026-10-07",
      to: "2026-11-05",
      limit: 100,
    });
  });

  const refused: readonly (readonly [Readonly<Record<string, string>>, string, RegExp])[] = [
    [{ from: "2026-02-30" }, "from", /calendar/],
    [{ to: "now" }, "to", /YYYY-MM-DD/],
    [{ from: "2026-11-03", to: "2026-11-02" }, "from", /not after to/],
    [{ from: "2020-01-01" }, "from", /at most 366 days/],
    [{ granularity: "month" }, "granularity", /one of: day, week/],
    [{ limit: "0" }, "limit", /1 to 366/],
    [{ limit: "367" }, "limit", /1 to 366/],
    [{ cursor: "x" }, "cursor", /of the answer before/],
    [{ page: "3" }, "page", /there are from, to, granularity, limit, cursor/],
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
    for (const name of ["weekly", "constructor"]) {
      const parsed = parse({}, name);
      expect(!parsed.ok && parsed.problem).to.include({
        status: 404,
        parameter: "name",
        cure: "ask for one of: daily-activity",
      });
    }
  });

  const item = (date: string, posts: number): InsightItem => ({
    insight: "daily-activity#day",
    dateTime: `${date}#00:00`,
    date,
    rows: [{ posts }],
    dataUntil: `${date}T12:00:00.000Z`,
    computedAt: `${date}T13:00:00.000Z`,
  });

  it("is answered page by page, each with how fresh it is", () => {
    const range = { from: "2026-11-01", to: "2026-11-03", limit: "2" };
    const first = parse(range);
    if (!first.ok) throw new Error(first.problem.detail);
    expect(pageDays(first.request)).to.deep.equal(["2026-11-01", "2026-11-03"]);
    const days = ["2026-11-01", "2026-11-02", "2026-11-03"].map((day, i) => item(day, i));
    const page = answerInsight(first.request, days);
    expect(page).to.include({ computedAt: "2026-11-02T13:00:00.000Z", dataUntil: "2026-11-02T12:00:00.000Z" });
    expect(page.points).to.deep.equal([
      { date: "2026-11-01", posts: 0, computedAt: "2026-11-01T13:00:00.000Z" },
      { date: "2026-11-02", posts: 1, computedAt: "2026-11-02T13:00:00.000Z" },
    ]);
    const second = parse({ ...range, cursor: page.cursor ?? "" });
    if (!second.ok) throw new Error(second.problem.detail);
    expect(pageDays(second.request)).to.deep.equal(["2026-11-03", "2026-11-03"]);
    const last = answerInsight(second.request, days.slice(2));
    expect(last.points.map(({ date }) => date)).to.deep.equal(["2026-11-03"]);
    expect(last).to.not.have.property("cursor");
    const other = parse({ ...range, from: "2026-10-01", cursor: page.cursor ?? "" });
    expect(!other.ok && other.problem.parameter).to.equal("cursor");
  });

  it("begins with the period that its first day lies in", () => {
    const parsed = parse({ from: "2026-11-04", to: "2026-11-05", granularity: "week" });
    expect(parsed.ok && pageDays(parsed.request)).to.deep.equal(["2026-11-02", "2026-11-05"]);
    const [low, high] = sortKeyRange("2026-11-01", "2026-11-02");
    expect(low <= "2026-11-01#00:00" && "2026-11-02#23:59" <= high && high < "2026-11-03#00:00").to.equal(true);
  });

  it("without a name lists what there is", () => {
    expect(listInsights(CATALOG).insights).to.deep.equal([
      {
        name: "daily-activity",
        title: "Active users by day",
        granularities: ["day", "week"],
        keys: [{ name: "language", type: "text", meaning: "a language" }],
        figures: [
          { name: "activeUsers", type: "integer", meaning: "people" },
          { name: "perUser", type: "decimal", meaning: "two decimals" },
        ],
      },
    ]);
  });

  it("finds its scope among the token's", () => {
    expect(
      ["insights/read", "a insights/read", "[insights/read b]"].every((claim) => hasScope(claim, "insights/read")),
    ).to.equal(true);
    expect([undefined, "", "insights/readx"].some((claim) => hasScope(claim, "insights/read"))).to.equal(false);
  });
});
