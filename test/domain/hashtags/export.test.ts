import { expect } from "chai";
import { parse } from "csv-parse/sync";
import * as fc from "fast-check";
import {
  changedKey,
  changedShards,
  changeOf,
  createdKey,
  createdShard,
  csvLine,
  dayOf,
  EXPORT_LOOKBACK_DAYS,
  EXPORT_SHARDS,
  exportRequest,
  exportRun,
  formerFiles,
  lastChanges,
  runFolder,
  staleDays,
  TAG_COLUMNS,
  TAG_CSV_HEADER,
  tagCsvLine,
  tagFileKey,
  tagRow,
  TAG_FOLDERS,
  EXPORTED_ATTRIBUTES,
  EXPORT_INDEX,
  type ExportedItem,
} from "@huut/domain";
import { EXPORT_COLUMNS, EXPORT_FOLDERS } from "../../../components/hashtag-engine/export";
import * as tables from "../../../components/hashtag-engine/tables";

const NIGHT = "2026-11-03T00:30:00.000Z";
const instant = fc
  .date({ min: new Date("2020-01-01"), max: new Date("2030-01-01"), noInvalidDate: true })
  .map((date) => date.toISOString());

const item: ExportedItem = {
  postId: "p-1",
  tag: "#हिन्दी",
  source: "automated",
  language: "hi",
  score: 0.1 + 0.2,
  why: { sentence: 'In the text: "पहली,\r\n दूसरी\u2028पंक्ति"' },
  rank: 2,
  createdAt: "2026-11-02T23:59:59.999Z",
  updatedAt: "2026-11-03T00:00:01.000Z",
};

describe("csvLine", () => {
  it("is read back by a parser of RFC 4180, whatever stands in it", () => {
    const field = fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom('"', ",", "\r\n", "a\nb", "க்ஷ", ""));
    fc.assert(
      fc.property(fc.array(field, { minLength: 2, maxLength: 6 }), (fields) => {
        const [row] = parse(csvLine(fields), { record_delimiter: "\r\n" }) as string[][];
        expect(row).to.deep.equal(fields);
      }),
    );
  });

  it("has nothing for what is absent, and quotes only where it must", () => {
    expect(csvLine(["a", undefined, 0, 'b"c', "d e"])).to.equal('a,,0,"b""c",d e\r\n');
  });
});

describe("rows of exported tags", () => {
  it("have the item's values, the key of its tag, and a why of one line", () => {
    expect(tagRow(item)).to.deep.equal({
      post_id: "p-1",
      tag: "#हिन्दी",
      tag_key: "#हिंदी",
      source: "automated",
      language: "hi",
      score: 0.30000000000000004,
      why: 'In the text: "पहली, दूसरी पंक्ति"',
      rank: 2,
      created_at: "2026-11-02T23:59:59.999Z",
      updated_at: "2026-11-03T00:00:01.000Z",
    });
  });

  it("are lines of CSV, in which a score can be read back exactly", () => {
    const text = TAG_CSV_HEADER + tagCsvLine(tagRow(item));
    const [row] = parse(text, { columns: true, record_delimiter: "\r\n" }) as Record<string, string>[];
    expect(row).to.deep.equal({ ...tagRow(item), rank: "2", score: "0.30000000000000004" });
    expect(text.trimEnd().split("\r\n")).to.have.length(2);
  });

  it("say nothing of who wrote the post, and leave out what an item lacks", () => {
    const { postId, tag, rank, createdAt, updatedAt } = item;
    const bare = { postId, tag, rank, createdAt, updatedAt };
    expect(tagCsvLine(tagRow({ ...bare, source: "manual" }))).to.equal(
      "p-1,#हिन्दी,#हिंदी,manual,,,,2,2026-11-02T23:59:59.999Z,2026-11-03T00:00:01.000Z\r\n",
    );
    expect(Object.keys(TAG_COLUMNS)).to.not.include("user_id");
  });

  it("are what the catalog and the index are told", () => {
    expect(EXPORT_COLUMNS).to.deep.equal(TAG_COLUMNS);
    expect(Object.keys(EXPORT_COLUMNS)).to.deep.equal(Object.keys(TAG_COLUMNS));
    expect(tables.EXPORTED_ATTRIBUTES).to.deep.equal(EXPORTED_ATTRIBUTES);
    expect(tables.EXPORT_INDEX).to.equal(EXPORT_INDEX);
    expect(EXPORT_FOLDERS).to.deep.equal(TAG_FOLDERS);
  });
});

