import { expect } from "chai";
import * as fc from "fast-check";
import { LANGUAGES, type Language } from "../../../../sandbox/services/comprehend/languages";
import { judge, sentimentOf } from "../../../../sandbox/services/comprehend/sentiment";
import { FEELINGS } from "../../../../sandbox/services/comprehend/sentiment/feelings";

type Case = readonly [text: string, language: Language, sentiment: string];

const CASES: readonly Case[] = [
  ["I love this song, what a great day!", "en", "POSITIVE"],
  ["The new film was terrible and boring.", "en", "NEGATIVE"],
  ["The train leaves at nine.", "en", "NEUTRAL"],
  ["The songs are wonderful but the story is awful", "en", "MIXED"],
  ["I am not happy with the update", "en", "NEGATIVE"],
  ["constructor toString __proto__", "en", "NEUTRAL"],
  ["मुझे यह गाना बहुत पसंद है", "hi", "POSITIVE"],
  ["यह फ़िल्म बहुत ख़राब थी।", "hi", "NEGATIVE"],
  ["ट्रेन नौ बजे चलती है", "hi", "NEUTRAL"],
  ["गाने अच्छे थे लेकिन कहानी बेकार थी", "hi", "MIXED"],
  ["खाना अच्छा नहीं था", "hi", "NEGATIVE"],
  ["constructor", "hi", "NEUTRAL"],
  ["Je n'aime pas ce film", "fr", "NEGATIVE"],
  ["¡Qué día tan bonito!", "es", "POSITIVE"],
  ["Das Essen war schrecklich.", "de", "NEGATIVE"],
  ["Il treno è in ritardo, che noioso", "it", "NEGATIVE"],
  ["Que dia lindo", "pt", "POSITIVE"],
  ["هذا الفيلم رائع", "ar", "POSITIVE"],
  ["今日は最高に楽しい", "ja", "POSITIVE"],
  ["정말 행복해요", "ko", "POSITIVE"],
  ["这部电影很糟糕", "zh", "NEGATIVE"],
  ["今天很開心", "zh-TW", "POSITIVE"],
  ["🎉❤️", "hi", "POSITIVE"],
  ["😡 👎🏽", "en", "NEGATIVE"],
];

describe("The stand-in that tells feelings", () => {
  for (const [text, language, sentiment] of CASES) {
    it(`finds "${text}" (${language}) ${sentiment}`, async () => {
      expect((await sentimentOf(text, language)).Sentiment).to.equal(sentiment);
    });
  }

  it("knows words of every language of the service", () => {
    const languages = [...Object.keys(FEELINGS), "en", "zh-TW"].sort();
    expect(languages).to.deep.equal([...LANGUAGES].sort());
  });

  it("takes letters that are composed and decomposed for the same", async () => {
    const text = "बहुत ख़राब, मज़ेदार नहीं";
    expect(await sentimentOf(text.normalize("NFD"), "hi")).to.deep.equal(
      await sentimentOf(text.normalize("NFC"), "hi"),
    );
  });

  it("gives four scores that are 1 together, and the likeliest as the answer", () => {
    const amount = fc.double({ min: 0, max: 500, noNaN: true });
    fc.assert(
      fc.property(amount, amount, fc.nat(2_000), (positive, negative, words) => {
        const { Sentiment, SentimentScore } = judge({ positive, negative, words });
        const scores = Object.entries(SentimentScore);
        for (const [, score] of scores) expect(score).to.be.within(0, 1);
        expect(scores.reduce((sum, [, score]) => sum + score, 0)).to.be.closeTo(1, 1e-9);
        const most = Math.max(...scores.map(([, score]) => score));
        expect(SentimentScore[capitalized(Sentiment)]).to.equal(most);
      }),
    );
  });

  it("is the surer of a feeling the more words have it", () => {
    const [once, thrice] = [3, 9].map(
      (positive) => judge({ positive, negative: 0, words: 10 }).SentimentScore.Positive,
    );
    expect(thrice).to.be.greaterThan(once as number);
  });
});

function capitalized(sentiment: string) {
  return (sentiment.charAt(0) + sentiment.slice(1).toLowerCase()) as "Positive" | "Negative" | "Neutral" | "Mixed";
}
