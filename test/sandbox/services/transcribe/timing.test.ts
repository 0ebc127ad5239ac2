import { expect } from "chai";
import * as fc from "fast-check";
import { speakingTime } from "../../../../samples/media";
import type { Attachment } from "../../../../sandbox/services/transcribe/media";
import { timed } from "../../../../sandbox/services/transcribe/timing";
import { Random } from "../../../../sandbox/world/random";

const said = (segments: Attachment["segments"], more: Partial<Attachment> = {}): Attachment => ({
  language: "hi-IN",
  punctuated: true,
  confidence: 0.9,
  segments,
  ...more,
});
const random = () => new Random(5);
const word = fc.constantFrom("नमस्ते", "दोस्तों", "बारिश", "hello", "2026", "க்ஷேத்ரம்", "it's");
const mark = fc.constantFrom("", "", "", ",", "।", ".", "?");
const sentence = fc
  .array(fc.tuple(word, mark), { minLength: 1, maxLength: 40 })
  .map((words) => words.map(([text, end]) => text + end).join(" "));

describe("The stand-in recognizer's timing", () => {
  it("keeps every word, in order, without overlap, within the media", () => {
    fc.assert(
      fc.property(
        fc.array(sentence, { minLength: 1, maxLength: 5 }),
        fc.integer({ min: 500, max: 600_000 }),
        (texts, length) => {
          const utterances = timed(said(texts.map((text) => ({ text }))), length, random());
          const words = utterances.flatMap((each) => each.words);
          expect(words.map(({ text, mark: end = "" }) => text + end)).to.deep.equal(
            texts.flatMap((text) => text.split(" ")),
          );
          let last = 0;
          for (const { start, end, confidence } of words) {
            expect(start).to.be.at.least(last);
            expect(end).to.be.at.least(start);
            expect(confidence).to.be.within(0.8, 1);
            last = end;
          }
          expect(last).to.be.at.most(length);
        },
      ),
    );
  });

  it("takes the time that samples reckon with, within a fifth", () => {
    const text = "आज सुबह से बारिश हो रही है, और चाय की दुकान पर भीड़ है। ".repeat(20).trim();
    const length = speakingTime({ text });
    const [{ words } = { words: [] }] = timed(said([{ text }]), length, random());
    const first = words[0];
    expect((first?.end as number) - (first?.start as number)).to.be.within(150, 400);
    expect(words.at(-1)?.end).to.be.within(length * 0.8, length);
  });

  it("leaves pauses after sentences and turns, also where punctuation is left out", () => {
    const segments = [{ text: "पहला वाक्य। दूसरा वाक्य" }, { text: "तीसरा वाक्य" }];
    const utterances = timed(said(segments, { punctuated: false }), 5_000, random());
    const words = utterances.flatMap((each) => each.words);
    expect(words.every((each) => each.mark === undefined)).to.equal(true);
    const gaps = words.slice(1).map(({ start }, i) => start - (words[i]?.end as number));
    expect(gaps.map((gap) => gap >= 300)).to.deep.equal([false, true, false, true, false]);
  });

  it("holds segments to their own times and fills what is between them", () => {
    const segments = [{ text: "a b" }, { text: "c d", start: 4_000, end: 5_000 }, { text: "e f" }];
    const [one, two, three] = timed(said(segments, { language: "en" }), 10_000, random());
    expect(one?.words.at(-1)?.end).to.be.at.most(4_000);
    expect(two?.words[0]?.start).to.equal(4_000);
    expect(two?.words.at(-1)?.end).to.be.within(4_500, 5_000);
    expect(three?.words[0]?.start).to.equal(5_000);
  });

  it("does not draw a few words out over a long silence", () => {
    const [only] = timed(said([{ text: "नमस्ते दोस्तों" }]), 60_000, random());
    expect(only?.words.at(-1)?.end).to.be.at.most(3_000);
  });

  it("drops what nobody pronounces, and keeps what belongs to a word", () => {
    const [only] = timed(said([{ text: '"#क्रिकेट" (well-known) 🎉 it\'s — അവന്‍ …' }]), 5_000, random());
    expect(only?.words.map(({ text }) => text)).to.deep.equal(["क्रिकेट", "well-known", "it's", "അവന്‍"]);
  });

  it("finds words where no spaces are", () => {
    const [only] = timed(said([{ text: "今日は雨です。" }], { language: "ja-JP" }), 5_000, random());
    expect(only?.words.map(({ text }) => text).join("")).to.equal("今日は雨です");
    expect(only?.words.length).to.be.greaterThan(1);
    expect(only?.words.at(-1)?.mark).to.equal("。");
  });

  it("refuses times behind the media's end", () => {
    const segments = [{ text: "a", start: 900, end: 1_500 }];
    expect(() => timed(said(segments), 1_000, random())).to.throw(/behind the end/);
  });
});
