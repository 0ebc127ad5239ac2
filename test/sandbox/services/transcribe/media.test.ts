import { expect } from "chai";
import * as fc from "fast-check";
import { CONTAINERS, cutShort, makeMedia, type Container } from "../../../../samples/media";
import { BrokenMedia, detectFormat, readMedia } from "../../../../sandbox/services/transcribe/media";

const carrying = CONTAINERS.filter((container) => container !== "amr" && container !== "mov");
const step: Partial<Record<Container, number>> = { mp3: 24, amr: 20 };

function read(bytes: Uint8Array) {
  const format = detectFormat(bytes);
  if (!format) throw new Error("No format was detected.");
  return readMedia(format, bytes);
}

describe("Transcribe's media", () => {
  for (const container of carrying) {
    it(`reads length and transcript of ${container}`, () => {
      const most = container === "wav" ? 3_000 : 5 * 3_600_000;
      fc.assert(
        fc.property(
          fc.integer({ min: 0, max: most }),
          fc.string({ unit: "binary", maxLength: 200 }),
          (length, text) => {
            const durationMs = Math.round(length / (step[container] ?? 1)) * (step[container] ?? 1);
            const media = read(makeMedia({ container, durationMs, language: "ta-IN", text }));
            expect(media.format).to.equal(container);
            expect(media.durationMs).to.equal(durationMs);
            expect(media.sampleRate).to.be.within(8_000, 48_000);
            expect(media.attachment?.language).to.equal("ta-IN");
            expect(media.attachment?.segments).to.deep.equal([{ text: text.toWellFormed() }]);
          },
        ),
        { numRuns: 25 },
      );
    });
  }

  it("takes transcripts that are larger than a page of ogg", () => {
    const text = "नमस्ते ".repeat(20_000);
    for (const container of ["ogg", "mp3", "mp4"] as const) {
      expect(
        read(makeMedia({ container, durationMs: 60_000, language: "hi", text })).attachment?.segments[0]?.text,
      ).to.equal(text);
    }
  });

  it("reads segments with times, speakers, channels and languages", () => {
    const segments = [
      { text: "a", start: 0, end: 500, speaker: "x", channel: 1, language: "en-IN" },
      { text: "b", start: 700, end: 900 },
    ];
    const media = read(
      makeMedia({ container: "m4a", durationMs: 1000, language: "hi", segments, punctuated: false, confidence: 0.5 }),
    );
    expect(media.attachment).to.deep.equal({ language: "hi", segments, punctuated: false, confidence: 0.5 });
  });

  it("finds silence in media without a transcript", () => {
    for (const container of CONTAINERS.filter((each) => each !== "mov")) {
      const media = read(makeMedia({ container, durationMs: 2_400 }));
      expect([media.format, media.durationMs, media.attachment]).to.deep.equal([container, 2_400, undefined]);
    }
  });

  it("knows no QuickTime, and no text", () => {
    expect(detectFormat(makeMedia({ container: "mov", durationMs: 1_000 }))).to.equal(undefined);
    expect(detectFormat(Buffer.from("hello there, this is text"))).to.equal(undefined);
    expect(detectFormat(new Uint8Array())).to.equal(undefined);
  });

  it("says of files that end early or are garbled that they are broken, and of no file anything worse", () => {
    for (const container of carrying) {
      const whole = makeMedia({ container, durationMs: 2_400, language: "hi", text: "नमस्ते" });
      if (container !== "mp3") expect(() => read(cutShort(whole))).to.throw(BrokenMedia);
      const garbled = fc.array(fc.tuple(fc.nat(whole.length - 13), fc.nat(255)), { minLength: 1, maxLength: 8 });
      fc.assert(
        fc.property(garbled, fc.nat(whole.length), (changes, length) => {
          const bytes = Uint8Array.from(whole.subarray(0, Math.max(12, length)));
          // The first bytes say what it is; those of the transcript are not the container's.
          for (const [at, value] of changes) if (at + 12 < bytes.length) bytes[at + 12] = value;
          try {
            readMedia(container, bytes);
          } catch (error) {
            const own = error instanceof BrokenMedia || error instanceof SyntaxError || /malformed/.test(String(error));
            expect(own, String(error)).to.equal(true);
          }
        }),
        { numRuns: 100 },
      );
    }
  });

  it("refuses a malformed transcript by its place", () => {
    const media = makeMedia({
      container: "mp4",
      durationMs: 1_000,
      language: "hi",
      segments: [{ text: "a", start: 5 }],
    });
    expect(() => read(media)).to.throw(/attached to a media file is malformed/);
  });

  it("has samples that say what they cannot do", () => {
    expect(() => makeMedia({ container: "amr", durationMs: 1_000, language: "hi", text: "a" })).to.throw(/no place/);
    expect(() => makeMedia({ container: "wav", durationMs: 90_000 })).to.throw(/at most 60000/);
    expect(() => makeMedia({ container: "mp4", durationMs: 1_000, text: "a" })).to.throw(/language/);
  });
});
