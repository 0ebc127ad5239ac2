import { expect } from "chai";
import * as fc from "fast-check";
import { foldTerm, tagTerm, termsOf } from "@huut/domain";

/** Spellings that are one word, by why they are. */
const SAME: readonly (readonly [why: string, ...spellings: string[]])[] = [
  ["case", "Cricket", "CRICKET", "cricket"],
  ["full width", "Ｃｒｉｃｋｅｔ", "cricket"],
  ["sharp s", "Straße", "STRASSE", "strasse"],
  ["final sigma", "ΛΌΓΟΣ", "λόγος", "λογοσ"],
  ["Latin accents", "café", "cafe\u0301", "Cafe"],
  ["Sanskrit in scholars' letters", "rāga", "Raga"],
  ["apostrophes", "don't", "don’t", "dont"],
  ["composed and decomposed nukta", "पढ़ाई", "पढ\u093cाई", "पढ़ाई".normalize("NFD")],
  ["Devanagari nukta left out", "ज़िंदगी", "जिंदगी", "ज़िन्दगी", "जिन्दगी"],
  ["the nasal of its class", "हिन्दी", "हिंदी"],
  ["candrabindu", "चाँद", "चांद"],
  ["Gujarati nasal", "હિન્દી", "હિંદી"],
  ["Gurmukhi nukta", "ਸ਼ਹਿਰ", "ਸਹਿਰ"],
  ["Telugu nasal", "హిన్దీ", "హిందీ"],
  ["Kannada nasal", "ಹಿನ್ದಿ", "ಹಿಂದಿ"],
  ["Odia nasal", "ହିନ୍ଦୀ", "ହିଂଦୀ"],
  ["Devanagari joiners", "क्‍ष", "क्‌ष", "क्ष"],
  ["Malayalam chillu, old and new", "അവന്‍", "അവൻ"],
  ["Bengali khanda ta, old and new", "উত্‍সব", "উৎসব"],
  ["Urdu ye of an Arabic keyboard", "زندگي", "زندگى", "زندگی"],
  ["Urdu kaf of an Arabic keyboard", "كتاب", "کتاب"],
  ["Urdu he", "هندوستان", "ہندوستان"],
  ["Urdu vowel points", "کِتاب", "کتاب"],
  ["presentation forms", "ﻛﺘﺎب", "کتاب"],
  [
    "digits",
    "२०२६",
    "২০২৬",
    "௨௦௨௬",
    "౨౦౨౬",
    "೨೦೨೬",
    "൨൦൨൬",
    "૨૦૨૬",
    "੨੦੨੬",
    "୨୦୨୬",
    "۲۰۲۶",
    "٢٠٢٦",
    "２０２６",
    "2026",
  ],
];

/** Words that are not each other, however near. */
const DIFFERENT: readonly (readonly [why: string, a: string, b: string])[] = [
  ["Devanagari vowel signs", "कमल", "कमाल"],
  ["Tamil vowel signs", "பல", "பால"],
  ["Bengali vowel signs", "বল", "বেল"],
  ["a virama", "पका", "पक्का"],
  ["Bengali ya with its dot", "সময়", "সময"],
  ["Odia rra", "ବଡ଼", "ବଡ"],
  ["alef with madda", "آم", "ام"],
  ["the two-eyed he", "بھائی", "بائی"],
  ["Cyrillic short i", "мой", "мои"],
  ["visarga", "दुःख", "दुख"],
];

describe("A folded term", () => {
  for (const [why, ...spellings] of SAME) {
    it(`is the same for ${why}`, () => expect(new Set(spellings.map(foldTerm))).to.have.property("size", 1));
  }
  for (const [why, a, b] of DIFFERENT) {
    it(`keeps apart ${why}`, () => expect(foldTerm(a)).to.not.equal(foldTerm(b)));
  }

  it("is folded, whatever it was: folding again changes nothing, nor does another form of Unicode", () => {
    const letters = fc.oneof(
      fc.integer({ min: 0x0900, max: 0x0d7f }),
      fc.integer({ min: 0x0600, max: 0x06ff }),
      fc.integer({ min: 0x00c0, max: 0x024f }),
      fc.integer({ min: 0x0300, max: 0x036f }),
      fc.constantFrom(0x200c, 0x200d, 0x1c50),
    );
    const words = fc.array(letters, { minLength: 1, maxLength: 8 }).map((all) => String.fromCodePoint(...all));
    fc.assert(
      fc.property(words, (word) => {
        const folded = foldTerm(word);
        expect(foldTerm(folded)).to.equal(folded);
        expect(foldTerm(word.normalize("NFD"))).to.equal(folded);
        expect(folded).to.equal(folded.normalize("NFC"));
      }),
      { numRuns: 500 },
    );
  });
});

describe("The terms of a text", () => {
  const cases: readonly (readonly [string, string, readonly string[]])[] = [
    ["hi", "आज का मैच, भारत जीत गया! 🎉", ["आज", "का", "मैच", "भारत", "जीत", "गया"]],
    ["ta", "இன்று மழை பெய்தது.", ["இன்று", "மழை", "பெய்தது"]],
    ["bn", "আজ বৃষ্টি হবে।", ["আজ", "বৃষ্টি", "হবে"]],
    ["te", "కొత్త పాట విన్నాను", ["కొత్త", "పాట", "విన్నాను"]],
    ["kn", "ಹೊಸ ಹಾಡು", ["ಹೊಸ", "ಹಾಡು"]],
    ["ml", "പുതിയ പാട്ട്", ["പുതിയ", "പാട്ട്"]],
    ["gu", "નવું ગીત", ["નવું", "ગીત"]],
    ["pa", "ਨਵਾਂ ਗੀਤ", ["ਨਵਾਂ", "ਗੀਤ"]],
    ["or", "ନୂଆ ଗୀତ", ["ନୂଆ", "ଗୀତ"]],
    ["ur", "نیا گانا سنا۔", ["نیا", "گانا", "سنا"]],
    [
      "en",
      "See https://huut.example/p/1?x=2 and #Good_Morning, it's 10:30!",
      ["see", "and", "good", "morning", "its", "10", "30"],
    ],
    ["en", "?!… 🎉🎉", []],
  ];
  for (const [language, text, terms] of cases) {
    it(`in ${language}: ${terms.join(" ")}`, () => expect(termsOf(text, language)).to.deep.equal(terms));
  }

  it("are the same in a language that is not known, and bounded in length", () => {
    expect(termsOf("आज का मैच", "xx-not-a-tag-at-all!")).to.deep.equal(termsOf("आज का मैच", "hi"));
    expect(termsOf("क".repeat(500))).to.deep.equal(["क".repeat(64)]);
  });

  it("of a tag are the tag as well", () => {
    expect(tagTerm("#हिन्दी")).to.equal("#हिंदी");
    expect(tagTerm("＃Cricket")).to.equal("#cricket");
    expect(tagTerm("cricket")).to.equal(undefined);
  });
});
