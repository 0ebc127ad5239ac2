import { expect } from "chai";
import * as fc from "fast-check";
import {
  countGraphemes,
  layPerCue,
  layTranslation,
  readingOf,
  segmentsToTranslate,
  type Cue,
  type StoredTranscript,
} from "@huut/domain";
import { storedOf } from "./stored";

const shown = (cues: readonly Cue[]): string[] => cues.map((cue) => cue.lines.join(" | "));
const squeezed = (text: string): string => text.replace(/\s+/gu, "");

/** The translations of a transcript's sentences, in their order. */
function translated(stored: StoredTranscript, texts: readonly (string | undefined)[]) {
  return segmentsToTranslate(stored).map(({ from, to }, index) => ({ from, to, text: texts[index] }));
}

function expectLimits(cues: readonly Cue[]): void {
  for (const cue of cues) {
    expect(cue.lines.length).to.be.within(1, 2);
    for (const line of cue.lines) expect(countGraphemes(line), line).to.be.at.most(42);
  }
}

describe("layTranslation", () => {
  it("gives each cue its share of the sentence, cut at a clause", () => {
    const stored = storedOf(["जब हम बाज़ार गए", "तब बहुत तेज़ बारिश हो रही थी।", "कल मिलेंगे।"]);
    const { cues, fellBack } = layTranslation(
      stored,
      translated(stored, ["When we went to the market, it was raining very hard.", "See you tomorrow."]),
      "en",
    );
    expect(fellBack).to.deep.equal([]);
    expect(shown(cues)).to.deep.equal([
      "When we went to the market,",
      "it was raining very hard.",
      "See you tomorrow.",
    ]);
  });
  it("lays sentences that share a cue together, and moves the cut to a sentence's end nearby", () => {
    const stored = storedOf(["आज बारिश हुई। हम", "घर पर रहे।"]);
    const { cues } = layTranslation(stored, translated(stored, ["It rained today.", "We stayed at home."]), "en");
    expect(shown(cues)).to.deep.equal(["It rained today.", "We stayed at home."]);
  });
  it("breaks lines in balance, at a clause where one ends", () => {
    const stored = storedOf(["जब मैं कल बाज़ार से घर आया तब तक सारे मेहमान जा चुके थे।"]);
    const text = "By the time I came home from the market, all of our guests had left.";
    const { cues } = layTranslation(stored, translated(stored, [text]), "en");
    expect(cues[0]?.lines).to.deep.equal(["By the time I came home from the market,", "all of our guests had left."]);
  });
  it("does not cut a name or a number from what it counts", () => {
    const stored = storedOf(["कल रात को मेरे घर", "अमिताभ बच्चन आए थे।"]);
    const { cues } = layTranslation(
      stored,
      translated(stored, ["Last night saw Amitabh Bachchan come to my house."]),
      "en",
    );
    expect(shown(cues).filter((text) => text.includes("Amitabh Bachchan"))).to.have.length(1);
  });
  it("keeps a punctuation that stands apart with its word", () => {
    const stored = storedOf(["It rained.", "We stayed home."], "en-IN");
    const { cues } = layTranslation(stored, translated(stored, ["बारिश हुई ।", "हम घर पर रहे ।"]), "hi");
    expect(shown(cues)).to.deep.equal(["बारिश हुई।", "हम घर पर रहे।"]);
  });

  describe("falls back", () => {
    const stored = storedOf(["आज बारिश हुई।", "हम घर", "पर रहे। कल", "मिलेंगे।"]);
    it("when there are fewer words than cues, with the sentences that share them", () => {
      const { cues, fellBack } = layTranslation(
        stored,
        translated(stored, ["It rained today.", "Stayed.", "Bye."]),
        "en",
      );
      expect(fellBack).to.deep.equal([{ from: 1, to: 4 }]);
      expect(shown(cues)).to.deep.equal(["It rained today.", "", "", ""]);
    });
    it("when the text is too long for the room of its cues", () => {
      const { fellBack } = layTranslation(
        stored,
        translated(stored, ["word ".repeat(20), "We stayed home.", "See you."]),
        "en",
      );
      expect(fellBack).to.deep.equal([{ from: 0, to: 1 }]);
    });
    it("when a translation is missing or blank", () => {
      const { fellBack } = layTranslation(stored, translated(stored, [undefined, "We stayed home.", "See you."]), "en");
      expect(fellBack).to.deep.equal([{ from: 0, to: 1 }]);
      expect(
        layTranslation(stored, translated(stored, ["", "We stayed home.", "See you."]), "en").fellBack,
      ).to.deep.equal(fellBack);
    });
  });

  it("refuses translations of something else", () => {
    const stored = storedOf(["आज बारिश हुई।", "हम घर पर रहे।"]);
    expect(() => layTranslation(stored, [{ from: 0, to: 1, text: "a" }], "en")).to.throw(RangeError, "there are 1");
    const swapped = [...translated(stored, ["a", "b"])].reverse();
    expect(() => layTranslation(stored, swapped, "en")).to.throw(RangeError, "number 1 is of other cues");
  });

  it("keeps earlier captions outside of what changed", () => {
    const stored = storedOf(["आज बारिश हुई।", "हम घर पर रहे।", "कल मिलेंगे।"]);
    const before = layTranslation(stored, translated(stored, ["It rained.", "We stayed home.", "See you."]), "en").cues;
    const kept = { cues: before, except: { from: 1, to: 2 } };
    const after = layTranslation(stored, translated(stored, [undefined, "We stayed at home.", undefined]), "en", kept);
    expect(after.fellBack).to.deep.equal([]);
    expect(shown(after.cues)).to.deep.equal(["It rained.", "We stayed at home.", "See you."]);
    expect(() =>
      layTranslation(stored, translated(stored, [undefined, "x y", undefined]), "en", {
        ...kept,
        cues: before.slice(0, 1),
      }),
    ).to.throw(RangeError, "lack the cue at 2100 ms");
  });
});

