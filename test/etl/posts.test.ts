import { readFileSync } from "fs";
import * as path from "path";
import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { expect } from "chai";
import * as fc from "fast-check";
import { CURATED_POST, RAW_ROW, TOMBSTONE } from "../../components/data-lake/columns";
import { type Columns, PARTITION } from "../../components/shared";

const STATEMENT = readFileSync(path.resolve(__dirname, "..", "..", "etl", "posts.sql"), "utf8");
const DATE = "2026-11-02";

type Row = Record<string, unknown>;

const duckType = (type: string): string => (type === "array<string>" ? "VARCHAR[]" : type);
const ddl = (columns: Columns): string =>
  Object.entries(columns)
    .map(([name, type]) => `${name} ${duckType(type)}`)
    .join(", ");

const literal = (value: unknown): string => {
  if (value === undefined || value === null) return "NULL";
  if (Array.isArray(value)) return `[${value.map(literal).join(", ")}]`;
  return typeof value === "string" ? `'${value.replaceAll("'", "''")}'` : String(value);
};

/** The curated zone of one date, as the job keeps it between runs. */
class Zone {
  private constructor(private readonly db: DuckDBConnection) {}

  static async open(): Promise<Zone> {
    const db = await (await DuckDBInstance.create()).connect();
    await db.run("CREATE MACRO nfc(text) AS nfc_normalize(text)");
    await db.run("CREATE MACRO array_join(list, separator) AS array_to_string(list, separator)");
    const curated = (columns: Columns) => ddl({ ...columns, [PARTITION.name]: PARTITION.type });
    await db.run(`CREATE TABLE new_posts (${ddl(RAW_ROW)}); CREATE TABLE new_updates (${ddl(RAW_ROW)})`);
    await db.run(`CREATE TABLE current_posts (${curated(CURATED_POST)})`);
    await db.run(`CREATE TABLE current_tombstones (${curated(TOMBSTONE)})`);
    return new Zone(db);
  }

  /** One run of the job over these new rows. */
  async run(posts: readonly Row[], updates: readonly Row[]): Promise<void> {
    await this.fill("new_posts", posts);
    await this.fill("new_updates", updates);
    await this.db.run(`CREATE OR REPLACE TEMP TABLE result AS ${STATEMENT}`);
    await this.replace("current_tombstones", TOMBSTONE, "deleted");
    await this.replace("current_posts", CURATED_POST, "NOT deleted");
  }

  async posts(): Promise<Row[]> {
    const reader = await this.db.runAndReadAll("SELECT * FROM current_posts ORDER BY post_id");
    return reader.getRowObjectsJson();
  }

  private async fill(table: string, rows: readonly Row[]): Promise<void> {
    await this.db.run(`DELETE FROM ${table}`);
    if (rows.length === 0) return;
    const tuples = rows.map(
      (row) =>
        `(${Object.keys(RAW_ROW)
          .map((name) => literal(row[name]))
          .join(", ")})`,
    );
    await this.db.run(`INSERT INTO ${table} VALUES ${tuples.join(", ")}`);
  }

  private async replace(table: string, columns: Columns, where: string): Promise<void> {
    const names = [...Object.keys(columns), PARTITION.name].join(", ");
    await this.db.run(`DELETE FROM ${table}; INSERT INTO ${table} SELECT ${names} FROM result WHERE ${where}`);
  }
}

function row(postId: string, version: number, rest: Row = {}): Row {
  const occurredAt = `${DATE}T06:00:0${version}.000Z`;
  return {
    postId,
    userId: "u-1",
    createdAt: `${DATE}T05:31:07.120Z`,
    updatedAt: occurredAt,
    version,
    deleted: false,
    eventId: `e-${version}`,
    eventName: "MODIFY",
    occurredAt,
    text: `text ${version}`,
    tags: ["#a"],
    language: "hi",
    likes: version,
    heard: 2 * version,
    ...rest,
  };
}

