import { expect } from "chai";
import { captionsWrite, MAX_ITEM_TEXT_BYTES, readOutput, type CaptionItem, type Reading } from "@huut/domain";
import { verifySrt, verifyVtt } from "../../../cli/captions/verify";
import { Tables } from "../../support/tables";
import { LATER, mediaItem, NOW } from "./media-items";
import { mark, output, word } from "./transcribe-output";

const item = mediaItem({ state: "transcribing" });

interface Said {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** A job's output: one word a sentence. */
function fileOf(words: readonly Said[], results: object = { language_code: "hi-IN" }): string {
  const items = words.flatMap(({ text, start, end }) => [word(text, String(start), String(end)), mark("।")]);
  return JSON.stringify(output(items, { ...results }, ""));
}

const said = [
  { text: "नमस्ते", start: 0.5, end: 1.2 },
  { text: "धन्यवाद", start: 4, end: 5.25 },
];

function spoken(reading: Reading): Extract<Reading, { kind: "spoken" }> {
  if (reading.kind !== "spoken") throw new Error(`It is ${reading.kind}`);
  return reading;
}

describe("readOutput", () => {
  it("makes a transcript, captions and files of speech", () => {
    const { stored, captions, files, transcriptKey } = spoken(readOutput(item, fileOf(said), undefined, NOW));
    expect(transcriptKey).to.equal(`transcripts/p-1/${item.mediaVersion}.json`);
    expect(stored).to.deep.include({
      schema: "transcript/1",
      postId: "p-1",
      mediaVersion: item.mediaVersion,
      jobName: item.jobName,
      language: "hi-IN",
      text: "नमस्ते। धन्यवाद।",
      confidence: 0.98,
      durationMs: 5_250,
    });
    const key = (format: string) => `captions/p-1/${item.mediaVersion}/hi.${format}`;
    const { quality, ...rest } = captions;
    expect(rest).to.deep.equal({
      postId: "p-1",
      language: "hi",
      postVersion: 3,
      mediaVersion: item.mediaVersion,
      state: "ready",
      source: "transcribed",
      revision: 0,
      vttKey: key("vtt"),
      srtKey: key("srt"),
      text: stored.text,
      updatedAt: NOW,
    });
    expect(quality).to.deep.include({ cues: 2, passes: true });
    expect(files.map(({ key: of, contentType, contentLanguage }) => [of, contentType, contentLanguage])).to.deep.equal([
      [key("vtt"), "text/vtt; charset=utf-8", "hi-IN"],
      [key("srt"), "application/x-subrip; charset=utf-8", "hi-IN"],
    ]);
    expect(verifyVtt(files[0]?.body ?? "").problems).to.deep.equal([]);
    expect(verifySrt(files[1]?.body ?? "").problems).to.deep.equal([]);
  });

  it("takes the language from the job where the file does not say it", () => {
    expect(spoken(readOutput(item, fileOf(said, {}), "ta-IN", NOW)).captions.language).to.equal("ta");
    expect(readOutput(item, fileOf(said, {}), undefined, NOW)).to.deep.equal({
      kind: "broken",
      reason: "The transcript does not say in which language it is.",
    });
  });

  it("shows nothing that was guessed in place of a language that Transcribe lacks", () => {
    const alternatives = [{ confidence: "0.2", content: "قصہ" }];
    const guessed = JSON.stringify(
      output([word("قصہ", "0.5", "1.2", { alternatives })], { language_code: "hi-IN" }, ""),
    );
    const read = (statedLanguage: string | undefined, file: string) =>
      readOutput(mediaItem({ state: "transcribing", ...(statedLanguage && { statedLanguage }) }), file, undefined, NOW);
    expect(read("ur", guessed)).to.deep.equal({
      kind: "unheard",
      reason: "Amazon Transcribe has no Urdu. What it wrote down as Hindi is guessed more than heard.",
      durationMs: 1_200,
    });
    // The post may be mistaken about its language; and one that Transcribe has is shown with a flag.
    expect(spoken(read("ur", fileOf(said))).captions.language).to.equal("hi");
    for (const stated of [undefined, "ta"])
      expect(spoken(read(stated, guessed)).captions.quality?.passes).to.equal(false);
  });

  it("says that nothing is said", () => {
    expect(readOutput(item, fileOf([]), "hi-IN", NOW)).to.deep.equal({ kind: "silent" });
    const punctuation = { items: [{ type: "punctuation", alternatives: [{ content: "।" }] }] };
    expect(readOutput(item, JSON.stringify({ results: punctuation }), "hi-IN", NOW).kind).to.equal("silent");
  });

  const broken: readonly (readonly [string, string, RegExp])[] = [
    ["no JSON", "{", /no JSON/],
    ["nothing", "", /no JSON/],
    ["another file of Transcribe", JSON.stringify({ Transcript: [] }), /Call Analytics/],
    ["a time that is none", fileOf([{ text: "x", start: NaN, end: 1 }]), /seconds are expected/],
  ];
  for (const [what, text, reason] of broken) {
    it(`gives the reason for ${what}`, () => {
      const reading = readOutput(item, text, "hi-IN", NOW);
      expect(reading.kind).to.equal("broken");
      expect((reading as { reason: string }).reason).to.match(reason);
    });
  }

  it("keeps a long text out of the item", () => {
    const long = "क".repeat(1000);
    const many = Array.from({ length: 80 }, (_, i) => ({ text: long, start: i * 5, end: i * 5 + 4 }));
    const { captions, stored } = spoken(readOutput(item, fileOf(many), undefined, NOW));
    expect(Buffer.byteLength(stored.text)).to.be.greaterThan(MAX_ITEM_TEXT_BYTES);
    expect(captions).to.not.have.property("text");
  });
});

describe("captionsWrite", () => {
  const tables = new Tables({ captions: ["postId", "language"] });
  before(() => tables.open());
  after(() => tables.close());

  const captions = spoken(readOutput(item, fileOf(said), undefined, NOW)).captions;
  const cases: readonly (readonly [string, Partial<CaptionItem> | undefined, boolean])[] = [
    ["nothing", undefined, true],
    ["captions of the same media, which an author may have corrected", { revision: 2 }, false],
    ["captions of the same media that are not ready", { state: "failed" }, true],
    ["captions of other media of the same version", { mediaVersion: "0123456789abcdef" }, true],
    ["captions of an older version", { postVersion: 2, mediaVersion: "0123456789abcdef" }, true],
    ["captions of a newer version", { postVersion: 4, mediaVersion: "0123456789abcdef" }, false],
  ];
  for (const [what, change, made] of cases) {
    it(`is ${made ? "made" : "refused"} over ${what}`, async () => {
      const postId = `p-${what}`;
      if (change) await tables.make(captionsWrite({ ...captions, postId, ...change }));
      const later = { ...captions, postId, updatedAt: LATER };
      expect((await tables.make(captionsWrite(later))) === undefined).to.equal(made);
    });
  }
});
