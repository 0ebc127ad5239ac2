import { expect } from "chai";
import fc from "fast-check";
import { countGraphemes, isPunctuated, sentencesOf, textOfWords, type Word } from "@huut/domain";
import { anyWords, everyLanguage, LANGUAGES, SPEECH, spoken } from "./speech";

const texts = (words: readonly Word[]) => sentencesOf(words).map(({ text }) => text);

describe("sentencesOf", () => {
  it("gives each word to one sentence, in order, for any words", () => {
    fc.assert(
      fc.property(anyWords, (words) => {
        let next = 0;
        for (const { from, to, text } of sentencesOf(words)) {
          expect(from).to.equal(next);
          expect(to).to.be.above(from);
          expect(text).to.equal(textOfWords(words, from, to));
          next = to;
        }
        expect(next).to.equal(words.length);
      }),
      { numRuns: 200 },
    );
  });

  for (const language of LANGUAGES) {
    it(`ends at the sentence ends of ${language}`, () => {
      const expected = SPEECH[language].match(/[^.?।۔؟]+[.?।۔؟]/gu)?.map((sentence) => sentence.trim());
      expect(texts(spoken(SPEECH[language]))).to.deep.equal(expected);
    });
  }

  const cases: [string, string, string[]][] = [
    ["titles and initials", "Dr. A. P. Kumar came. He spoke.", ["Dr. A. P. Kumar came.", "He spoke."]],
    ["an Indian title", "डॉ. शर्मा आए। वे बोले।", ["डॉ. शर्मा आए।", "वे बोले।"]],
    ["a shortened word", "at 5 p.m. today we go. Yes", ["at 5 p.m. today we go.", "Yes"]],
    ["a shortened word at an end", "we go at 5 p.m. Then we eat.", ["we go at 5 p.m.", "Then we eat."]],
    ["speech in small letters", "ham jaa rahe hain. tum aao.", ["ham jaa rahe hain.", "tum aao."]],
    ["an ellipsis", "Well... Then go!", ["Well...", "Then go!"]],
    ["a decimal", "It is 3.14 exactly. Right?", ["It is 3.14 exactly.", "Right?"]],
    ["a double danda", "इति॥ अथ।", ["इति॥", "अथ।"]],
  ];
  for (const [what, text, expected] of cases) {
    it(`knows ${what}`, () => expect(texts(spoken(text, { pause: 100 }))).to.deep.equal(expected));
  }

  it("ends where somebody else speaks, and at a long silence", () => {
    const at = (text: string, start: number, speaker: string) => ({ text, start, end: start + 300, speaker });
    expect(
      texts([at("yes", 0, "a"), at("no", 400, "b"), at("maybe", 800, "b"), at("later", 9_000, "b")]),
    ).to.deep.equal(["yes", "no maybe", "later"]);
  });

  it("ends at pauses where there is no punctuation, and nowhere is too long for a request to translate it", () => {
    const words = spoken(`${SPEECH.hi} ${SPEECH.hi}`, { punctuated: false, pause: 800 });
    expect(isPunctuated(words)).to.equal(false);
    expect(texts(words)).to.have.length.above(8);
    const breathless = Array.from({ length: 3_000 }, (_, i) => ({ text: "शब्द", start: i * 300, end: i * 300 + 290 }));
    const sentences = sentencesOf(breathless);
    expect(sentences.length).to.be.within(7, 30);
    for (const { text } of sentences) expect(countGraphemes(text)).to.be.at.most(1_000);
  });

  it("tells punctuated speech from other", () => {
    expect(isPunctuated(everyLanguage())).to.equal(true);
    expect(isPunctuated(everyLanguage({ punctuated: false }))).to.equal(false);
    expect(isPunctuated([])).to.equal(false);
  });
});