describe("layPerCue", () => {
  const stored = storedOf(["हम घर", "पर रहे।", "कल मिलेंगे।"]);
  const fallen = layTranslation(stored, translated(stored, ["Stayed.", "See you."]), "en");

  it("fills the cues that fell back, and only them", () => {
    const { cues, split } = layPerCue(stored, fallen, [["We, at home,", "stayed."]], "en");
    expect(shown(cues)).to.deep.equal(["We, at home,", "stayed.", "See you."]);
    expect(split).to.deep.equal([]);
  });
  it("keeps what was said where a translation is blank", () => {
    expect(shown(layPerCue(stored, fallen, [["We at home", " "]], "en").cues)).to.deep.equal([
      "We at home",
      "पर रहे।",
      "See you.",
    ]);
  });
  it("spreads a long one over its neighbours", () => {
    const long = "very ".repeat(20) + "long";
    const { cues, split } = layPerCue(stored, fallen, [[long, "short one"]], "en");
    expect(split).to.deep.equal([]);
    expect(cues).to.have.length(3);
    expectLimits(cues);
    expect(
      cues
        .slice(0, 2)
        .flatMap((cue) => cue.lines)
        .join(" "),
    ).to.equal(`${long} short one`);
  });
  it("shares a cue's time out when there is no room at all", () => {
    const long = ("very ".repeat(50) + "long").trim();
    const { cues, split } = layPerCue(stored, fallen, [[long, "short one"]], "en");
    expect(split).to.deep.equal([0]);
    expectLimits(cues);
    expect(cues[0]?.start).to.equal(stored.cues[0]?.start);
    expect(cues.at(-3)?.end).to.equal(stored.cues[0]?.end);
    for (const [index, cue] of cues.slice(1).entries()) expect(cue.start).to.be.at.least(cues[index]?.end ?? 0);
    expect(
      cues
        .slice(0, -2)
        .flatMap((cue) => cue.lines)
        .join(" "),
    ).to.equal(long);
  });
  it("wants a translation for each", () => {
    expect(() => layPerCue(stored, fallen, [["only one"]], "en")).to.throw(RangeError, "Cue 1");
  });
});

