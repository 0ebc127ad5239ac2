import { expect } from "chai";
import * as fc from "fast-check";
import {
  correctedTranscript,
  correctionProblem,
  cueAt,
  layoutCues,
  qualityOf,
  revisionOf,
  segmentsToTranslate,
  shownWord,
  standingCorrections,
  textOfWords,
  withCorrections,
  type Correction,
  type Cue,
  type StoredTranscript,
  type Word,
} from "@huut/domain";
import { anyWords, LANGUAGES, solid, SPEECH, spoken } from "./speech";
import { storedOf } from "./stored";

const shown = (cues: readonly Cue[]): string[] => cues.map((cue) => cue.lines.join(" | "));

/** A correction of a cue: the n-th of its post, a minute after the one before. */
function correction(language: string, cue: number, text: string, minute = 0): Correction {
  const correctedAt = new Date(Date.UTC(2026, 10, 3, 5, minute)).toISOString();
  return { language: `${language}#0000${cue}`, mediaVersion: "0123456789abcdef", cue, text, revision: 1, correctedAt };
}

/** A transcript as complete-transcription stores it. */
function laidOut(words: readonly Word[], language = "hi-IN"): StoredTranscript {
  return { ...storedOf([], language), words, cues: layoutCues(words), text: textOfWords(words) };
}

describe("correctedTranscript", () => {
  const stored = storedOf(["आज बारिश हुई।", "हम घर पर रहे।", "कल मिलेंगे।"]);

  it("replaces the words of a cue, in its time, and numbers the others anew", () => {
    const now = correctedTranscript(stored, [correction("hi", 1, "हम सब अपने घर पर ही रहे।")]);
    expect(now.text).to.equal("आज बारिश हुई। हम सब अपने घर पर ही रहे। कल मिलेंगे।");
    expect(now.cues.map(({ from, to }) => [from, to])).to.deep.equal([
      [0, 3],
      [3, 10],
      [10, 12],
    ]);
    expect(now.cues.map(({ start, end }) => [start, end])).to.deep.equal(
      stored.cues.map(({ start, end }) => [start, end]),
    );
    expect(shown(now.cues)[1]).to.equal("हम सब अपने घर पर ही रहे।");
    const words = now.words.slice(3, 10);
    expect([words[0]?.start, words.at(-1)?.end]).to.deep.equal([900, 2100]);
    expect(words.at(-1)).to.include({ text: "रहे", trail: "।" });
  });
  it("shares the time out by graphemes", () => {
    const now = correctedTranscript(storedOf(["a b c d"], "en-IN"), [correction("en", 0, "extraordinary day")]);
    const lengths = now.words.map(({ start, end }) => end - start);
    expect(lengths.reduce((sum, each) => sum + each, 0)).to.equal(1200);
    expect((lengths[0] ?? 0) / (lengths[1] ?? 1)).to.be.closeTo(13 / 3, 0.1);
  });
  it("takes the corrections of its language and media version, and no others", () => {
    const other = { ...correction("hi", 1, "x"), mediaVersion: "fedcba9876543210" };
    expect(correctedTranscript(stored, [other, correction("en", 1, "We stayed.")])).to.equal(stored);
  });
  it("keeps who speaks, in a cue of two speakers by the time", () => {
    const speakers = ["spk_0", "spk_0", "spk_1", "spk_1"];
    const before = storedOf(["yes yes no no"], "en-IN");
    const words = before.words.map((word, index) => ({ ...word, speaker: speakers[index] ?? "" }));
    const now = correctedTranscript({ ...before, words }, [correction("en", 0, "Yes. No.")]);
    expect(now.words.map(({ text, speaker }) => [text, speaker])).to.deep.equal([
      ["Yes", "spk_0"],
      ["No", "spk_1"],
    ]);
  });
  it("forgets the confidence of what was heard, and keeps that of the rest", () => {
    const words = stored.words.map((word, index) => ({ ...word, confidence: index < 3 ? 0.2 : 0.8 }));
    expect(correctedTranscript({ ...stored, words }, [correction("hi", 0, "आज धूप थी।")]).confidence).to.equal(0.8);
  });
  it("refuses a cue that there is not", () => {
    expect(() => correctedTranscript(stored, [correction("hi", 3, "x")])).to.throw(RangeError, "got 3");
  });
  it("shows what does not fit all the same, and the gate flags it", () => {
    const long = "बहुत ".repeat(30).trim();
    const now = correctedTranscript(stored, [correction("hi", 0, long)]);
    expect(now.cues[0]?.lines.join(" ")).to.equal(long);
    expect(qualityOf(now.cues, now.words).flags).to.include("line-length");
  });
  for (const language of LANGUAGES) {
    it(`corrects the words of one cue of ${language} and of no other`, () => {
      const before = laidOut(spoken(SPEECH[language]), `${language}-IN`);
      const index = before.cues.length >> 1;
      const [text = ""] = SPEECH[language].split(/(?<=[.।۔])\s/u);
      const now = correctedTranscript(before, [correction(language, index, text.split(" ").slice(0, 5).join(" "))]);
      const others = (each: StoredTranscript) => each.cues.filter((_, i) => i !== index).map(({ lines }) => lines);
      expect(others(now)).to.deep.equal(others(before));
      expect(qualityOf(now.cues, now.words).coverage).to.include({ share: 1 });
    });
  }

  const anyCorrection = fc.record({
    at: fc.nat(),
    text: fc
      .array(
        fc.constantFrom("नमस्ते", "#चाय", "—", "।", "5,000", "Dr.", "👨‍👩‍👧‍👦", "সকাল", "السلام", "a\u00a0b", "(yes)", "वह।"),
        { minLength: 1, maxLength: 9 },
      )
      .map((words) => words.join(" ")),
  });
  it("loses no word, keeps their order, and covers all of them with cues, whatever is corrected", () => {
    fc.assert(
      fc.property(anyWords, fc.array(anyCorrection, { maxLength: 6 }), (words, wanted) => {
        const before = laidOut(words);
        fc.pre(before.cues.length > 0);
        const byCue = new Map(wanted.map(({ at, text }) => [at % before.cues.length, text]));
        const now = correctedTranscript(
          before,
          [...byCue].map(([cue, text]) => correction("hi", cue, text)),
        );
        let next = 0;
        for (const { from, to } of now.cues) {
          expect(from).to.equal(next);
          expect(to).to.be.at.least(from);
          next = to;
        }
        expect(next).to.equal(now.words.length);
        const all = solid(now.words.map(shownWord).join(""));
        expect(all).to.equal(solid(now.cues.flatMap(({ lines }) => lines).join("")));
        for (const [cue, text] of byCue) {
          expect(solid(now.cues[cue]?.lines.join("") ?? "")).to.equal(solid(text.normalize("NFC")));
        }
        for (const [index, { start, end }] of now.words.entries()) {
          expect(end).to.be.greaterThan(start);
          expect(start).to.be.at.least(now.words[index - 1]?.start ?? 0);
        }
        const times = (each: StoredTranscript) => each.cues.map(({ start, end }) => [start, end]);
        expect(times(now)).to.deep.equal(times(before));
      }),
    );
  });
});

