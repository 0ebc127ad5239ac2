import { DuckDBInstance } from "@duckdb/node-api";
import { insightQuery, shapeResults } from "@huut/domain";
import { expect } from "chai";
import { readFileSync } from "node:fs";

const TEMPLATE = readFileSync("etl/insights/daily-activity.sql", "utf8");
const RUN = { insight: "daily-activity", scheduledAt: "2026-11-05T01:45:00Z" };

/** Runs the query over rows of curated posts, and answers texts as Athena does. */
async function query(rows: readonly (readonly [date: string, user: string, likes: number, heard: number])[]) {
  const connection = await (await DuckDBInstance.create(":memory:")).connect();
  try {
    await connection.run("CREATE TABLE posts (created_date VARCHAR, user_id VARCHAR, likes BIGINT, heard BIGINT)");
    for (const [date, user, likes, heard] of rows) {
      await connection.run("INSERT INTO posts VALUES ($1, $2, $3, $4)", [date, user, likes, heard]);
    }
    const result = await connection.runAndReadAll(insightQuery(RUN, TEMPLATE).sql);
    const texts = result.getRows().map((row) => row.map((cell) => (cell === null ? undefined : String(cell))));
    return shapeResults(RUN, { columns: result.columnNames(), rows: texts });
  } finally {
    connection.closeSync();
  }
}

describe("daily-activity.sql", () => {
  it("counts people once a day and sums what their posts had", async () => {
    const items = await query([
      ["2026-11-03", "u-2", 1, 2],
      ["2026-11-02", "u-1", 3, 10],
      ["2026-11-02", "u-1", 4, 20],
      ["2026-11-02", "u-2", 0, 3],
      ["2026-11-02", "u-3", 0, 0],
    ]);
    expect(items.map(({ date, figures }) => ({ date, ...figures }))).to.deep.equal([
      { date: "2026-11-02", activeUsers: 3, posts: 4, likes: 7, heard: 33, engagementPerUser: 13.33 },
      { date: "2026-11-03", activeUsers: 1, posts: 1, likes: 1, heard: 2, engagementPerUser: 3 },
    ]);
  });

  it("reads only the days it is asked for", async () => {
    const items = await query([
      ["2026-10-01", "u-1", 1, 1],
      ["2026-10-02", "u-1", 1, 1],
      ["2026-11-05", "u-1", 1, 1],
      ["2026-11-06", "u-1", 1, 1],
    ]);
    expect(items.map((item) => item.date)).to.deep.equal(["2026-10-02", "2026-11-05"]);
  });

  it("answers nothing when nobody posted", async () => expect(await query([])).to.deep.equal([]));
});
