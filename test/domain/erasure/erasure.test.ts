import {
  counted,
  beginErasure,
  invalidationPaths,
  isOfSubject,
  planned,
  prefixesOfPost,
  rawPrefixes,
  withoutSubject,
  type ErasedPost,
  type ScannedTable,
} from "@huut/domain";
import { expect } from "chai";
import fc from "fast-check";

const subject = { userId: "u-1", postIds: new Set(["p-1", "p-2"]) };
const now = "2026-11-04T08:00:00.000Z";

describe("items of an erased author", () => {
  const cases: readonly [ScannedTable, Record<string, string>, boolean][] = [
    ["requests", { requestId: "r", requestedBy: "u-1", postId: "p-9" }, true],
    ["requests", { requestId: "r", requestedBy: "u-9", postId: "p-1" }, true],
    ["requests", { requestId: "r", requestedBy: "u-9", postId: "p-9" }, false],
    ["requests", { requestId: "post#p-1" }, true],
    ["requests", { requestId: "post#p-9" }, false],
    ["caption-usage", { day: "d", entry: "total#transcribe-seconds" }, false],
    ["caption-usage", { day: "d", entry: "transcribe-seconds#x", postId: "p-2" }, true],
    ["tag-activity", { hourShard: "2026-11-02T05#3", tagAuthor: "#cricket#u-1" }, true],
    ["tag-activity", { hourShard: "2026-11-02T05#3", tagAuthor: "#cricket#u-11" }, false],
    ["tag-activity", { hourShard: "post#p-1", tagAuthor: "ledger" }, true],
    ["tag-activity", { hourShard: "post#p-9", tagAuthor: "ledger" }, false],
    ["search-terms", { termShard: "cricket#2026-11#2", postId: "p-1" }, true],
    ["search-terms", { termShard: "cricket#2026-11#2", postId: "p-9" }, false],
    ["search-terms", { termShard: "post#p-1", postId: "text#hi" }, true],
    ["search-terms", { termShard: "post#p-1", postId: "post" }, false],
    // A posting of the word "post".
    ["search-terms", { termShard: "post#2026-11#2", postId: "p-1" }, true],
    ["search-terms", { termShard: "post#2026-11#2", postId: "p-9" }, false],
  ];
  for (const [table, item, own] of cases) {
    it(`${table} ${JSON.stringify(item)}: ${own ? "theirs" : "not theirs"}`, () => {
      expect(isOfSubject(table, item, subject)).to.equal(own);
    });
  }
});

describe("lines of an erased author", () => {
  const line = (row: object) => `${JSON.stringify(row)}\n`;
  const packed = (text: string) => line({ rawData: Buffer.from(text).toString("base64") });
  const cases: readonly [string, string, boolean][] = [
    ["their post", line({ postId: "p-8", userId: "u-1" }), true],
    ["a row of a post of theirs", line({ postId: "p-1", state: "ready" }), true],
    ["another's post", line({ postId: "p-11", userId: "u-11", text: "u-1 says p-1" }), false],
    ["the tombstone of an erasure", line({ postId: "p-1", eventId: "erasure-7" }), false],
    ["a record that could not be read", packed('{"userId":{"S":"u-1"}}'), true],
    ["a record of somebody else", packed('{"userId":{"S":"u-12"}}'), false],
    ["a text that is no JSON", "u-1 was here\n", true],
    ["a text that is no JSON, of somebody else", "u-1.x was here\n", false],
  ];
  for (const [what, text, own] of cases) {
    it(`${what}: ${own ? "left out" : "kept"}`, () => {
      expect(withoutSubject(text, subject)).to.deep.equal({ text: own ? "" : text, removed: own ? 1 : 0 });
    });
  }

  it("leaves the lines of others as they were, byte for byte and in their order", () => {
    const row = fc.record({
      postId: fc.constantFrom("p-1", "p-3"),
      userId: fc.constantFrom("u-1", "u-2"),
      text: fc.string(),
    });
    fc.assert(
      fc.property(fc.array(row), (rows) => {
        const others = rows.filter(({ postId, userId }) => postId !== "p-1" && userId !== "u-1");
        const { text, removed } = withoutSubject(rows.map(line).join(""), subject);
        expect(text).to.equal(others.map(line).join(""));
        expect(removed).to.equal(rows.length - others.length);
      }),
    );
  });
});

describe("where traces of an erased author lie", () => {
  const post = (postId: string, media: readonly string[] = []): ErasedPost => ({
    erasureId: "erasure-1",
    part: `post#${postId}`,
    postId,
    createdAt: ["2026-11-02T05:10:00.000Z"],
    hours: ["2026-11-03T09"],
    media,
  });

  it("in the partitions of their posts and events, and since the first recording among captions", () => {
    const unread = ["errors/", "quarantine/"];
    const [created, events] = [
      "posts/created_date=2026-11-02/created_hour=05/",
      "post_updates/created_date=2026-11-03/created_hour=09/",
    ];
    expect(rawPrefixes([post("p-1")], now)).to.deep.equal([...unread, events, created].sort());
    const captions = ["02", "03", "04"].map((day) => `captions/created_date=2026-11-${day}/`);
    expect(rawPrefixes([post("p-1", ["a"])], now)).to.deep.equal([...captions, ...unread, events, created].sort());
  });

  it("not among the jobs of a post whose name begins with theirs", () => {
    const [, , staging, output] = prefixesOfPost("p-1");
    const version = "0123456789abcdef";
    expect(staging?.isOwn(`staging/p-1.${version}/media.mp3`)).to.equal(true);
    expect(staging?.isOwn(`staging/p-1.2.${version}/media.mp3`)).to.equal(false);
    expect(output?.isOwn(`transcribe/p-1.${version}.json`)).to.equal(true);
    expect(output?.isOwn(`transcribe/p-1.2.${version}.json`)).to.equal(false);
  });

  it("at the edge, path by path, or everywhere where that would be too many", () => {
    expect(invalidationPaths([post("p-1", ["a"]), post("p-2")])).to.deep.equal(["/captions/p-1/*"]);
    const many = Array.from({ length: 11 }, (_, i) => post(`p-${i}`, ["a"]));
    expect(invalidationPaths(many)).to.deep.equal(["/captions/*"]);
  });
});

describe("counts of an erasure", () => {
  it("lose nothing when work is begun again after a crash, and count nothing twice", () => {
    const begun = beginErasure("erasure-1", "u-1", now);
    const crashed = planned(begun, "post p-1", { "table captions": { items: 3 } }, now);
    const again = planned(crashed, "post p-1", { "table captions": { items: 1 } }, now);
    const done = counted(again, {}, now);
    expect([done.removed, done.found, done.planned]).to.deep.equal([{ "table captions": { items: 3 } }, 3, undefined]);
    const next = counted(planned(done, "post p-2", { "table captions": { items: 2 } }, now), {}, now);
    expect(next.removed).to.deep.equal({ "table captions": { items: 5 } });
  });
});
