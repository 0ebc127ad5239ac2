import { analyseTexts, leavingOut, type AnalysisEffects, type TextAnalysis } from "@huut/domain";
import { expect } from "chai";
import * as fc from "fast-check";

const HINDI = "आज सुबह बहुत बारिश हुई और क्रिकेट का मैच रुक गया";
const TAMIL = "இன்று சென்னையில் கிரிக்கெட் போட்டி நடந்தது";
const SentimentScore = { Positive: 1, Negative: 0, Neutral: 0, Mixed: 0 };

type Part = "known" | "keep" | "dominantLanguage" | "translate" | "sentiment" | "keyPhrases" | "entities";

/** Services of which some fail: they throw, or have an entry of a batch fail. */
function services(down: ReadonlySet<Part>, how: "throws" | "fails"): AnalysisEffects {
  const part = <Value>(name: Part, texts: readonly string[], value: Value) => {
    if (!down.has(name)) return Promise.resolve(texts.map(() => ({ kind: "answered", value }) as const));
    const error = new Error(name);
    if (how === "throws") return Promise.reject(error);
    return Promise.resolve(texts.map(() => ({ kind: "failed", error }) as const));
  };
  const found = {
    sentiment: { Sentiment: "POSITIVE", SentimentScore },
    keyPhrases: [{ Text: "मैच", Score: 0.9 }],
    entities: [],
  } as const;
  return {
    known: () => (down.has("known") ? Promise.reject(new Error("known")) : Promise.resolve(new Map())),
    keep: () => Promise.resolve(),
    dominantLanguage: (texts) => part("dominantLanguage", texts, [{ LanguageCode: "hi", Score: 0.9 }]),
    detect: (feature, _code, texts) => part(feature, texts, found[feature]) as never,
    translate: async (text) => (await part("translate", [text], "rain stopped the match"))[0] as never,
  };
}

async function read(text: string, down: readonly Part[], how: "throws" | "fails" = "throws") {
  const gaps = new Set<string>();
  const effects = leavingOut(services(new Set(down), how), (gap) => gaps.add(gap));
  const [found] = await analyseTexts([{ text }], effects);
  if (found?.kind !== "analysed") throw new Error("It was not analysed");
  return { analysis: found.analysis, gaps: [...gaps] };
}

const outcome = ({ language, languageBy, sentiment, keyPhrases }: TextAnalysis) => [
  language,
  languageBy,
  sentiment !== undefined,
  keyPhrases.length > 0,
];

describe("an analysis that leaves out what fails", () => {
  for (const how of ["throws", "fails"] as const) {
    it(`has everything else, and tells what it lacks, when a service ${how}`, async () => {
      const all = await read(HINDI, []);
      expect([outcome(all.analysis), all.gaps]).to.deep.equal([["hi", "comprehend", true, true], []]);
      const language = await read(HINDI, ["dominantLanguage"], how);
      expect([outcome(language.analysis), language.gaps]).to.deep.equal([["hi", "usual", true, true], ["language"]]);
      const tone = await read(HINDI, ["sentiment"], how);
      expect([outcome(tone.analysis), tone.gaps]).to.deep.equal([["hi", "comprehend", false, true], ["sentiment"]]);
      const english = await read(TAMIL, ["translate"], how);
      expect([outcome(english.analysis), english.gaps]).to.deep.equal([
        ["ta", "script", false, false],
        ["translation"],
      ]);
      expect(english.analysis.features.sentiment.reason).to.match(/Translate did not answer in time/);
    });
  }

  it("asks the services again where the cache does not answer", async () => {
    const { analysis, gaps } = await read(HINDI, ["known"]);
    expect([outcome(analysis), new Set(gaps)]).to.deep.equal([["hi", "comprehend", true, true], new Set(["cache"])]);
  });

  it("never fails, whatever is down", async () => {
    const parts: readonly Part[] = ["known", "dominantLanguage", "translate", "sentiment", "keyPhrases", "entities"];
    const down = fc.subarray([...parts]);
    const text = fc.oneof(fc.constantFrom(HINDI, TAMIL, "", "😀"), fc.string({ unit: "grapheme", maxLength: 60 }));
    await fc.assert(
      fc.asyncProperty(text, down, fc.constantFrom("throws", "fails"), async (said, broken, how) => {
        const { gaps } = await read(said, broken, how);
        expect(broken.length >= new Set(gaps).size).to.equal(true);
      }),
    );
  });
});
