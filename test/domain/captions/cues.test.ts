import { expect } from "chai";
import fc from "fast-check";
import {
  countGraphemes,
  CUE_PARAMETERS,
  layoutCues,
  qualityOf,
  readingTime,
  shownWord,
  type Cue,
  type CueParameters,
  type Word,
} from "@huut/domain";
import { anyWords, everyLanguage, LANGUAGES, solid, SPEECH, spoken } from "./speech";

const { maxDurationMs, maxLineGraphemes, maxLines, minDurationMs, minGapMs } = CUE_PARAMETERS;
const textOf = (cues: readonly Cue[]) => cues.flatMap(({ lines }) => lines).join(" ");
const ends = (cues: readonly Cue[]) => cues.map(({ lines }) => lines.at(-1)?.split(" ").at(-1));

/** Every limit that a cue keeps whatever the words and their times are. */
function expectLimits(cues: readonly Cue[], words: readonly Word[]): void {
  cues.forEach(({ start, end, lines, from, to }, i) => {
    const next = cues[i + 1];
    expect(lines.length).to.be.within(1, maxLines);
    for (const line of lines) {
      expect(line).to.equal(line.trim()).and.not.equal("");
      // By the segmenter itself, not by the domain's own counting.
      expect([...new Intl.Segmenter().segment(line)].length).to.be.at.most(maxLineGraphemes);
    }
    expect(end - start).to.be.within(minDurationMs, maxDurationMs);
    expect([start, end].every(Number.isInteger)).to.equal(true);
    expect(to).to.be.at.least(from);
    if (next === undefined) return;
    expect(next.start - end).to.satisfy((gap: number) => gap === 0 || gap >= minGapMs);
    expect(next.from).to.equal(to);
  });
  expect(cues[0]?.from ?? 0).to.equal(0);
  expect(cues.at(-1)?.to ?? 0).to.equal(cues.length === 0 ? 0 : words.length);
}

