import { expect } from "chai";
import fc from "fast-check";
import { layoutCues, toSrt, toVtt } from "@huut/domain";
import { verifySrt, verifyVtt } from "../../../cli/captions/verify";
import { anyWords, everyLanguage, SPEECH, spoken } from "./speech";

const cues = [
  { start: 0, end: 834, lines: ["R&D <now>", "a --> b"], from: 0, to: 3 },
  { start: 3_599_999, end: 3_601_001, lines: ["नमस्ते।"], from: 3, to: 4 },
  { start: 360_000_000, end: 360_000_900, lines: ["hundred hours"], from: 4, to: 6 },
];
const timed = (list: readonly (typeof cues)[number][]) => list.map(({ start, end, lines }) => ({ start, end, lines }));

describe("toSrt", () => {
  it("numbers cues and writes times with a comma", () => {
    expect(toSrt(cues.slice(0, 2))).to.equal(
      "1\n00:00:00,000 --> 00:00:00,834\nR&D <now>\na --> b\n\n2\n00:59:59,999 --> 01:00:01,001\nनमस्ते।\n",
    );
  });

  it("is empty without cues", () => {
    expect(toSrt([])).to.equal("");
    expect(verifySrt(toSrt([]))).to.deep.equal({ cues: [], problems: [] });
  });

  it("is read back by an independent parser, for any words", () => {
    fc.assert(
      fc.property(anyWords, (words) => {
        const laid = layoutCues(words);
        expect(verifySrt(toSrt(laid))).to.deep.equal({ cues: timed(laid as typeof cues), problems: [] });
      }),
      { numRuns: 50 },
    );
  });
});

describe("toVtt", () => {
  it("escapes what the format takes for markup or times", () => {
    expect(toVtt(cues.slice(0, 1))).to.equal(
      "WEBVTT\n\n1\n00:00:00.000 --> 00:00:00.834\nR&amp;D &lt;now&gt;\na --&gt; b\n",
    );
  });

  it("tells language and note in comments that cannot be taken for cues", () => {
    const file = toVtt(cues, { language: "hi", note: "Machine translation\n\n00:00 --> 00:01" });
    expect(file).to.match(/^WEBVTT\n\nNOTE Language: hi\n\nNOTE Machine translation 00:00 → 00:01\n\n1\n/);
    expect(verifyVtt(file)).to.deep.equal({ cues: timed(cues), problems: [] });
  });

  it("is a valid file without cues", () => {
    expect(toVtt([])).to.equal("WEBVTT\n");
    expect(verifyVtt(toVtt([], { language: "hi" }))).to.deep.equal({ cues: [], problems: [] });
  });

  it("is read back by W3C's parser, for any words", () => {
    fc.assert(
      fc.property(anyWords, (words) => {
        const laid = layoutCues(words);
        const { cues: read, problems } = verifyVtt(toVtt(laid, { language: "en" }));
        expect(problems).to.deep.equal([]);
        const unmarked = read.map((cue) => ({ ...cue, lines: cue.lines.map((line) => line.replace(/^\u200f/, "")) }));
        expect(unmarked).to.deep.equal(timed(laid as typeof cues));
      }),
      { numRuns: 50 },
    );
  });

  it("is read back in every language", () => {
    const laid = layoutCues(everyLanguage());
    expect(verifyVtt(toVtt(laid))).to.deep.equal({ cues: timed(laid as typeof cues), problems: [] });
  });

  it("marks the direction of Urdu lines that begin with a Latin word, and no others", () => {
    const lines = (text: string) => [{ start: 0, end: 1_000, lines: [text] }];
    expect(toVtt(lines("WhatsApp پر پیغام بھیجیں"))).to.include("\n&rlm;WhatsApp پر");
    expect(toVtt(lines("پیغام WhatsApp پر بھیجیں"))).to.not.include("&rlm;");
    expect(toVtt(lines("WhatsApp me, یار, when you are home"))).to.not.include("&rlm;");
    expect(toVtt(layoutCues(spoken(SPEECH.ur)))).to.not.include("&rlm;");
  });

  it("keeps a cue together whose text brings line breaks of its own", () => {
    const broken = [{ start: 0, end: 1_000, lines: ["one\n\ntwo\u2028three\r\n", " "] }];
    const expected = { cues: [{ start: 0, end: 1_000, lines: ["one two three"] }], problems: [] };
    expect(verifyVtt(toVtt(broken))).to.deep.equal(expected);
    expect(verifySrt(toSrt(broken))).to.deep.equal(expected);
  });
});

describe("the independent parsers", () => {
  it("find what is wrong with broken files", () => {
    const vtt = toVtt(cues);
    expect(verifyVtt(vtt.replace("WEBVTT", "VTT")).problems).to.have.length.above(0);
    expect(verifyVtt(vtt.replace("&amp;", "&")).problems).to.have.length.above(0);
    expect(verifyVtt(vtt.replace("&lt;", "<")).problems).to.have.length.above(0);
    expect(verifyVtt(vtt.replace("00:00:00.834", "00:00:00,834")).problems).to.have.length.above(0);
    const srt = toSrt(cues.slice(1, 2));
    expect(verifySrt(srt).problems).to.deep.equal([]);
    expect(verifySrt(srt.replace(",001", ".001")).problems).to.have.length.above(0);
    expect(verifySrt(srt.replace("01:00:01", "00:00:01")).problems).to.have.length.above(0);
    expect(verifySrt(srt.replace("1\n", "2\n")).problems).to.have.length.above(0);
  });
});
