import { expect } from "chai";
import fc from "fast-check";
import { countGraphemes, graphemesOf, rememberGraphemes } from "@huut/domain";
import { SPEECH } from "./speech";

const segmented = (text: string) => [...new Intl.Segmenter().segment(text)].length;

describe("countGraphemes", () => {
  const cases: [string, number][] = [
    ["", 0],
    ["hello", 5],
    ["नमस्ते", 3],
    ["क्षि", 1],
    ["தமிழ்", 3],
    ["తెలుగు", 3],
    ["ಕನ್ನಡ", 4],
    ["മലയാളം", 4],
    ["ਪੰਜਾਬੀ", 3],
    ["ଓଡ଼ିଆ", 3],
    ["گاؤں", 4],
    ["👨‍👩‍👧‍👦 🇮🇳", 3],
    ["é", 1],
  ];
  for (const [text, count] of cases) {
    it(`counts ${count} in "${text}"`, () => expect(countGraphemes(text)).to.equal(count));
  }

  it("counts as the segmenter does in all of the speech", () => {
    for (const text of Object.values(SPEECH)) expect(countGraphemes(text)).to.equal(segmented(text));
  });

  it("never counts fewer than the segmenter, and cuts as it does, in any text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(countGraphemes(text)).to.be.at.least(segmented(text));
        expect(graphemesOf(text)).to.have.length(segmented(text));
        expect(graphemesOf(text).join("")).to.equal(text);
      }),
    );
  });

  it("counts the same after counting many at once", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: "binary" }), { maxLength: 20 }), (words) => {
        rememberGraphemes(words);
        for (const word of words.filter((each) => !/\s/u.test(each))) {
          expect(countGraphemes(word)).to.equal(segmented(word));
        }
      }),
    );
    // More words than one segmentation takes, and more than are remembered.
    const many = Array.from({ length: 25_000 }, (_, i) => `शब्द${String.fromCodePoint(0x900 + (i % 112))}${i}`);
    rememberGraphemes(many);
    for (const word of many.filter((_, i) => i % 499 < 2)) expect(countGraphemes(word)).to.equal(segmented(word));
  });
});
