import { expect } from "chai";
import {
  addDays,
  isDay,
  normalizeTag,
  normalizeTags,
  parseInstant,
  partitionOf,
  quarantineKey,
  quarantinedDigest,
  replayedKey,
} from "@huut/domain";

describe("normalizeTag", () => {
  const cases: readonly (readonly [string, string | undefined])[] = [
    ["#हिन्दी", "#हिन्दी"],
    ["#CAFE\u0301", "#café"],
    ["＃ଓଡ଼ିଆ", "#ଓଡ଼ିଆ".normalize("NFC")],
    ["#क्\u200dष", "#क्\u200dष"],
    [" #2026 ", "#2026"],
    ["tag", undefined],
    ["#", undefined],
    ["#two words", undefined],
    ["#\u200d", undefined],
    ["#___", undefined],
    [`#${"a".repeat(100)}`, undefined],
  ];
  for (const [text, tag] of cases) {
    it(`${JSON.stringify(text)} → ${tag ?? "no tag"}`, () => expect(normalizeTag(text)).to.equal(tag));
  }
  it("keeps each tag once, in order", () =>
    expect(normalizeTags(["#b", "#A", "no", "#B"])).to.deep.equal(["#b", "#a"]));
});

describe("time", () => {
  it("reads UTC instants only", () => {
    expect(parseInstant("2026-11-02T05:31:07Z")).to.equal("2026-11-02T05:31:07.000Z");
    expect(parseInstant("2026-11-02T05:31:07.123456Z")).to.equal("2026-11-02T05:31:07.123Z");
    for (const text of [
      "2026-11-02",
      "2026-11-02T05:31:07",
      "2026-11-02T05:31:07+05:30",
      "2026-02-30T00:00:00Z",
      "2026-11-02T24:00:00Z",
    ]) {
      expect(parseInstant(text), text).to.equal(undefined);
    }
  });
  it("knows the calendar", () => {
    expect([isDay("2028-02-29"), isDay("2026-02-29"), isDay("2026-1-1")]).to.deep.equal([true, false, false]);
    expect(addDays("2026-03-01", -1)).to.equal("2026-02-28");
  });
  it("partitions by date and hour, and never guesses", () => {
    expect(partitionOf("2026-11-02T23:59:59.999Z")).to.deep.equal({ date: "2026-11-02", hour: "23" });
    expect(() => partitionOf("yesterday")).to.throw(RangeError, "yesterday");
  });
});

describe("quarantine keys", () => {
  const key = quarantineKey({ body: "x", attributes: {}, receivedAt: "2026-11-02T05:31:07.120Z" });
  it("name the message by its content below the day of receipt", () => {
    expect(key).to.match(/^quarantine\/2026-11-02\/[0-9a-f]{32}\.json$/);
    expect(key).to.contain(quarantinedDigest(key));
  });
  it("move below replayed/, once", () => {
    const moved = replayedKey(key) ?? "";
    expect(moved).to.equal(key.replace("quarantine/", "quarantine/replayed/"));
    expect([replayedKey(moved), quarantinedDigest(moved), replayedKey("posts/a")]).to.deep.equal([
      undefined,
      undefined,
      undefined,
    ]);
  });
});
