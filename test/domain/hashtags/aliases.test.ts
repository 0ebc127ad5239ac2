import { expect } from "chai";
import * as fc from "fast-check";
import {
  ALIAS_LANGUAGES,
  ALIAS_TABLE,
  aliasesOf,
  extractTags,
  normalizeTag,
  tagIn,
  tagKey,
  topicOf,
} from "@huut/domain";

const words = ALIAS_TABLE.flatMap((row) => row.flatMap((cell) => cell.split(" "))).filter((word) => word !== "");
const tags = words.map((word) => normalizeTag(`#${word}`) ?? "");

const SCRIPTS: Readonly<Record<string, RegExp>> = {
  en: /^[a-z]+$/u,
  hi: /^\p{scx=Deva}+$/u,
  mr: /^\p{scx=Deva}+$/u,
  bn: /^\p{scx=Beng}+$/u,
  ta: /^\p{scx=Taml}+$/u,
  te: /^[\p{scx=Telu}\u200c]+$/u,
  kn: /^[\p{scx=Knda}\u200c]+$/u,
  ml: /^\p{scx=Mlym}+$/u,
  gu: /^\p{scx=Gujr}+$/u,
  pa: /^\p{scx=Guru}+$/u,
  or: /^\p{scx=Orya}+$/u,
  ur: /^\p{scx=Arab}+$/u,
};

describe("tagKey", () => {
  const same: readonly (readonly string[])[] = [
    ["#हिन्दी", "#हिंदी"],
    ["#फ़िल्म", "#फिल्म"],
    ["#गाँव", "#गांव"],
    ["#પંડિત", "#પણ્ડિત"],
    ["#ਸਫ਼ਰ", "#ਸਫਰ"],
    ["#മോഹൻലാൽ", "#മോഹന്\u200dലാല്\u200d"],
    ["#ఫుట్\u200cబాల్", "#ఫుట్బాల్"],
    ["#مُحَبَّت", "#محبت"],
    ["#كتاب", "#کتاب"],
    ["#mann_ki_baat", "#mannkibaat", "#mann-ki-baat"],
  ];
  for (const spellings of same) {
    it(`is one for ${spellings.join(" ")}`, () => expect(new Set(spellings.map(tagKey))).to.have.length(1));
  }

  const others: readonly (readonly string[])[] = [
    ["#বড", "#বড়"],
    ["#ଗଡ", "#ଗଡ଼"],
    ["#खेल", "#खेळ"],
    ["#कल", "#काल"],
    ["#आज", "#आंज"],
    ["#वाङ्मय", "#वांमय"],
  ];
  for (const words of others) {
    it(`differs for ${words.join(" ")}`, () => expect(new Set(words.map(tagKey))).to.have.length(words.length));
  }

  it("changes nothing when it is applied again", () => {
    for (const tag of tags) expect(tagKey(tagKey(tag))).to.equal(tagKey(tag));
  });
});

describe("alias table", () => {
  it("has forty topics, and a word of each in nearly every language", () => {
    expect(ALIAS_TABLE.length).to.be.at.least(40);
    for (const [column, language] of ALIAS_LANGUAGES.entries()) {
      expect(ALIAS_TABLE.filter((row) => row[column] !== "").length, language).to.be.at.least(ALIAS_TABLE.length - 2);
    }
  });

  it("has as many columns in each row, each in its script", () => {
    for (const row of ALIAS_TABLE) {
      expect(row, row[0]).to.have.length(ALIAS_LANGUAGES.length + 1);
      for (const [column, language] of ALIAS_LANGUAGES.entries()) {
        for (const word of row[column]?.split(" ") ?? []) {
          if (word !== "") expect(word.normalize("NFC"), `${row[0]} ${language}`).to.match(SCRIPTS[language] as RegExp);
        }
      }
    }
  });

  it("holds whole tags, as they are found in texts", () => {
    for (const tag of tags) expect(extractTags(`आज ${tag} देखो`), tag).to.deep.equal([tag]);
  });

  it("has each word in one topic only", () => {
    const topics = new Map<string, string>();
    for (const row of ALIAS_TABLE) {
      for (const word of row.flatMap((cell) => cell.split(" ")).filter((each) => each !== "")) {
        const key = tagKey(normalizeTag(`#${word}`) ?? "");
        expect(topics.get(key) ?? row[0], word).to.equal(row[0]);
        topics.set(key, row[0] as string);
      }
    }
  });
});

describe("aliases", () => {
  it("finds a topic in every script and common spelling", () => {
    for (const tag of ["#क्रिकेट", "#cricket", "#கிரிக்கெட்", "#ക്രിക്കറ്റ്", "#کرکٹ", "#ਕ੍ਰਿਕਟ"]) {
      expect(topicOf(tag)?.topic, tag).to.equal("#cricket");
    }
    expect(topicOf("#फिल्म")?.topic).to.equal("#film");
    expect(topicOf("#barish")?.topic).to.equal("#rain");
    expect(topicOf("#इडली")).to.equal(undefined);
  });

  it("says a tag in another language", () => {
    expect(tagIn("#क्रिकेट", "ta")).to.equal("#கிரிக்கெட்");
    expect(tagIn("#cricket", "or")).to.equal("#କ୍ରିକେଟ");
    expect(tagIn("#monsoon", "hi")).to.equal("#बारिश");
    expect(tagIn("#monsoon", "en")).to.equal("#monsoon");
    expect(tagIn("#barish", "hi")).to.equal("#बारिश");
    expect(tagIn("#क्रिकेट", "mr")).to.equal("#क्रिकेट");
    expect(tagIn("#cricket", "si")).to.equal(undefined);
    expect(tagIn("#इडली", "ta")).to.equal(undefined);
  });

  it("links a tag to all others, not to those of its own languages", () => {
    const aliases = aliasesOf("#क्रिकेट");
    expect(aliases.map(({ language }) => language)).to.deep.equal(
      ALIAS_LANGUAGES.filter((language) => language !== "hi" && language !== "mr"),
    );
    expect(aliases).to.deep.include({ language: "ta", tag: "#கிரிக்கெட்" });
    expect(aliasesOf("#barish").map(({ language }) => language)).to.deep.equal([...ALIAS_LANGUAGES]);
    expect(aliasesOf("#इडली")).to.deep.equal([]);
  });

  it("comes back to the same topic from any language", () => {
    fc.assert(
      fc.property(fc.constantFrom(...tags), fc.constantFrom(...ALIAS_LANGUAGES), (tag, language) => {
        const there = tagIn(tag, language);
        if (there !== undefined) expect(topicOf(there)?.topic).to.equal(topicOf(tag)?.topic);
      }),
    );
  });
});