describe("keys of the export's index", () => {
  it("put a post's tags and its changes into the same shard of a day", () => {
    fc.assert(
      fc.property(fc.uuid(), instant, instant, (postId, createdAt, changedAt) => {
        const [tag, head] = [createdKey(postId, createdAt, "manual", 1), changedKey(postId, createdAt, changedAt)];
        const shard = Number(tag.exportShard.split("#")[2]);
        expect(shard).to.be.within(0, EXPORT_SHARDS - 1);
        expect(tag.exportShard).to.equal(createdShard(dayOf(createdAt), shard));
        expect(head.exportShard).to.equal(`changed#${dayOf(changedAt)}#${shard}`);
        expect(changeOf(head)).to.deep.equal({ day: dayOf(createdAt), at: changedAt });
      }),
    );
  });

  it("order a post's tags by source and rank, up to the most that are kept", () => {
    const sorts = [10, 9, 45, 1].map((rank) => createdKey("p-1", NIGHT, "manual", rank).exportSort);
    expect(sorts.sort().map((sort) => Number(sort.split("#")[2]))).to.deep.equal([1, 9, 10, 45]);
  });

  it("sort every change of an earlier day before a day, and every one of that day behind it", () => {
    const sort = (createdAt: string) => changedKey("p", createdAt, NIGHT).exportSort;
    expect(sort("2026-11-01T23:59:59.999Z") < "2026-11-02").to.equal(true);
    expect(sort("2026-11-02T00:00:00.000Z") > "2026-11-02").to.equal(true);
  });

  it("look for changes of today and of a week before", () => {
    const shards = changedShards(NIGHT);
    expect(shards).to.have.length((EXPORT_LOOKBACK_DAYS + 1) * EXPORT_SHARDS);
    expect(shards[0]).to.equal("changed#2026-11-03#0");
    expect(shards.at(-1)).to.equal("changed#2026-10-27#7");
  });
});

describe("runs of the export", () => {
  const change = (createdAt: string, changedAt: string) => changedKey("p", createdAt, changedAt);
  const exported = (readFrom: string) => ({ run: "20261102T003000000Z", readFrom, rows: 1 });

  it("take finished days with their last changes", () => {
    const changes = [
      change("2026-11-02T10:00:00.000Z", "2026-11-02T10:00:05.000Z"),
      change("2026-11-02T11:00:00.000Z", "2026-11-03T00:10:00.000Z"),
      change("2026-09-01T10:00:00.000Z", "2026-11-02T12:00:00.000Z"),
      change("2026-11-03T00:01:00.000Z", "2026-11-03T00:02:00.000Z"),
    ];
    expect([...lastChanges(changes, NIGHT)]).to.deep.equal([
      ["2026-11-02", "2026-11-03T00:10:00.000Z"],
      ["2026-09-01", "2026-11-02T12:00:00.000Z"],
    ]);
  });

  const cases: readonly (readonly [string, string, string | undefined, boolean])[] = [
    ["was never exported", "2026-11-02T10:00:00.000Z", undefined, true],
    ["has changed since it was read", "2026-11-02T10:00:00.000Z", "2026-11-02T09:59:00.000Z", true],
    ["has changed long before it was read", "2026-11-02T10:00:00.000Z", "2026-11-02T10:05:00.000Z", false],
    ["has changed just before it was read", "2026-11-02T10:00:00.000Z", "2026-11-02T10:04:59.999Z", true],
  ];
  for (const [what, changedAt, readFrom, expected] of cases) {
    it(`${expected ? "write" : "leave"} a day that ${what}`, () => {
      const known = new Map(readFrom === undefined ? [] : [["2026-11-01", exported(readFrom)]]);
      const days = staleDays(new Map([["2026-11-01", changedAt]]), known);
      expect(days).to.deep.equal(expected ? ["2026-11-01"] : []);
    });
  }

  it("begin with the newest days", () => {
    const changes = new Map(["2026-10-30", "2026-11-02", "2026-11-01"].map((day) => [day, NIGHT]));
    expect(staleDays(changes, new Map())).to.deep.equal(["2026-11-02", "2026-11-01", "2026-10-30"]);
  });

  it("are told apart by when they were due, in the order of time", () => {
    expect(exportRun(NIGHT)).to.equal("20261103T003000000Z");
    fc.assert(fc.property(instant, instant, (a, b) => a < b === exportRun(a) < exportRun(b)));
  });

  it("take a request for days, each once, and refuse what is none", () => {
    expect(exportRequest({ at: "2026-11-03T00:30:00Z" }, "x")).to.deep.equal({ at: NIGHT, days: undefined });
    expect(exportRequest({ day: "2026-11-03" }, NIGHT).days).to.deep.equal(["2026-11-03"]);
    expect(exportRequest({ days: ["2026-11-02", "2026-11-01", "2026-11-02"] }, NIGHT).days).to.deep.equal([
      "2026-11-01",
      "2026-11-02",
    ]);
    for (const day of ["2026-11-04", "2026-02-30", "yesterday", ""]) {
      expect(() => exportRequest({ day }, NIGHT), day).to.throw(RangeError, "give one such as 2026-11-02");
    }
    expect(() => exportRequest({ at: "now" }, NIGHT)).to.throw(RangeError, 'at: "now" is no instant');
  });

  it("remove files of runs before the one that is shown, and neither its own nor later ones", () => {
    const runs = ["20261102T003000000Z", "20261103T003000000Z", "20261104T003000000Z"];
    const keys = runs.map((run) => tagFileKey("csv", "2026-11-01", run, 3));
    expect(keys[1]).to.equal(`${runFolder("csv", "2026-11-01", "20261103T003000000Z")}part-3.csv`);
    expect(formerFiles([...keys, "hashtags/csv/created_date=2026-11-01/other"], runs[1] ?? "")).to.deep.equal([
      keys[0],
    ]);
  });
});
