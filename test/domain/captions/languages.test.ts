import { LanguageCode as ComprehendCode } from "@aws-sdk/client-comprehend";
import { LanguageCode as TranscribeCode } from "@aws-sdk/client-transcribe";
import { expect } from "chai";
import {
  capabilities,
  directionOf,
  LANGUAGE_TABLE,
  normalizeLanguage,
  parseLanguage,
  scriptOf,
  targets,
  transcribeChoice,
  transcribeOptions,
  translatableLanguages,
} from "@huut/domain";

describe("the language table", () => {
  it("uses codes of Transcribe and Comprehend only", () => {
    const transcribe: readonly string[] = Object.values(TranscribeCode);
    const comprehend: readonly string[] = Object.values(ComprehendCode);
    expect(transcribe).to.include.members(LANGUAGE_TABLE.flatMap((row) => row.transcribe));
    expect(comprehend).to.include.members(LANGUAGE_TABLE.flatMap((row) => row.sentiment ?? []));
  });
  it("misses no code that Transcribe or Comprehend have for one of its languages", () => {
    const has = (code: string) => LANGUAGE_TABLE.some((row) => row.transcribe.includes(code) || row.sentiment === code);
    const languages = new Set(LANGUAGE_TABLE.map((row) => row.language));
    const codes = [...Object.values(TranscribeCode), ...Object.values(ComprehendCode)];
    expect(codes.filter((code) => languages.has(code.split("-")[0] ?? "") && !has(code))).to.deep.equal([]);
  });
  it("has each language once, in its shortest code, in the script that it is written in", () => {
    for (const { language, script } of LANGUAGE_TABLE) {
      expect(normalizeLanguage(language), language).to.equal(language);
      // CLDR gives Kashmiri's and Sindhi's second script for India.
      expect(new Intl.Locale(language, { region: "IN" }).maximize().script, language).to.be.oneOf([script, "Deva"]);
    }
    expect(new Set(LANGUAGE_TABLE.map((row) => row.language)).size).to.equal(LANGUAGE_TABLE.length);
  });
  it("knows what Translate lacks", () => {
    expect(translatableLanguages()).to.deep.equal("en hi bn ta te mr gu kn ml pa ur si".split(" "));
  });
});

describe("parseLanguage", () => {
  const cases: readonly (readonly [string, string | undefined])[] = [
    ["hi", "hi"],
    ["HI-in", "hi-IN"],
    ["hi_IN", "hi-IN"],
    ["hi-deva-in", "hi-Deva-IN"],
    ["hin", "hi"],
    ["ory-IN", "or-IN"],
    ["npi", "ne"],
    ["en-US-u-hc-h12", "en-US"],
    [" ta ", "ta"],
    ["und", undefined],
    ["x-private", undefined],
    ["*", undefined],
    ["", undefined],
    ["Hindi!", undefined],
  ];
  for (const [text, tag] of cases) {
    it(`${JSON.stringify(text)} → ${tag ?? "no language"}`, () => expect(parseLanguage(text)?.tag).to.equal(tag));
  }
  it("tells script and direction, the tag's script first", () => {
    expect(["ur", "ur-IN", "sd", "pa-Arab", "pa", "sd-Deva", "hi-Latn"].map(directionOf)).to.deep.equal([
      "rtl",
      "rtl",
      "rtl",
      "rtl",
      "ltr",
      "ltr",
      "ltr",
    ]);
    expect(["hi", "hi-Latn", "mni", "ar", "?"].map(scriptOf)).to.deep.equal([
      "Deva",
      "Latn",
      "Beng",
      "Arab",
      undefined,
    ]);
  });
});

describe("capabilities", () => {
  const cases: readonly (readonly [string | undefined, string, string, string])[] = [
    ["hi", "complete hi-IN", "complete hi", "complete hi"],
    ["en", "complete en-IN", "complete en", "complete en"],
    ["en-GB", "complete en-GB", "complete en", "complete en"],
    ["ta-IN", "complete ta-IN", "complete ta", "partial en"],
    ["ta-LK", "partial ta-IN", "complete ta", "partial en"],
    ["or", "complete or-IN", "unsupported", "unsupported"],
    ["ne", "complete ne-NP", "unsupported", "unsupported"],
    ["ur", "unsupported", "complete ur", "partial en"],
    ["as", "unsupported", "unsupported", "unsupported"],
    ["hi-Latn", "complete hi-IN", "partial hi", "partial hi"],
    ["xx", "unsupported", "unsupported", "unsupported"],
    ["not a tag", "unsupported", "unsupported", "unsupported"],
    [undefined, "partial", "partial", "partial"],
  ];
  for (const [language, ...expected] of cases) {
    it(`of ${language ?? "no language"}: ${expected.join(", ")}`, () => {
      const found = capabilities(language);
      const texts = [found.transcribe, found.translate, found.sentiment].map(({ state, code }) =>
        code === undefined ? state : `${state} ${code}`,
      );
      expect(texts).to.deep.equal(expected);
    });
  }
  it("gives a reason for everything that is not complete, and only then", () => {
    for (const language of [...LANGUAGE_TABLE.map((row) => row.language), "hi-Latn", "ta-LK", "tlh", undefined]) {
      for (const [feature, { state, reason }] of Object.entries(capabilities(language))) {
        expect(reason !== undefined, `${language} ${feature}`).to.equal(state !== "complete");
        if (reason !== undefined) expect(reason).to.match(/^.{15,}\.$/);
      }
    }
  });
});

describe("transcribeChoice", () => {
  const configured = ["hi", "en", "ta", "as", "hi-IN"];
  it("takes the stated language where Transcribe has it", () => {
    expect(transcribeChoice("mr", configured)).to.deep.equal({ languageCode: "mr-IN" });
  });
  it("identifies among the configured ones that Transcribe has, one code a language", () => {
    const languageOptions = ["hi-IN", "en-IN", "ta-IN"];
    expect(transcribeOptions(configured)).to.deep.equal(languageOptions);
    for (const stated of [undefined, "as", "ur"]) {
      expect(transcribeChoice(stated, configured)).to.deep.equal({ identifyLanguage: true, languageOptions });
    }
  });
  it("never offers fewer than two options", () => {
    expect(transcribeChoice(undefined, ["hi"])).to.deep.equal({ languageCode: "hi-IN" });
    expect(transcribeChoice("as", ["hi"]))
      .to.have.property("unsupported")
      .that.contains("no Assamese");
    expect(transcribeChoice(undefined, [])).to.have.property("unsupported");
  });
});

describe("targets", () => {
  it("leaves out the source, keeps order, asks for each once", () => {
    expect(targets(["hi", "en", "hi-IN", "en"], "hi-IN")).to.deep.equal({
      targets: [{ language: "en", sourceCode: "hi", targetCode: "en" }],
      unsupported: [],
    });
  });
  it("names what Translate lacks, on either side", () => {
    expect(targets(["or", "en"], "hi-IN").unsupported).to.deep.equal([
      { language: "or", reason: "Amazon Translate has no Odia." },
    ]);
    expect(targets(["hi", "en"], "or-IN")).to.deep.equal({
      targets: [],
      unsupported: ["hi", "en"].map((language) => ({ language, reason: "Amazon Translate has no Odia." })),
    });
  });
});
