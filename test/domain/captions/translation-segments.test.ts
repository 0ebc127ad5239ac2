import { expect } from "chai";
import * as fc from "fast-check";
import {
  assembleTranslation,
  graphemesOf,
  MAX_TRANSLATE_BYTES,
  partsOf,
  segmentsByCue,
  segmentsToTranslate,
  translationDigest,
} from "@huut/domain";
import { storedOf } from "./stored";

const bytes = (text: string): number => Buffer.byteLength(text, "utf8");

describe("segmentsToTranslate", () => {
  const stored = storedOf(["आज बारिश हुई। हम", "घर पर रहे। चाय", "पी।", "कल मिलेंगे।"]);
  const segments = segmentsToTranslate(stored);

  it("gives whole sentences with the cues that show them", () => {
    expect(segments.map(({ from, to, text }) => [from, to, text])).to.deep.equal([
      [0, 1, "आज बारिश हुई।"],
      [0, 2, "हम घर पर रहे।"],
      [1, 3, "चाय पी।"],
      [3, 4, "कल मिलेंगे।"],
    ]);
    expect(segments.map(({ wordFrom, wordTo }) => [wordFrom, wordTo])).to.deep.equal([
      [0, 3],
      [3, 7],
      [7, 9],
      [9, 11],
    ]);
  });
  it("gives the cues of a range one by one when asked to", () => {
    const cues = segmentsByCue(stored, { from: 1, to: 3 });
    expect(cues.map(({ from, to, text }) => [from, to, text])).to.deep.equal([
      [1, 2, "घर पर रहे। चाय"],
      [2, 3, "पी।"],
    ]);
  });
  it("has nothing for a transcript without words", () => {
    expect(segmentsToTranslate(storedOf([]))).to.deep.equal([]);
  });
});

describe("partsOf", () => {
  it("takes one call for what fits, with placeholders", () => {
    const [part, ...others] = partsOf("हम #चाय पीते हैं");
    expect(others).to.deep.equal([]);
    expect(part).to.deep.include({ glue: "", tokens: ["#चाय"], translatable: true });
  });
  it("cuts at a sentence's end rather than a clause's, and there rather than between words", () => {
    const filler = "शब्द ".repeat(420);
    const withSentence = `${filler}अंत। ${"और, ".repeat(4)}${filler}`;
    expect(partsOf(withSentence)[0]?.text).to.match(/अंत।$/);
    expect(partsOf(`${filler}खंड, ${filler}`)[0]?.text).to.match(/खंड,$/);
  });
  it("counts bytes, not characters: placeholders take room too", () => {
    const parts = partsOf("#अ ".repeat(1200));
    expect(parts.length).to.be.greaterThan(1);
    for (const part of parts) expect(bytes(part.text)).to.be.at.most(MAX_TRANSLATE_BYTES);
    expect(parts.flatMap((part) => part.tokens)).to.have.length(1200);
  });
  it("never cuts a grapheme, in a word of any length", () => {
    const word = "क्षि".repeat(3000);
    const parts = partsOf(word);
    expect(parts.map((part) => part.glue)).to.deep.equal(["", ...Array<string>(parts.length - 1).fill("")]);
    expect(parts.flatMap((part) => graphemesOf(part.text))).to.deep.equal(graphemesOf(word));
    for (const part of parts) expect(bytes(part.text)).to.be.at.most(MAX_TRANSLATE_BYTES);
  });
  it("does not send a grapheme that no call can hold", () => {
    const zalgo = `a${"\u0301\u0316".repeat(3000)}`;
    expect(partsOf(`हाँ ${zalgo} ना`).map((part) => part.translatable)).to.deep.equal([true, false, true]);
  });
  it("loses nothing, whatever the text", () => {
    const piece = fc.oneof(
      fc.constantFrom(
        "#हिन्दी",
        "https://a.example/x",
        "वाक्य।",
        "clause,",
        "🎉",
        "<",
        "x".repeat(3000),
        "क्षि".repeat(800),
      ),
      fc.string({ unit: "grapheme", maxLength: 30 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const text = pieces.join(" ").normalize("NFC").replace(/\s+/gu, " ").trim();
        const parts = partsOf(text);
        const segment = { from: 0, to: 1, wordFrom: 0, wordTo: 1, text, parts };
        const back = assembleTranslation(
          segment,
          parts.map((part) => (part.translatable ? part.text : undefined)),
        );
        expect(back.missing).to.deep.equal([]);
        expect(back.text.replace(/[\s\ue000\ue001]/gu, "")).to.equal(text.replace(/[\s\ue000\ue001]/gu, ""));
        for (const part of parts) if (part.translatable) expect(bytes(part.text)).to.be.at.most(MAX_TRANSLATE_BYTES);
      }),
      { numRuns: 25 },
    );
  });
});

describe("assembleTranslation", () => {
  const [segment] = segmentsToTranslate(storedOf(["हम #चाय पीते हैं।"]));
  if (segment === undefined) throw new Error("there is a sentence");

  it("puts tokens back, and tells which are lost", () => {
    expect(assembleTranslation(segment, ["We drink ⟦0⟧."])).to.deep.equal({ text: "We drink #चाय.", missing: [] });
    expect(assembleTranslation(segment, ["We drink."])).to.deep.equal({ text: "We drink.", missing: ["#चाय"] });
  });
  it("refuses a part without a translation", () => {
    expect(() => assembleTranslation(segment, [undefined])).to.throw(RangeError, "not translated");
  });
  it("asks nothing for what needs no translation", () => {
    const [emoji] = segmentsToTranslate(storedOf(["🎉 42"]));
    expect(emoji && assembleTranslation(emoji, [])).to.deep.equal({ text: "🎉 42", missing: [] });
  });
});

describe("translationDigest", () => {
  it("depends on languages and text, in one spelling of Unicode", () => {
    const digest = translationDigest("hi", "en", "é");
    expect(digest).to.match(/^[0-9a-f]{64}$/);
    expect(translationDigest("hi", "en", "e\u0301")).to.equal(digest);
    const others = [
      ["en", "hi", "é"],
      ["hi", "ta", "é"],
      ["hi", "en", "e"],
      ["h", "ien", "é"],
    ] as const;
    expect(new Set([digest, ...others.map(([from, to, text]) => translationDigest(from, to, text))]).size).to.equal(5);
  });
});
