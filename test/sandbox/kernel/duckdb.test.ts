import { existsSync, statSync } from "node:fs";
import { expect } from "chai";
import { withDuckDb, type SqlTable } from "../../../sandbox/kernel/duckdb";
import { duckDbType, formatHiveType, parseHiveType } from "../../../sandbox/kernel/hive-types";
import { ObjectFiles } from "../../../sandbox/kernel/object-files";
import { World } from "../../../sandbox/world/world";

describe("DuckDB in a world", () => {
  let world: World;
  beforeEach(() => {
    world = new World({ seed: 1, start: Date.UTC(2026, 10, 2, 5, 0, 0, 120) });
    world.open();
  });
  afterEach(() => world.close());

  const texts = ({ rows }: SqlTable) => rows.map((row) => row.map(String));
  const ask = (sql: string, options = {}) =>
    withDuckDb(world, options, async (session) => texts(await session.table(sql)));

  it("has the world's clock, in UTC", async () => {
    expect(await ask("SELECT now(), current_timestamp, current_date, localtimestamp, today()")).to.deep.equal([
      ["2026-11-02 05:00:00.12+00", "2026-11-02 05:00:00.12+00", "2026-11-02", "2026-11-02 05:00:00.12", "2026-11-02"],
    ]);
  });

  for (const call of ["random()", "uuid()", "gen_random_uuid()", "uuidv7()"]) {
    it(`refuses ${call}`, async () => {
      const refused = await ask(`SELECT ${call}`).catch((error: Error) => error.message);
      expect(refused).to.include("depends on chance");
    });
  }

  it("touches neither the machine's files nor the network", async () => {
    for (const from of ["read_text('/etc/hostname')", "read_csv('https://example.org/x.csv')", "glob('/etc/*')"]) {
      const refused = await ask(`SELECT * FROM ${from}`).then(String, (error: Error) => error.message);
      expect(refused, from).to.match(/Permission|disabled|Missing Extension|^$/);
    }
  });

  it("keeps jobs apart, dialects too", async () => {
    await withDuckDb(world, { setup: ["CREATE MACRO nfc(t) AS upper(t)"], integerDivision: true }, async (session) => {
      await session.run("CREATE TABLE t AS SELECT 1");
      expect(texts(await session.table("SELECT nfc('a'), 7 / 2"))).to.deep.equal([["A", "3"]]);
    });
    expect(await ask("SELECT 7 / 2")).to.deep.equal([["3.5"]]);
    for (const sql of ["SELECT * FROM t", "SELECT nfc('a')"])
      expect(await ask(sql).catch((error: Error) => error.message)).to.include("does not exist");
  });

  it("writes an object once for each ETag, and takes a job's folder away", async () => {
    const files = ObjectFiles.of(world);
    const object = { bucket: "b", key: "k", etag: '"1"', body: Buffer.from("a") };
    const path = await files.inFolder(async (folder) => {
      const first = folder.place("x/k=%20/1", object);
      const again = folder.place("y", object);
      const other = folder.place("z", { ...object, etag: '"2"', body: Buffer.from("b") });
      expect(statSync(first).ino).to.equal(statSync(again).ino);
      expect(statSync(first).ino).not.to.equal(statSync(other).ino);
      expect(folder.read("z").toString()).to.equal("b");
      return first;
    });
    expect(existsSync(path)).to.equal(false);
  });
});

describe("Types of the catalog", () => {
  const cases: [string, string][] = [
    ["string", "VARCHAR"],
    ["varchar(10)", "VARCHAR"],
    ["decimal(10,2)", "DECIMAL(10,2)"],
    ["array<struct<tag:string,at:timestamp>>", 'STRUCT("tag" VARCHAR, "at" TIMESTAMP)[]'],
    ["map<string,array<bigint>>", "MAP(VARCHAR, BIGINT[])"],
  ];
  for (const [hive, duckDb] of cases) {
    it(`reads ${hive}`, () => {
      expect(formatHiveType(parseHiveType(hive))).to.equal(hive);
      expect(duckDbType(parseHiveType(hive))).to.equal(duckDb);
    });
  }

  for (const wrong of ["text", "array<string", "array<>", "struct<a>", "string string", ""]) {
    it(`refuses "${wrong}"`, () => {
      expect(() => parseHiveType(wrong)).to.throw("no column type");
    });
  }
});