describe("layoutCues", () => {
  it("keeps every limit and every word, in order, for any words", () => {
    fc.assert(
      fc.property(anyWords, (words) => {
        const cues = layoutCues(words);
        expectLimits(cues, words);
        expect(solid(textOf(cues))).to.equal(solid(words.map(shownWord).join("")));
      }),
      { numRuns: 300 },
    );
  });

  it("shows each word in the cue that its range names", () => {
    fc.assert(
      fc.property(anyWords, (words) => {
        for (const { lines, from, to } of layoutCues(words)) {
          for (const word of words.slice(from, to)) {
            const text = solid(shownWord(word));
            // What is longer than a line, or has spaces of its own, may go on in the next cue.
            if (countGraphemes(text) <= maxLineGraphemes && !word.text.includes(" "))
              expect(solid(lines.join(""))).to.include(text);
          }
        }
      }),
      { numRuns: 100 },
    );
  });

  it("comes with the first word of a cue unless the speech is denser than cues can be", () => {
    const words = everyLanguage();
    for (const { start, from } of layoutCues(words)) expect(start).to.equal(words[from]?.start);
  });

  for (const language of LANGUAGES) {
    it(`ends cues of ${language} at sentences and clauses, and can be read`, () => {
      const words = spoken(SPEECH[language]);
      const cues = layoutCues(words, { language });
      const quality = qualityOf(cues, words);
      expectLimits(cues, words);
      expect(quality.boundary).to.include({ by: "punctuation" });
      expect(quality.boundary.share).to.be.at.least(0.6);
      expect(quality.flags).to.deep.equal([]);
    });
  }

  it("ends at least 85 % of cues at a boundary over all languages, with and without punctuation", () => {
    const punctuated = everyLanguage();
    expect(qualityOf(layoutCues(punctuated), punctuated).boundary.share).to.be.at.least(0.85);
    const bare = everyLanguage({ punctuated: false });
    const quality = qualityOf(layoutCues(bare), bare);
    expect(quality.boundary.by).to.equal("pause");
    expect(quality.boundary.share).to.be.at.least(0.85);
    expect(quality.readableShare).to.be.at.least(0.95);
  });

  it("keeps names, numbers and what they count, and postpositions together", () => {
    // Long enough to be cut somewhere without punctuation; the cheapest places are none of these.
    const english =
      "we went with our old friend Asha Rani Sharma to see the 20,000 people who came there to sing all night";
    for (const { lines } of layoutCues(spoken(english, { punctuated: false }))) {
      for (const line of lines) {
        expect(line).to.not.match(/(Asha|Rani|20,000|the|to|of)$/);
        expect(line).to.not.match(/^(Rani|Sharma|people)/);
      }
    }
    // Without that cost, lines would begin with a postposition, and end with an article and a preposition.
    const free = { ...CUE_PARAMETERS, weights: { ...CUE_PARAMETERS.weights, splitPhrase: 0 } };
    const lines = (text: string, parameters: CueParameters) =>
      layoutCues(spoken(text, { punctuated: false }), { parameters }).flatMap((cue) => cue.lines);
    const hindi = "मेरे पिताजी ने कल शाम को अपने बड़े भाई के घर में बैठकर मुझसे कहा कि हमारे गाँव की नदी में";
    const boat =
      "he took the boat across the wide river to the old temple on the hill where the children of the village were waiting for him";
    for (const [text, split] of [
      [hindi, /^(ने|को|के|में|की)( |$)/],
      [boat, / (the|of)$/],
    ] as const) {
      expect(lines(text, CUE_PARAMETERS).filter((line) => split.test(line))).to.deep.equal([]);
      expect(lines(text, free).filter((line) => split.test(line))).to.not.deep.equal([]);
    }
  });

  it("does not put what is said after a long silence before it", () => {
    const words = [...spoken("well let me think"), ...spoken("maybe tomorrow", { from: 5_000 })];
    expect(ends(layoutCues(words))).to.deep.equal(["think", "tomorrow"]);
  });

  it("balances two lines and keeps short text on one", () => {
    const [one] = layoutCues(spoken("It opens at five in the morning."));
    expect(one?.lines).to.deep.equal(["It opens at five in the morning."]);
    const [two] = layoutCues(spoken("and today I want to tell you about the market in our village."));
    expect(two?.lines).to.have.length(2);
    const [upper = "", lower = ""] = two?.lines ?? [];
    expect(Math.abs(upper.length - lower.length)).to.be.below(15);
  });

  it("cuts a word longer than a line between graphemes, and nothing of it is lost", () => {
    const word = "क्षत्रि".repeat(60);
    const cues = layoutCues([
      { text: "यह", start: 0, end: 300 },
      { text: word, start: 320, end: 9_000 },
      { text: "है", start: 9_020, end: 9_300 },
    ]);
    expectLimits(cues, [1, 2, 3] as unknown as Word[]);
    expect(solid(textOf(cues))).to.equal(`यह${word}है`);
    for (const { lines } of cues) for (const line of lines) expect(line).to.not.match(/^\p{M}/u);
  });

  it("puts no space between words of scripts that have none", () => {
    const words = ["今日", "は", "良い", "天気", "です"].map((text, i) => ({
      text,
      start: i * 300,
      end: i * 300 + 280,
    }));
    expect(layoutCues(words).map(({ lines }) => lines)).to.deep.equal([["今日は良い天気です"]]);
  });

  it("stays on the screen into the silence that follows, as long as reading takes and no longer than it may", () => {
    const quick = [{ text: "supercalifragilisticexpialidocious", start: 1_000, end: 1_300 }];
    const [cue] = layoutCues([...quick, { text: "Yes", start: 20_000, end: 20_300 }]);
    expect(cue).to.include({ start: 1_000, end: 1_000 + readingTime(cue?.lines ?? []) });
    const [short] = layoutCues([{ text: "Yes", start: 1_000, end: 1_200, trail: "." }]);
    expect(short).to.include({ start: 1_000, end: 1_000 + minDurationMs });
    const lingering = { ...CUE_PARAMETERS, lingerMs: 100 };
    const [hurried] = layoutCues(quick, { parameters: lingering });
    expect(hurried?.end).to.equal(1_000 + minDurationMs);
  });

  it("gives Indic text 22 graphemes a second and all other text 20, by what most of it is", () => {
    expect(readingTime(["क".repeat(22)])).to.equal(1_000);
    expect(readingTime(["a".repeat(20)])).to.equal(1_000);
    expect(readingTime(["ا".repeat(20)])).to.equal(1_000);
    expect(readingTime(["क".repeat(10), "a".repeat(11)])).to.equal(1_100);
    expect(readingTime(["क".repeat(22), "a".repeat(21)])).to.equal(2_000);
    expect(readingTime(["क क क क क क क", "मैं a"])).to.equal(Math.ceil((17 / 22) * 1_000));
    expect(readingTime(["20 000"])).to.equal(300);
    expect(readingTime([])).to.equal(0);
  });

  it("closes gaps up to half a second to two frames and leaves longer ones", () => {
    const gapAfter = (pause: number) => {
      const first = { text: "This sentence is quite long enough to be read", start: 0, end: 3_000, trail: "." };
      const [one, two] = layoutCues([first, { text: "Another one", start: 3_000 + pause, end: 6_000, trail: "." }]);
      return (two?.start ?? NaN) - (one?.end ?? NaN);
    };
    expect([0, 50, 84, 300, 500, 501, 2_000].map(gapAfter)).to.deep.equal([0, 0, 84, 84, 84, 501, 2_000]);
  });

  it("cuts a word that never ends at the longest time of a cue", () => {
    const [cue] = layoutCues([{ text: "hmm", start: 0, end: 17_000 }]);
    expect(cue).to.include({ start: 0, end: maxDurationMs });
  });

  it("does not put two speakers into one cue where both can be read", () => {
    const turn = (speaker: string, from: number, text: string) =>
      spoken(text, { from, punctuated: false }).map((word) => ({ ...word, speaker }));
    const words = [
      ...turn("spk_0", 0, "have you seen the new bridge"),
      ...turn("spk_1", 2_600, "no not yet I was away"),
    ];
    expect(ends(layoutCues(words))).to.deep.equal(["bridge", "away"]);
  });

  it("takes other parameters", () => {
    const words = everyLanguage();
    const cues = layoutCues(words, { parameters: { maxLines: 1, maxLineGraphemes: 32 } });
    expect(cues.every(({ lines }) => lines.length === 1 && countGraphemes(lines[0] ?? "") <= 32)).to.equal(true);
    expect(solid(textOf(cues))).to.equal(solid(words.map(shownWord).join("")));
  });

  it("makes no cues of no words", () => {
    expect(layoutCues([])).to.deep.equal([]);
  });

  it("lays out twice as many words in about twice the time", function () {
    this.retries(3);
    const words = (count: number) => {
      const all: Word[] = [];
      while (all.length < count) all.push(...spoken(SPEECH.hi, { from: (all.at(-1)?.end ?? 0) + 500 }));
      return all;
    };
    const cpu = (count: number) => {
      const input = words(count);
      const before = process.cpuUsage().user;
      layoutCues(input);
      return (process.cpuUsage().user - before) / input.length;
    };
    cpu(2_000);
    expect(cpu(40_000) / cpu(10_000)).to.be.below(2);
  });
});
