import { cutText, readableText } from "@huut/domain";
import { expect } from "chai";
import * as fc from "fast-check";

const bytes = (text: string): number => Buffer.byteLength(text);
const graphemes = (text: string): string[] =>
  Array.from(new Intl.Segmenter("und", { granularity: "grapheme" }).segment(text), ({ segment }) => segment);

/** Words of the scripts that posts are written in, with emoji, a flag, a family and a letter with many marks. */
const WORDS = [..."क्रिकेट बारिश বৃষ্টি மழை క్రికెట్ ಮಳೆ മഴ વરસાદ ਮੀਂਹ ବର୍ଷା بارش rain café".split(" "), "🇮🇳", "👨‍👩‍👧‍👦", "é̀̂"];
const texts = fc
  .array(fc.tuple(fc.constantFrom(...WORDS), fc.constantFrom(" ", "  ", "\n", "")), { maxLength: 60 })
  .map((parts) => readableText(parts.flat().join("")));

describe("cutText", () => {
  const cases: readonly (readonly [string, string, number, readonly string[]])[] = [
    ["what fits stays whole", "आज बारिश हुई", 100, ["आज बारिश हुई"]],
    ["blanks are where it is cut", "one two three", 8, ["one two", "three"]],
    ["a long word is cut between characters", "क्षिक्षि", 12, ["क्षि", "क्षि"]],
    ["a character that is too long, between code points", "👨‍👩‍👧", 8, ["👨‍", "👩‍", "👧"]],
    ["nothing has no document", "", 10, []],
  ];
  for (const [what, text, most, expected] of cases) {
    it(what, () => expect(cutText(text, most).documents.map((each) => each.text)).to.deep.equal(expected));
  }

  it("says how much is read when there are too many documents", () => {
    expect(cutText("aaaa bbbb cccc", 4, 2)).to.deep.include({ readBytes: 8, bytes: 12 });
  });

  it("keeps every word and character whole, in order, within the bytes, and knows where it is", () => {
    fc.assert(
      fc.property(texts, fc.integer({ min: 40, max: 120 }), (text, most) => {
        const { documents, bytes: all, readBytes } = cutText(text, most, 1_000);
        expect(readBytes).to.equal(all);
        expect(
          documents
            .map((each) => each.text)
            .join("")
            .replaceAll(/\s/gu, ""),
        ).to.equal(text.replaceAll(/\s/gu, ""));
        const whole = [...text];
        for (const { text: each, offset } of documents) {
          expect(bytes(each)).to.be.within(1, most);
          expect(whole.slice(offset, offset + [...each].length).join("")).to.equal(each);
        }
        const cut = documents.flatMap((each) => graphemes(each.text)).filter((each) => each.trim() !== "");
        expect(cut).to.deep.equal(graphemes(text).filter((each) => each.trim() !== ""));
        const short = text.split(/\s+/u).filter((word) => bytes(word) <= most);
        const words = new Set(documents.flatMap((each) => each.text.split(/\s+/u)));
        for (const word of short.filter((each) => each !== "")) expect(words.has(word), word).to.equal(true);
      }),
      { numRuns: 150 },
    );
  });

  it("replaces what UTF-8 does not have", () => expect(readableText(" a\ud800 ")).to.equal("a\ufffd"));
});
