import { analyseTexts, type Analysed, type AnalysisEffects, type Answer, type TextAnalysis } from "@huut/domain";
import { expect } from "chai";

const HINDI = "आज सुबह बहुत बारिश हुई और सब घर पर रहे";
const TAMIL = "இன்று சென்னையில் மழை பெய்தது";
const ODIA = "ଆଜି ବର୍ଷା ହେଲା";

/** Services that answer simply, write down what they were asked, and fail where a test wants it. */
class Services implements AnalysisEffects {
  readonly asked: string[] = [];
  readonly kept = new Map<string, unknown>();
  fails: (call: string) => unknown = () => undefined;
  refuses: (feature: string, text: string) => boolean = () => false;

  known = async (digests: readonly string[]) => new Map([...this.kept].filter(([digest]) => digests.includes(digest)));
  keep = async (answers: ReadonlyMap<string, unknown>) => {
    for (const [digest, value] of answers) this.kept.set(digest, value);
  };
  dominantLanguage = async (texts: readonly string[]) => {
    this.#note(`language ${texts.length}`);
    return texts.map(() => answered([{ LanguageCode: "hi", Score: 0.9 }]));
  };
  detect: AnalysisEffects["detect"] = async (feature, code, texts) => {
    this.#note(`${feature} ${code} ${texts.length}`);
    return texts.map((text) => {
      if (this.refuses(feature, text)) return { kind: "refused", reason: "No." };
      const first = text.split(" ")[0] ?? "";
      const found = [{ Text: first, Score: 0.9, BeginOffset: 0, EndOffset: [...first].length, Type: "OTHER" }];
      const positive = text.includes("good") ? 0.8 : 0.1;
      const SentimentScore = { Positive: positive, Negative: 0.9 - positive, Neutral: 0.1, Mixed: 0 };
      const sentiment = { Sentiment: positive > 0.5 ? "POSITIVE" : "NEGATIVE", SentimentScore };
      return answered(feature === "sentiment" ? sentiment : found) as Answer<never>;
    });
  };
  translate = async (text: string, source: string): Promise<Answer<string>> => {
    this.#note(`translate ${source}`);
    return answered(`good ${text.length}`);
  };

  #note(call: string): void {
    this.asked.push(call);
    const error = this.fails(call);
    if (error !== undefined) throw error;
  }
}

const answered = <Value>(value: Value): Answer<Value> => ({ kind: "answered", value });

function analysisOf(analysed: Analysed | undefined): TextAnalysis {
  if (analysed?.kind !== "analysed") throw new Error(`Not analysed: ${String(analysed?.error)}`);
  return analysed.analysis;
}

describe("analyseTexts", () => {
  it("reads what Comprehend has as it is, the rest in English, and says what nobody reads", async () => {
    const services = new Services();
    const [hindi, tamil, odia] = (
      await analyseTexts(
        [HINDI, TAMIL, ODIA].map((text) => ({ text })),
        services,
      )
    ).map(analysisOf);
    expect(hindi).to.deep.include({ language: "hi", languageBy: "comprehend", languageScore: 0.9, state: "complete" });
    expect(hindi).to.not.have.property("pivot");
    expect(hindi?.keyPhrases[0]?.Text).to.equal("आज");
    expect(tamil).to.deep.include({ language: "ta", languageBy: "script", state: "partial" });
    expect(tamil?.pivot).to.deep.equal({ language: "en", by: "Amazon Translate", text: `good ${TAMIL.length}` });
    expect(tamil?.sentiment?.Sentiment).to.equal("POSITIVE");
    expect(tamil?.features.entities.reason).to.match(/no Tamil: its English/);
    expect(odia).to.deep.include({ language: "or", state: "unsupported", keyPhrases: [], entities: [] });
    expect(odia?.features.sentiment.reason).to.match(/no Odia/);
    expect(services.asked).to.have.members([
      "language 1",
      "translate ta",
      ...["sentiment", "keyPhrases", "entities"].flatMap((each) => [`${each} hi 1`, `${each} en 1`]),
    ]);
  });

  it("asks in batches of 25, each text once, and nothing again", async () => {
    const services = new Services();
    const texts = Array.from({ length: 30 }, (_, index) => ({ text: `${HINDI} ${index}` }));
    const first = await analyseTexts([...texts, ...texts], services);
    expect(services.asked.filter((call) => call.startsWith("sentiment"))).to.deep.equal([
      "sentiment hi 25",
      "sentiment hi 5",
    ]);
    expect(services.asked).to.have.length(8);
    services.asked.length = 0;
    expect(await analyseTexts([...texts, ...texts], services)).to.deep.equal(first);
    expect(services.asked).to.deep.equal([]);
  });

  it("fails the texts of a call that fails only, and has no call twice that did not", async () => {
    const services = new Services();
    services.fails = (call) => (call === "entities en 1" ? new Error("throttled") : undefined);
    const texts = [HINDI, TAMIL, ODIA].map((text) => ({ text }));
    expect((await analyseTexts(texts, services)).map(({ kind }) => kind)).to.deep.equal([
      "analysed",
      "failed",
      "analysed",
    ]);
    services.fails = () => undefined;
    services.asked.length = 0;
    expect((await analyseTexts(texts, services)).map(({ kind }) => kind)).to.deep.equal([
      "analysed",
      "analysed",
      "analysed",
    ]);
    expect(services.asked).to.deep.equal(["entities en 1"]);
  });

  it("fails a text whose language or English does not come", async () => {
    for (const call of ["language 1", "translate ta"]) {
      const services = new Services();
      services.fails = (each) => (each === call ? new Error("down") : undefined);
      const kinds = (await analyseTexts([{ text: HINDI }, { text: TAMIL }], services)).map(({ kind }) => kind);
      expect(kinds).to.deep.equal(call === "language 1" ? ["failed", "analysed"] : ["analysed", "failed"]);
    }
  });

  it("leaves out a feature that is refused for good, and says so", async () => {
    const services = new Services();
    services.refuses = (feature) => feature === "entities";
    const [hindi] = (await analyseTexts([{ text: HINDI }], services)).map(analysisOf);
    expect(hindi?.state).to.equal("partial");
    expect(hindi?.features).to.deep.equal({
      sentiment: { state: "complete" },
      keyPhrases: { state: "complete" },
      entities: { state: "unsupported", reason: "No." },
    });
    expect(hindi?.entities).to.deep.equal([]);
  });

  it("reads a long text in parts: offsets are the whole's, the sentiment is the mean, and what was not read is said", async () => {
    const services = new Services();
    const text = Array.from({ length: 3_000 }, (_, index) => `बारिश${index % 7 === 0 ? " good" : ""}`).join(" ");
    const [long] = (await analyseTexts([{ text, stated: "hi" }], services)).map(analysisOf);
    expect(long?.keyPhrases).to.have.length(5);
    const whole = [...text];
    for (const { Text, BeginOffset, EndOffset } of long?.keyPhrases ?? []) {
      expect(whole.slice(BeginOffset, EndOffset).join("")).to.equal(Text);
    }
    expect(long?.sentiment?.SentimentScore.Positive).to.be.closeTo(0.8, 1e-9);
    expect(long?.features.sentiment.state).to.equal("partial");
    expect(long?.features.sentiment.reason).to.match(/^The first 2\d{4} of \d{5} bytes were read\.$/);
  });

  it("has nothing to ask about a text without letters", async () => {
    const services = new Services();
    const [none] = (await analyseTexts([{ text: "🎉 2026" }], services)).map(analysisOf);
    expect([none?.state, none?.language, services.asked]).to.deep.equal(["unsupported", undefined, []]);
  });
});