describe("laying any translation", () => {
  const said = fc.constantFrom("हम", "घर।", "बारिश", "రోజు", "ਚਾਹ,", "today", "বৃষ্টি।", "مطلب۔", "മഴ", "ଓଡ଼ିଆ");
  const meant = fc.constantFrom(
    "we",
    "home.",
    "Market,",
    "बारिश",
    "క్షేత్రము",
    "x".repeat(50),
    "பேசுகிறோம்",
    "42",
    "।",
    "🎉",
  );
  const cueTexts = fc.array(
    fc.array(said, { minLength: 1, maxLength: 8 }).map((words) => words.join(" ")),
    {
      minLength: 1,
      maxLength: 12,
    },
  );

  it("loses no text, keeps its order, the times and the limits", () => {
    fc.assert(
      fc.property(cueTexts, fc.infiniteStream(fc.array(meant, { maxLength: 40 })), (texts, answers) => {
        const stored = storedOf(texts);
        const next = (): string => (answers.next().value as string[]).join(" ");
        const sentences = segmentsToTranslate(stored).map(({ from, to }) => ({ from, to, text: next() }));
        const laid = layTranslation(stored, sentences, "en");
        const perCue = laid.fellBack.map(({ from, to }) => stored.cues.slice(from, to).map(() => next()));
        const { cues, split } = layPerCue(stored, laid, perCue, "en");

        expectLimits(cues);
        if (split.length === 0) {
          expect(cues.map(({ start, end }) => [start, end])).to.deep.equal(
            stored.cues.map(({ start, end }) => [start, end]),
          );
        }
        const fell = (cue: number): number => laid.fellBack.findIndex(({ from, to }) => cue >= from && cue < to);
        const expected: string[] = [];
        for (const { from, text } of sentences) if (fell(from) < 0) expected.push(text);
        // In the order of time: sentences that kept their place, and cues of those that did not.
        const byPlace = [
          ...sentences.filter(({ from }) => fell(from) < 0).map(({ from, text }) => ({ at: from, text })),
          ...laid.fellBack.flatMap(({ from }, range) =>
            (perCue[range] ?? []).map((text, offset) => ({
              at: from + offset,
              text: text.trim() === "" ? (stored.cues[from + offset]?.lines.join(" ") ?? "") : text,
            })),
          ),
        ];
        const inOrder = byPlace
          .map((each, index) => ({ ...each, index }))
          .sort((a, b) => a.at - b.at || a.index - b.index);
        expect(squeezed(cues.flatMap((cue) => cue.lines).join(""))).to.equal(
          squeezed(inOrder.map(({ text }) => text).join("")),
        );
      }),
      { numRuns: 300 },
    );
  });

  it("lays a four-hour transcript in seconds", () => {
    const stored = storedOf(
      Array.from({ length: 5_000 }, (_, index) => `एक दो तीन चार पाँच छह सात आठ${index % 3 === 2 ? "।" : ""}`),
    );
    const answer =
      "and one two three four five six, seven eight nine ten eleven twelve thirteen fourteen fifteen more.";
    const texts = translated(stored, Array<string>(5_000).fill(answer));
    const started = performance.now();
    const { cues, fellBack } = layTranslation(stored, texts, "en");
    expect(performance.now() - started).to.be.lessThan(5_000);
    expect(fellBack).to.deep.equal([]);
    expectLimits(cues);
  });
});

describe("readingOf", () => {
  it("tells the limit, the share within it and the fastest cue", () => {
    const cue = (text: string, ms: number): Cue => ({ start: 0, end: ms, lines: [text], from: 0, to: 1 });
    expect(readingOf([cue("x".repeat(20), 1000), cue("x".repeat(30), 1000)], "en")).to.deep.equal({
      limit: 20,
      within: 0.5,
      fastest: 30,
    });
    expect(readingOf([], "hi-IN")).to.deep.equal({ limit: 22, within: 1, fastest: 0 });
    expect(readingOf([], "ur").limit).to.equal(20);
  });
});