describe("correctionProblem", () => {
  for (const good of ["ठीक है।", "  spaced \n out ", "👍", "5", "w".repeat(84), "السلام علیکم"]) {
    it(`takes ${JSON.stringify(good)}`, () => expect(correctionProblem(good)).to.equal(undefined));
  }
  const bad = [
    ["", "nothing"],
    [" … ", "nothing"],
    ["a\u0000b", "control"],
    ["\ud800", "control"],
    ["word ".repeat(17), "2 lines of 42"],
  ] as const;
  for (const [text, reason] of bad) {
    it(`refuses ${JSON.stringify(text)}`, () => expect(correctionProblem(text)).to.contain(reason));
  }
});

describe("standingCorrections", () => {
  // Two sentences; the first is shown by two cues.
  const stored = storedOf(["जब हम बाज़ार गए", "तब बारिश हुई।", "कल मिलेंगे।"]);
  const stands = (...corrections: readonly Correction[]): number[] =>
    standingCorrections(stored, corrections, "en").map(({ cue }) => cue);

  it("keeps the author's text while nobody changes what was said", () => {
    expect(stands(correction("en", 0, "When we"), correction("en", 2, "Bye."))).to.deep.equal([0, 2]);
  });
  it("takes it back when a newer correction touches the sentence, in another cue of it too", () => {
    expect(
      stands(correction("en", 0, "When we"), correction("en", 2, "Bye."), correction("hi", 1, "तब धूप थी।", 1)),
    ).to.deep.equal([2]);
  });
  it("keeps it when it is newer than the correction of what was said", () => {
    expect(stands(correction("hi", 1, "तब धूप थी।"), correction("en", 0, "When we", 1))).to.deep.equal([0]);
  });
  it("takes it back when the correction joins its sentence with another, or parts it", () => {
    expect(stands(correction("en", 2, "Bye."), correction("hi", 1, "तब बारिश हुई और", 1))).to.deep.equal([]);
    expect(stands(correction("en", 1, "It rained."), correction("hi", 0, "हम बाज़ार गए।", 1))).to.deep.equal([]);
  });
  it("knows corrections of other media or languages for what they are", () => {
    const old = { ...correction("hi", 0, "x", 1), mediaVersion: "fedcba9876543210" };
    expect(stands(correction("en", 0, "When we"), old, correction("ta", 0, "x", 1))).to.deep.equal([0]);
    expect(revisionOf([old, { ...old, revision: 4 }])).to.equal(5);
  });
});

describe("withCorrections", () => {
  const stored = storedOf(["एक दो", "तीन चार", "पाँच छह"]);
  const cues = stored.cues.map((cue, index) => ({ ...cue, lines: [`line ${index}`] }));

  it("shows the author's text in the cue's time", () => {
    const now = withCorrections(stored, cues, [correction("en", 1, "three  four")]);
    expect(shown(now)).to.deep.equal(["line 0", "three four", "line 2"]);
    expect(now.map(({ start, end }) => [start, end])).to.deep.equal(cues.map(({ start, end }) => [start, end]));
  });
  it("puts one cue where the translation needed several", () => {
    const [first, second, third] = cues as unknown as readonly [Cue, Cue, Cue];
    const split = [first, { ...second, end: 900 }, { ...second, start: 900, end: 1100 }, third];
    expect(shown(withCorrections(stored, split, [correction("en", 0, "one")]))).to.have.length(4);
    const now = withCorrections(stored, split, [correction("en", 1, "three four")]);
    expect(now.map(({ start, end, lines }) => [start, end, ...lines])).to.deep.equal([
      [0, 600, "line 0"],
      [600, 1100, "three four"],
      [1200, 1800, "line 2"],
    ]);
  });
  it("counts cues as the transcript does", () => {
    expect([0, 599, 600, 1799].map((time) => cueAt(stored, time))).to.deep.equal([0, 0, 1, 2]);
    expect(segmentsToTranslate(stored)).to.have.length(1);
  });
});
