import { expect } from "chai";
import * as fc from "fast-check";
import { extractTags, findTags, isHashtag, MAX_TAG_LENGTH, normalizeTag } from "@huut/domain";
import { EXTRACT_CASES } from "./extract-cases";
import { tagsByRule } from "./rule";

describe("extractTags", () => {
  for (const [script, cases] of Object.entries(EXTRACT_CASES)) {
    it(`finds what Unicode's rule finds in ${script} (${cases.length} cases)`, () => {
      for (const [text, tags] of cases) {
        const wanted = tags.split(" ").filter((tag) => tag !== "");
        expect(wanted, `expectation of ${JSON.stringify(text)}`).to.deep.equal(
          wanted.map((tag) => tag.normalize("NFC")),
        );
        expect(extractTags(text), JSON.stringify(text)).to.deep.equal(wanted);
        expect(tagsByRule(text), `by the rule: ${JSON.stringify(text)}`).to.deep.equal(wanted);
      }
    });
  }

  it("is tried on 200 cases of eleven scripts", () => {
    const each = Object.values(EXTRACT_CASES).map((cases) => cases.length);
    expect(each).to.have.length(11);
    expect(each.reduce((sum, count) => sum + count)).to.be.at.least(200);
    expect(Math.min(...each)).to.be.at.least(18);
  });

  const pieces = [
    ...Object.values(EXTRACT_CASES).flatMap((cases) => cases.map(([text]) => text)),
    ..."#﹟＃_-+*&/.।॥۔ \u200c\u200d\u094d\u0d4d\u0301\ufe0f\u20e3🇮🏽❤☕👩७੨1aZñ²"
      .matchAll(/./gu)
      .map(([each]) => each),
    "https://",
    "www.",
    "x.in/",
  ];
  const texts = fc.array(fc.constantFrom(...pieces), { maxLength: 8 }).map((some) => some.join(""));

  it("agrees with a regular expression made straight from the rule", () => {
    const agrees = (text: string): void => {
      expect(extractTags(text)).to.deep.equal(tagsByRule(text));
    };
    fc.assert(fc.property(texts, agrees), { numRuns: 1000 });
    const any = fc
      .array(fc.oneof(fc.integer({ min: 0, max: 0x3000 }), fc.integer({ min: 0, max: 0x10ffff })), { maxLength: 30 })
      .map((points) => `#${String.fromCodePoint(...points).toWellFormed()}`);
    fc.assert(fc.property(any, agrees), { numRuns: 500 });
  });

  it("finds tags that are their own normal form, where they stand, and again by themselves", () => {
    fc.assert(
      fc.property(texts, (text) => {
        for (const { tag, written, start, end } of findTags(text)) {
          expect(text.normalize("NFC").slice(start, end)).to.equal(written);
          expect([normalizeTag(tag), normalizeTag(written), isHashtag(tag)]).to.deep.equal([tag, tag, true]);
          expect(extractTags(tag)).to.deep.equal([tag]);
          expect(tag.length).to.be.at.most(MAX_TAG_LENGTH);
        }
      }),
    );
  });

  it("never cuts a grapheme", () => {
    const graphemes = new Intl.Segmenter("und", { granularity: "grapheme" });
    for (const [text] of Object.values(EXTRACT_CASES).flat()) {
      const nfc = text.normalize("NFC");
      const ends = new Set(Array.from(graphemes.segment(nfc), ({ index, segment }) => index + segment.length));
      for (const { end, written } of findTags(text)) {
        // A joiner that joins nothing is left outside, and is of the grapheme all the same.
        const rest = /^[\u200c\u200d]*/u.exec(nfc.slice(end))?.[0].length ?? 0;
        expect(ends.has(end + rest), written).to.equal(true);
      }
    }
  });

  it("takes time in proportion to the text, whatever somebody sends", () => {
    const texts = ["a.", "a.in/ #x ", "#", "#a\u200d", "https://", "#क\u094d\u200d", "#a-"].map(
      (part) => `${part.repeat(20_000)}?`,
    );
    const begun = process.cpuUsage();
    for (const text of [...texts, `#a${"\u200d".repeat(60_000)}`]) extractTags(text);
    // Some 100 ms; quadratic it would be many seconds.
    expect(process.cpuUsage(begun).user / 1000).to.be.below(3000);
  });

  it("knows what says nothing", () => {
    expect(["#2026", "#१२", "#_", "#\u0301x", "#x", "#☕", "#🇮🇳"].map(isHashtag)).to.deep.equal([
      ...[false, false, false, false],
      ...[true, true, true],
    ]);
  });
});
