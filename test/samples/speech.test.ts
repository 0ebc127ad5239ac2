import { expect } from "chai";
import { countGraphemes, languageRow } from "@huut/domain";
import { composeSpeech, lengthOf, type Content } from "../../samples/speech/compose";
import { ASSAMESE, URDU } from "../../samples/speech/others";
import { STOCKS, stockOf } from "../../samples/speech/stocks";
import type { Stock } from "../../samples/speech/stock";

/** What may be said as it stands. */
const spoken = ({ greeting, facts, sentences, tales, codeMixed, dialogue }: Stock): readonly string[] => [
  greeting,
  ...facts,
  ...sentences,
  ...tales,
  ...codeMixed,
  ...dialogue,
];

/** Letters and their marks, but for those that are in the script. */
function foreign(text: string, script: string): string[] {
  const own = new RegExp(`\\p{Script_Extensions=${script}}`, "u");
  return [...text].filter((letter) => /[\p{L}\p{M}]/u.test(letter) && !own.test(letter));
}

const scriptOf = (language: string): string => languageRow(language)?.script ?? "none";

/** Languages that end a sentence with a danda. */
const DANDA = new Set(["hi", "bn", "pa", "or"]);

describe("Stocks of sentences", () => {
  it("are there in eleven languages, each once", () => {
    const languages = STOCKS.map(({ language }) => language).sort();
    expect(languages).to.deep.equal(["bn", "en", "gu", "hi", "kn", "ml", "mr", "or", "pa", "ta", "te"]);
    expect(() => stockOf("fr")).to.throw('no stock of sentences in "fr"');
  });

  for (const stock of STOCKS) {
    const { language, bulletin, where, codeMixed, facts } = stock;
    const script = scriptOf(language);

    it(`say enough different things in ${language}, in NFC, and end each sentence as the language does`, () => {
      const all = [...spoken(stock), ...bulletin];
      expect(new Set(spoken(stock)).size)
        .to.be.at.least(25)
        .and.equal(spoken(stock).length);
      for (const text of [...all, ...where]) {
        expect(text).to.equal(text.normalize("NFC").trim());
        expect(text).to.not.match(/#|\s\s|\s[,.?!।]/u);
      }
      for (const text of all) expect(text).to.match(DANDA.has(language) ? /[^.][।?!]$/u : /[.?!]$/u);
      for (const text of all) if (!DANDA.has(language)) expect(text).to.not.contain("।");
    });

    it(`are in the script of ${language}, but for the Latin words of mixed speech`, () => {
      const pure = [...spoken(stock).filter((text) => !codeMixed.includes(text)), ...where];
      for (const text of pure) expect(foreign(text, script), text).to.deep.equal([]);
      for (const text of bulletin) expect(foreign(text.replaceAll("{where}", ""), script), text).to.deep.equal([]);
      if (language === "en") return;
      for (const text of codeMixed) {
        expect(foreign(text, script).join(""), text).to.match(/^[A-Za-z]{3,}$/);
        expect(text).to.match(new RegExp(`\\p{Script=${script}}`, "u"));
      }
    });

    it(`have sentences in ${language} that two lines of captions do not hold`, () => {
      expect(stock.tales.length).to.be.at.least(5);
      for (const text of stock.tales) expect(countGraphemes(text), text).to.be.greaterThan(2 * 42);
    });

    it(`name people, numbers, dates and places in ${language}`, () => {
      expect(facts.join(" "))
        .to.match(/\p{Nd}{4}/u)
        .and.to.match(/\p{Nd},\p{Nd}/u);
      expect(where.length).to.be.at.least(8);
      for (const text of bulletin) {
        expect(text.match(/\{[^}]*\}/g)?.length ?? 0, text).to.be.at.least(2);
        expect(text.replaceAll("{where}", "").replaceAll(/\{\d+-\d+\}/g, ""), text).to.not.match(/[{}]/);
      }
    });
  }

  it("have texts in languages that cannot be transcribed", () => {
    for (const { language, text, spoken: said } of [URDU, ASSAMESE]) {
      expect(languageRow(language)?.transcribe).to.deep.equal([]);
      for (const each of [text, ...said]) {
        expect(foreign(each, scriptOf(language)), each).to.deep.equal([]);
        expect(each).to.equal(each.normalize("NFC"));
      }
    }
  });
});

describe("Speeches", () => {
  const long: Content = { kind: "bulletin", sentences: 288 };

  it("are the same for the same seed, and others for another", () => {
    expect(composeSpeech("hi", long, 3)).to.deep.equal(composeSpeech("hi", long, 3));
    expect(composeSpeech("hi", long, 4).text).to.not.equal(composeSpeech("hi", long, 3).text);
  });

  it("fill in places and numbers of the given range, and hardly repeat themselves", () => {
    for (const language of ["hi", "ta"]) {
      const text = composeSpeech(language, long, 3).text ?? "";
      expect(text).to.not.match(/[{}]/);
      const sentences = text.split(/(?<=[।.?!]) /u);
      expect(sentences.length).to.be.within(280, 300);
      expect(new Set(sentences).size / sentences.length).to.be.greaterThan(0.7);
    }
    const numbers = composeSpeech("hi", { kind: "bulletin", sentences: 400 }, 1).text?.matchAll(
      /भाव (\d+) रुपये किलो रहा/g,
    );
    const prices = Array.from(numbers ?? [], ([, price]) => Number(price));
    expect(prices.length).to.be.greaterThan(20);
    expect([Math.min(...prices) >= 18, Math.max(...prices) <= 42]).to.deep.equal([true, true]);
  });

  it("go through the stock before they say anything again", () => {
    const { text = "" } = composeSpeech("kn", { kind: "talk", sentences: 15 }, 5);
    const sentences = text.split(/(?<=[.?!]) /u);
    expect(sentences).to.have.length(15);
    expect(new Set(sentences).size).to.equal(15);
    expect(sentences.filter((each) => stockOf("kn").tales.includes(each))).to.have.length(5);
  });

  it("have two speakers in a dialogue, who may pause between turns", () => {
    const together = composeSpeech("te", { kind: "dialogue" }, 1);
    expect(new Set(together.segments?.map(({ speaker }) => speaker)).size).to.equal(2);
    expect(together.segments?.every(({ start, end }) => start === undefined && end === undefined)).to.equal(true);
    const apart = composeSpeech("te", { kind: "dialogue", apart: 2_500 }, 1);
    const segments = apart.segments ?? [];
    for (const [i, { start = 0 }] of segments.entries()) {
      if (i > 0) expect(start - (segments[i - 1]?.end ?? 0)).to.equal(2_500);
    }
    expect(lengthOf(apart)).to.be.greaterThan(segments.at(-1)?.end ?? Infinity);
    expect(lengthOf(apart) - lengthOf(together)).to.be.greaterThan(10_000);
  });
});
