import { analysisPath, isAsked, languageByScript, languageFrom, type DominantLanguage } from "@huut/domain";
import { expect } from "chai";

type Said = readonly (readonly [code: string, score: number])[];

/** Text, what the post states, what Comprehend would say, the language and how it was told. */
const CASES: readonly (readonly [
  string,
  string | undefined,
  Said | undefined,
  string | undefined,
  string | undefined,
])[] = [
  ["இன்று மழை பெய்தது", undefined, undefined, "ta", "script"],
  ["నేడు వర్షం కురిసింది", "hi", undefined, "te", "script"],
  ["ಇಂದು ಮಳೆ ಬಂತು", undefined, undefined, "kn", "script"],
  ["ഇന്ന് മഴ പെയ്തു", undefined, undefined, "ml", "script"],
  ["આજે વરસાદ પડ્યો", undefined, undefined, "gu", "script"],
  ["ਅੱਜ ਮੀਂਹ ਪਿਆ", undefined, undefined, "pa", "script"],
  ["ଆଜି ବର୍ଷା ହେଲା", undefined, undefined, "or", "script"],
  ["অসমৰ চাহ বাগিচা", "bn", undefined, "as", "script"],
  ["আজ বৃষ্টি হয়েছে, সবাই বাড়িতে ছিলাম", undefined, [["bn", 0.97]], "bn", "comprehend"],
  [
    "आज सुबह बहुत बारिश हुई और सब घर पर रहे",
    "mr",
    [
      ["hi", 0.93],
      ["mr", 0.05],
    ],
    "hi",
    "comprehend",
  ],
  [
    "आज सकाळी खूप पाऊस पडला आणि सगळे घरी राहिले",
    "mr",
    [
      ["hi", 0.6],
      ["mr", 0.3],
    ],
    "mr",
    "stated",
  ],
  ["आज बारिश", "ne", undefined, "ne", "stated"],
  ["आज बारिश", undefined, undefined, "hi", "usual"],
  ["آج بارش ہوئی", undefined, undefined, "ur", "usual"],
  ["It rained all morning and we stayed at home", "hi", [["en", 0.99]], "en", "comprehend"],
  [
    "aaj subah bahut baarish hui, sab ghar par rahe",
    "hi",
    [
      ["id", 0.7],
      ["en", 0.2],
    ],
    "hi-Latn",
    "stated",
  ],
  ["aaj subah bahut baarish hui, sab ghar par rahe", undefined, [["hi", 0.8]], "hi-Latn", "comprehend"],
  ["Il a plu toute la matinée, nous sommes restés", undefined, [["fr", 0.98]], "fr", "comprehend"],
  ["So happy", undefined, undefined, "en", "usual"],
  ["Сегодня весь день шёл сильный дождь", undefined, [["ru", 0.99]], "ru", "comprehend"],
  // A language that is not written in the text's script is not believed, whoever says it.
  ["आज बारिश", "ta", undefined, "hi", "usual"],
  ["आज सुबह बहुत बारिश हुई और सब घर पर रहे", undefined, [["ta", 0.9]], "hi", "usual"],
  // Tags and links are not what is said; where nothing else is, tags are.
  ["मैच देखा #cricket #indiavsaustralia https://example.com/watch/live", undefined, undefined, "hi", "usual"],
  ["#மழை #சென்னை https://example.com", undefined, undefined, "ta", "script"],
  ["🎉🎉 123 https://example.com/a", "hi", undefined, undefined, undefined],
  ["", "hi", undefined, undefined, undefined],
];

describe("languageByScript", () => {
  const tamil = { kind: "known", language: { tag: "ta", by: "script" } };
  const cases: readonly (readonly [string, string])[] = [
    ["links", "https://example.com/a HTTP://example.com www.example.com மழை"],
    ["a link behind a word", "மழை:https://example.com/abcdefgh"],
    ["addresses and mentions", "someone@example.com @someone_else மழை"],
    ["tags", "#cricket ＃cricket மழை"],
  ];
  for (const [what, text] of cases) {
    it(`does not look at ${what}`, () => expect(languageByScript(text)).to.deep.equal(tamil));
  }
  it("takes a lone @ for no address", () => {
    expect(languageByScript("rain@ and sun @")).to.deep.equal({ kind: "ask", script: "Latn", letters: 10 });
  });
  // With a pattern that begins anew at every place this takes half an hour.
  it("takes its time by the length of the text, blanks or not", () => {
    const word = "x".repeat(1_000_000);
    expect(languageByScript(word)).to.deep.equal({ kind: "ask", script: "Latn", letters: 1_000_000 });
    expect(languageByScript(`${word}@${word}`)).to.deep.equal({ kind: "none" });
  });
});

describe("the language of a text", () => {
  for (const [text, stated, said, tag, by] of CASES) {
    it(`${text === "" ? "(nothing)" : text} ${stated ?? ""} is ${tag ?? "in none"}, by ${by ?? "nobody"}`, () => {
      const script = languageByScript(text);
      expect(isAsked(script), "asked").to.equal(said !== undefined);
      const dominant = said?.map(([LanguageCode, Score]): DominantLanguage => ({ LanguageCode, Score }));
      const language = languageFrom(script, stated, dominant);
      expect([language?.tag, language?.by]).to.deep.equal([tag, by]);
    });
  }
});

describe("analysisPath", () => {
  const cases: readonly (readonly [string | undefined, object, RegExp])[] = [
    ["en", { kind: "direct", code: "en" }, /^$/],
    ["hi", { kind: "direct", code: "hi" }, /^$/],
    ["hi-Latn", { kind: "direct", code: "hi" }, /not in Latn/],
    ["ta", { kind: "pivot", source: "ta", code: "en" }, /no Tamil: its English/],
    ["ur", { kind: "pivot", source: "ur", code: "en" }, /no Urdu: its English/],
    ["or", { kind: "none" }, /Translate cannot/],
    ["as", { kind: "none" }, /Translate cannot/],
    ["fr", { kind: "none" }, /does not know/],
    [undefined, { kind: "none" }, /no letters/],
  ];
  for (const [tag, expected, reason] of cases) {
    it(`of ${tag ?? "no language"}`, () => {
      const path = analysisPath(tag);
      expect(path).to.include(expected);
      expect(path.reason ?? "").to.match(reason);
    });
  }
});