describe("posts.sql", () => {
  it("keeps the newest version with its counters, under the lake's names and types", async () => {
    const zone = await Zone.open();
    await zone.run([row("p-1", 1)], [row("p-1", 3), row("p-1", 2)]);
    expect(await zone.posts()).to.deep.equal([
      {
        post_id: "p-1",
        user_id: "u-1",
        created_at: "2026-11-02 05:31:07.12",
        updated_at: "2026-11-02 06:00:03",
        version: "3",
        text: "text 3",
        tags: ["#a"],
        language: "hi",
        audio_file: null,
        video_file: null,
        image: null,
        likes: "3",
        heard: "6",
        occurred_at: "2026-11-02 06:00:03",
        event_id: "e-3",
        created_date: DATE,
      },
    ]);
  });

  it("comes to the same rows when it runs again over the same objects", async () => {
    const zone = await Zone.open();
    const input = [[row("p-1", 1), row("p-2", 1), row("p-2", 1)], [row("p-1", 2)]] as const;
    await zone.run(...input);
    const once = await zone.posts();
    await zone.run(...input);
    expect(await zone.posts()).to.deep.equal(once);
    expect(once.map((each) => each["post_id"])).to.deep.equal(["p-1", "p-2"]);
  });

  it("keeps a removed post removed when its insert comes in a later run", async () => {
    const zone = await Zone.open();
    await zone.run([], [row("p-1", 4, { deleted: true, text: undefined, tags: undefined })]);
    await zone.run([row("p-1", 1)], []);
    await zone.run([], [row("p-1", 3)]);
    expect(await zone.posts()).to.deep.equal([]);
  });

  it("brings a post back when a newer state than its removal comes", async () => {
    const zone = await Zone.open();
    await zone.run([], [row("p-1", 2, { deleted: true })]);
    await zone.run([], [row("p-1", 3)]);
    expect((await zone.posts()).map((each) => each["version"])).to.deep.equal(["3"]);
  });

  const ties: readonly [string, Row, Row, string][] = [
    ["the later event", { eventId: "z" }, { occurredAt: `${DATE}T07:00:00.000Z`, eventId: "a" }, "a"],
    ["the greater identifier", { eventId: "a" }, { eventId: "b" }, "b"],
  ];
  for (const [what, first, second, winner] of ties) {
    it(`prefers ${what} between equal versions, whichever comes first`, async () => {
      for (const rows of [
        [first, second],
        [second, first],
      ]) {
        const zone = await Zone.open();
        for (const rest of rows) await zone.run([], [row("p-1", 2, rest)]);
        expect((await zone.posts()).map((each) => each["event_id"])).to.deep.equal([winner]);
      }
    });
  }

  const tags: readonly [string, unknown, unknown][] = [
    ["lower case, each once, in one order", ["#B", "#a", "#b"], ["#a", "#b"]],
    ["one spelling of the same letters", ["#cafe\u0301", "#caf\u00e9"], ["#caf\u00e9"]],
    ["vowel signs kept", ["#हिन्दी"], ["#हिन्दी"]],
    ["no tags", [], []],
    ["tags that are not there", null, null],
  ];
  for (const [what, given, expected] of tags) {
    it(`normalizes tags: ${what}`, async () => {
      const zone = await Zone.open();
      await zone.run([row("p-1", 1, { tags: given })], []);
      expect((await zone.posts())[0]?.["tags"]).to.deep.equal(expected);
    });
  }

  it("comes to the same posts however events are spread over runs", async () => {
    const state = fc.record({
      post: fc.constantFrom("p-1", "p-2"),
      version: fc.integer({ min: 1, max: 5 }),
      deleted: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(state, { maxLength: 8 }),
        fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 8, maxLength: 8 }),
        async (states, runs) => {
          const rows = states.map((each, index) =>
            row(each.post, each.version, { deleted: each.deleted, eventId: `e-${index}` }),
          );
          const together = await Zone.open();
          await together.run([], rows);
          const apart = await Zone.open();
          for (const run of [2, 0, 1])
            await apart.run(
              [],
              rows.filter((_, index) => runs[index] === run),
            );
          expect(await apart.posts()).to.deep.equal(await together.posts());
        },
      ),
      { numRuns: 15 },
    );
  });
});
