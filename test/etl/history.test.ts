import { readFileSync } from "fs";
import * as path from "path";
import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { expect } from "chai";
import * as fc from "fast-check";
import { POST_VERSION, RAW_ROW } from "../../components/data-lake/columns";
import { type Columns, PARTITION } from "../../components/shared";

const STATEMENT = readFileSync(path.resolve(__dirname, "..", "..", "etl", "history.sql"), "utf8");

type Row = Record<string, unknown>;

const ddl = (columns: Columns): string =>
  Object.entries(columns)
    .map(([name, type]) => `${name} ${type === "array<string>" ? "VARCHAR[]" : type}`)
    .join(", ");

const literal = (value: unknown): string => {
  if (value === undefined || value === null) return "NULL";
  return typeof value === "string" ? `'${value.replaceAll("'", "''")}'` : String(value);
};

/** The history as the job keeps it between runs, a run of which reads the touched days only. */
class History {
  private constructor(private readonly db: DuckDBConnection) {}

  static async open(): Promise<History> {
    const db = await (await DuckDBInstance.create()).connect();
    await db.run(`CREATE TABLE new_posts (${ddl(RAW_ROW)}); CREATE TABLE new_updates (${ddl(RAW_ROW)})`);
    await db.run(`CREATE TABLE history (${ddl({ ...POST_VERSION, [PARTITION.name]: "string" })})`);
    return new History(db);
  }

  async run(rows: readonly Row[]): Promise<void> {
    await this.db.run("DELETE FROM new_updates");
    for (const row of rows) {
      const values = Object.keys(RAW_ROW).map((name) => literal(row[name]));
      await this.db.run(`INSERT INTO new_updates VALUES (${values.join(", ")})`);
    }
    const touched = "SELECT DISTINCT substring(occurredAt, 1, 10) FROM new_updates";
    await this.db.run(
      `CREATE OR REPLACE TEMP TABLE current_history AS SELECT * FROM history WHERE created_date IN (${touched});` +
        `CREATE OR REPLACE TEMP TABLE result AS ${STATEMENT};` +
        `DELETE FROM history WHERE created_date IN (${touched}); INSERT INTO history SELECT * FROM result`,
    );
  }

  async rows(sql = "SELECT * FROM history ORDER BY created_date, post_id, version"): Promise<Row[]> {
    return (await this.db.runAndReadAll(sql)).getRowObjectsJson();
  }
}

function row(version: number, occurredAt: string, rest: Row = {}): Row {
  return {
    postId: "p-1",
    userId: "u-1",
    createdAt: "2026-11-01T23:00:00.000Z",
    version,
    deleted: false,
    eventId: `e-${version}`,
    occurredAt,
    language: "hi",
    likes: 10 * version,
    heard: version,
    ...rest,
  };
}

describe("history.sql", () => {
  it("keeps each version on the day of its event", async () => {
    const history = await History.open();
    await history.run([row(1, "2026-11-01T23:00:00.000Z"), row(2, "2026-11-02T00:00:00.000Z", { audioFile: "a.mp3" })]);
    const rows = await history.rows();
    expect(rows.map((each) => [each["created_date"], each["version"], each["likes"], each["medium"]])).to.deep.equal([
      ["2026-11-01", "1", "10", "text"],
      ["2026-11-02", "2", "20", "audio"],
    ]);
    expect(rows[1]).to.include({ created_at: "2026-11-01 23:00:00", occurred_at: "2026-11-02 00:00:00", heard: "2" });
  });

  it("takes missing counters for nought, and those of a removal for unknown", async () => {
    const history = await History.open();
    const day = "2026-11-02T05:00:00.000Z";
    await history.run([row(1, day, { likes: null, heard: null }), row(2, day, { deleted: true })]);
    const rows = await history.rows();
    expect(rows.map(({ likes, heard, deleted }) => [likes, heard, deleted])).to.deep.equal([
      ["0", "0", false],
      [null, null, true],
    ]);
  });

  it("tells by a window what a post gained over the border of a day, whatever came late", async () => {
    const history = await History.open();
    await history.run([row(1, "2026-11-01T23:00:00.000Z"), row(3, "2026-11-03T01:00:00.000Z")]);
    await history.run([row(2, "2026-11-02T12:00:00.000Z")]);
    const gained = await history.rows(
      "SELECT created_date AS day, likes - COALESCE(LAG(likes) OVER (PARTITION BY post_id ORDER BY version), 0) AS gained FROM history ORDER BY 1",
    );
    expect(gained.map(({ day, gained: likes }) => [day, likes])).to.deep.equal([
      ["2026-11-01", "10"],
      ["2026-11-02", "10"],
      ["2026-11-03", "10"],
    ]);
  });

  it("keeps of a post of an erased user the marker of each day, whatever comes late", async () => {
    const history = await History.open();
    const marker = { userId: undefined, deleted: true, eventId: "erasure-1", likes: undefined, heard: undefined };
    await history.run([row(1, "2026-11-02T05:00:00.000Z"), row(1, "2026-11-02T05:00:00.000Z", { postId: "p-2" })]);
    await history.run([row(Number.MAX_SAFE_INTEGER, "2026-11-02T00:00:00.000Z", marker)]);
    await history.run([row(2, "2026-11-02T06:00:00.000Z"), row(1, "2026-11-02T05:00:00.000Z")]);
    const rows = await history.rows("SELECT post_id, user_id, event_id, likes FROM history ORDER BY post_id");
    expect(rows).to.deep.equal([
      { post_id: "p-1", user_id: null, event_id: "erasure-1", likes: null },
      { post_id: "p-2", user_id: "u-1", event_id: "e-1", likes: "10" },
    ]);
  });

  it("comes to the same history however events are spread over runs, and however often they come", async () => {
    const event = fc.record({
      version: fc.integer({ min: 1, max: 3 }),
      day: fc.constantFrom("2026-11-01", "2026-11-02"),
      deleted: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(event, { maxLength: 6 }),
        fc.array(fc.nat(2), { minLength: 6 }),
        async (events, runs) => {
          const rows = events.map(({ version, day, deleted }, i) =>
            row(version, `${day}T0${i}:00:00.000Z`, { eventId: `e-${i}`, deleted }),
          );
          const [together, apart] = [await History.open(), await History.open()];
          await together.run(rows);
          for (const run of [2, 0, 1, 0]) await apart.run(rows.filter((_, i) => runs[i] === run));
          expect(await apart.rows()).to.deep.equal(await together.rows());
        },
      ),
      { numRuns: 12 },
    );
  });
});
