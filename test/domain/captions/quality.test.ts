import { expect } from "chai";
import { layoutCues, qualityOf, type Cue, type QualityFlag } from "@huut/domain";
import { everyLanguage, SPEECH, spoken } from "./speech";

const words = spoken(SPEECH.hi);
const cues = layoutCues(words);
const changed = (index: number, change: Partial<Cue>) =>
  cues.map((cue, i): Cue => (i === index ? { ...cue, ...change } : cue));
const first = cues[0] as Cue;
const second = cues[1] as Cue;

describe("qualityOf", () => {
  it("passes what layoutCues makes, and says how good it is", () => {
    const quality = qualityOf(cues, words);
    expect(quality).to.deep.include({
      cues: cues.length,
      readable: cues.length,
      readableShare: 1,
      boundary: { by: "punctuation", cues: cues.length, share: 1 },
      coverage: { words: words.length, covered: words.length, share: 1 },
      passes: true,
      flags: [],
    });
    expect(quality.fastest).to.be.within(5, 22);
    expect(Object.values(quality.limits)).to.deep.equal([0, 0, 0, 0, 0, 0]);
  });

  const broken: [QualityFlag, Cue[]][] = [
    ["lines", changed(0, { lines: ["a", "b", "c"] })],
    ["lines", changed(0, { lines: [] })],
    ["lines", changed(0, { lines: [" "] })],
    ["line-length", changed(0, { lines: ["क".repeat(43)] })],
    ["too-short", changed(0, { end: first.start + 833 })],
    ["too-long", changed(cues.length - 1, { end: (cues.at(-1)?.start ?? 0) + 7_001 })],
    ["gap", changed(0, { end: second.start - 83 })],
    ["overlap", changed(0, { end: second.start + 1 })],
    ["words-lost", changed(0, { lines: [first.lines[0]?.replace("नमस्ते ", "") ?? ""] })],
    ["words-lost", cues.slice(1)],
    ["words-lost", [second, first, ...cues.slice(2)].map((cue, i) => ({ ...(cues[i] as Cue), lines: cue.lines }))],
    ["words-lost", []],
  ];
  for (const [flag, file] of broken) {
    it(`flags ${flag}`, () => {
      const quality = qualityOf(file, words);
      expect(quality.flags).to.include(flag);
      expect(quality.passes).to.equal(false);
    });
  }

  it("does not take a later word for one that was lost", () => {
    const said = spoken(`tiger ${"one two three four five six seven ".repeat(10)}tiger`, { punctuated: false });
    const [start, ...rest] = layoutCues(said);
    const lost = [{ ...(start as Cue), lines: start?.lines.map((line) => line.replace("tiger ", "")) ?? [] }, ...rest];
    expect(qualityOf(lost, said).coverage).to.include({ words: said.length, covered: said.length - 1 });
  });

  it("flags too many cues that are too fast, and lets one of few be", () => {
    const rushed = (fast: number) =>
      Array.from({ length: 40 }, (_, i): Cue => {
        const lines = [i < fast ? "x".repeat(40) : "ten or so."];
        return { start: i * 1_000, end: (i + 1) * 1_000, lines, from: i, to: i + 1 };
      });
    expect(qualityOf(rushed(2))).to.deep.include({ readable: 38, readableShare: 0.95, fastest: 40, flags: [] });
    expect(qualityOf(rushed(3)).flags).to.deep.equal(["reading-speed"]);
    expect(qualityOf(rushed(1).slice(0, 3)).flags).to.deep.equal([]);
  });

  it("flags words that the recognizer was unsure of, and does not guess where it does not say", () => {
    const unsure = words.map((word) => ({ ...word, confidence: 0.4 }));
    expect(qualityOf(cues, unsure)).to.deep.include({ confidence: 0.4, flags: ["confidence"], passes: false });
    expect(qualityOf(cues, words)).to.not.have.property("confidence");
  });

  it("judges translated cues without words, by their own punctuation", () => {
    const quality = qualityOf(cues);
    expect(quality).to.not.have.any.keys("coverage", "confidence");
    expect(quality.boundary).to.deep.equal({ by: "punctuation", cues: cues.length, share: 1 });
  });

  it("counts pauses where speech is not punctuated", () => {
    const bare = everyLanguage({ punctuated: false });
    const laid = layoutCues(bare);
    const pauses = laid.filter(({ to }) => (bare[to]?.start ?? Infinity) - (bare[to - 1]?.end ?? 0) >= 300);
    expect(qualityOf(laid, bare).boundary).to.deep.equal({
      by: "pause",
      cues: pauses.length,
      share: pauses.length / laid.length,
    });
  });

  it("passes an empty file of an empty transcript", () => {
    expect(qualityOf([], [])).to.deep.include({ cues: 0, readableShare: 1, passes: true, flags: [] });
  });
});
