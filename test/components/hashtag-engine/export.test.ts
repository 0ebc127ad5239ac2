import {
  AthenaClient,
  GetQueryExecutionCommand,
  GetQueryResultsCommand,
  StartQueryExecutionCommand,
} from "@aws-sdk/client-athena";
import { TagBasis, tagWrites } from "@huut/domain";
import { expect } from "chai";
import { readTable } from "../../../cli/start/evidence";
import type { S3Service } from "../../../sandbox/services/s3";
import { Alone, posted } from "./alone";

const TABLES = ["hashtags", "hashtags_csv"] as const;
const DIFFICULT = 'In "कल, और \\ ""आज""",\r\n\tஆமாம் ✓\u2028\'end\'';
const COLUMNS = "created_date, post_id, tag, tag_key, source, language, score, why, rank, created_at, updated_at";

/** A post of a day, at eight o'clock and later. */
const onDay = (day: string, postId: string, tags: readonly string[], change: object = {}) =>
  posted(postId, { createdAt: `${day}T08:00:00.000Z`, text: "नमस्ते", tags, ...change });

describe("The nightly export of tags, deployed alone", function () {
  this.timeout(180_000);
  let alone: Alone;
  before(async () => {
    alone = await Alone.open();
    const { put } = alone;
    await put.call(alone, "postsTable", onDay("2026-11-01", "p-old", ["#मैच", "#cricket"]));
    await put.call(alone, "postsTable", onDay("2026-11-02", "p-1", ["#क्रिकेट", "#மழை", "#ಕನ್ನಡ"]));
    await put.call(alone, "postsTable", onDay("2026-11-02", "p-2", ["#क्रिकेट"], { language: "mr" }));
    await put.call(alone, "postsTable", onDay("2026-11-02", "p-3", ["#gone"]));
    const difficult = posted("p-why", { createdAt: "2026-10-31T08:00:00.000Z" });
    const at = "2026-11-02T09:00:00.000Z";
    const tags = [{ tag: "#क्षण", aliases: [], score: 0.1 + 0.2, why: { sentence: DIFFICULT } }];
    for (const { item = {} } of tagWrites(difficult, "automated", tags, TagBasis.text, undefined, at))
      await put.call(alone, "hashtagsTable", item);
    await alone.stage.pass(600);
    await untilNight("2026-11-03T00:35:00Z");
  });
  after(() => alone.stage.close());

  const untilNight = async (instant: string) => {
    const seconds = (Date.parse(instant) - alone.stage.sandbox.world.now()) / 1000;
    await alone.stage.pass(seconds);
  };

  /** What Athena answers, and the bytes that it has read. */
  async function ask(sql: string) {
    const athena = alone.stage.client(AthenaClient, "athena");
    const query = {
      QueryString: sql,
      WorkGroup: alone.stage.output("workgroup"),
      QueryExecutionContext: { Database: alone.stage.output("database") },
    };
    const { QueryExecutionId } = await athena.send(new StartQueryExecutionCommand(query));
    await alone.stage.pass(10);
    const { QueryExecution } = await athena.send(new GetQueryExecutionCommand({ QueryExecutionId }));
    expect(QueryExecution?.Status?.StateChangeReason ?? "").to.equal("");
    const { ResultSet } = await athena.send(new GetQueryResultsCommand({ QueryExecutionId }));
    const [, ...rows] = (ResultSet?.Rows ?? []).map(({ Data = [] }) => Data.map(({ VarCharValue }) => VarCharValue));
    const types = (ResultSet?.ResultSetMetadata?.ColumnInfo ?? []).map(({ Type }) => Type);
    return { rows, types, bytes: QueryExecution?.Statistics?.DataScannedInBytes ?? 0 };
  }

  /** The table's live tags, counted without the export. */
  function counted(from: string, to: string): string[][] {
    const counts = new Map<string, number>();
    for (const item of readTable(alone.stage.sandbox, alone.stage.output("hashtagsTable"))) {
      const day = String(item["createdAt"]).slice(0, 10);
      if (item["state"] !== "live" || day < from || day > to) continue;
      const key = JSON.stringify([day, item["source"], item["tag"]]);
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    return [...counts].map(([key, count]) => [...(JSON.parse(key) as string[]), String(count)]).sort();
  }

  async function tagsByPeriod(table: string, from: string, to: string) {
    const sql = `SELECT created_date, source, tag, count(*) AS posts FROM ${table}
      WHERE created_date BETWEEN '${from}' AND '${to}' GROUP BY created_date, source, tag`;
    const { rows, bytes } = await ask(sql);
    return { rows: rows.sort(), bytes };
  }

  const keys = () => {
    const bucket = alone.stage.output("curatedBucket");
    return [...alone.stage.sandbox.cloud.service<S3Service>("s3").objects(bucket, "hashtags/")];
  };

  it("answers which tags there were in a period, from both tables, as the table has them", async () => {
    const expected = counted("2026-11-01", "2026-11-02");
    expect(expected.map(([, , tag]) => tag)).to.include.members(["#क्रिकेट", "#மழை", "#ಕನ್ನಡ"]);
    expect(expected.map(([, source]) => source)).to.include("automated");
    for (const table of TABLES) {
      expect((await tagsByPeriod(table, "2026-11-01", "2026-11-02")).rows, table).to.deep.equal(expected);
    }
    expect(alone.denied()).to.deep.equal([]);
    expect(alone.deadLetters()).to.equal(0);
  });

  it("reads the files of the days that are asked for, and no others", async () => {
    const sizes = (format: string, day: string) =>
      keys()
        .filter(({ key }) => key.startsWith(`hashtags/${format}/created_date=${day}/`))
        .reduce((sum, { body }) => sum + body.length, 0);
    const formats = { hashtags: "parquet", hashtags_csv: "csv" } as const;
    for (const table of TABLES) {
      const { bytes } = await tagsByPeriod(table, "2026-11-01", "2026-11-01");
      expect(bytes).to.equal(sizes(formats[table], "2026-11-01")).and.to.be.above(0);
    }
  });

  it("has columns of the declared types, and the same rows in both tables", async () => {
    const order = "ORDER BY created_date, post_id, source, rank";
    const parquet = await ask(`SELECT ${COLUMNS} FROM hashtags ${order}`);
    expect(parquet.types).to.deep.equal([
      ...["varchar", "varchar", "varchar", "varchar", "varchar", "varchar"],
      ...["double", "varchar", "bigint", "timestamp", "timestamp"],
    ]);
    const csv = await ask(`SELECT ${COLUMNS} FROM hashtags_csv ${order}`);
    const plain = (row: readonly (string | undefined)[]) =>
      row.map((field) => (field ?? "").replace(/^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d\.\d{3})$/, "$1T$2Z"));
    expect(parquet.rows.map(plain)).to.deep.equal(csv.rows.map(plain));
  });

  it("keeps what is difficult: quotes, commas, scripts, a score's last digit; ends of lines are blanks", async () => {
    for (const table of TABLES) {
      const { rows } = await ask(
        `SELECT tag, tag_key, score, why, created_at FROM ${table} WHERE created_date = '2026-10-31'`,
      );
      const [[tag, key, score, why, created] = []] = rows;
      expect([tag, key, Number(score), why], table).to.deep.equal([
        "#क्षण",
        "#क्षण",
        0.30000000000000004,
        'In "कल, और \\ ""आज""", ஆமாம் ✓ \'end\'',
      ]);
      expect(created?.replace(" ", "T").replace("Z", "")).to.equal("2026-10-31T08:00:00.000");
    }
  });

  it("exports a day anew when its tags have changed, and lets removed posts vanish; other days keep their files", async () => {
    const before = keys().map(({ key }) => key);
    await alone.put("postsTable", onDay("2026-11-02", "p-3", ["#gone"], { version: 2, deleted: true }));
    await alone.put("postsTable", onDay("2026-11-02", "p-2", ["#बदला"], { version: 2 }));
    await alone.stage.pass(600);
    await untilNight("2026-11-04T01:00:00Z");
    const expected = counted("2026-11-02", "2026-11-02");
    expect(JSON.stringify(expected)).to.include("#बदला").and.to.not.include("#gone");
    for (const table of TABLES) {
      expect((await tagsByPeriod(table, "2026-11-02", "2026-11-02")).rows, table).to.deep.equal(expected);
    }
    const after = keys().map(({ key }) => key);
    const old = (all: readonly string[]) => all.filter((key) => key.includes("created_date=2026-11-01"));
    expect(old(after)).to.deep.equal(old(before));
    expect(after.filter((key) => key.includes("created_date=2026-11-02"))).to.satisfy((found: string[]) =>
      found.every((key) => key.includes("/run=20261104T003000000Z/")),
    );
  });

  it("writes the same bytes of the same state, when somebody asks for a day", async () => {
    const before = keys().filter(({ key }) => key.includes("created_date=2026-11-02"));
    const report = await alone.stage.invoke(alone.stage.output("exportHashtagsFunction"), { day: "2026-11-02" });
    expect(report).to.deep.include({ days: ["2026-11-02"], left: 0 });
    await alone.stage.pass(1200);
    const after = keys().filter(({ key }) => key.includes("created_date=2026-11-02"));
    expect(after.map(({ key }) => key)).to.not.deep.equal(before.map(({ key }) => key));
    expect(after.map(({ body }) => body.toString("hex"))).to.deep.equal(before.map(({ body }) => body.toString("hex")));
  });
});
