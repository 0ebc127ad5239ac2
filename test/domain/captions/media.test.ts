import { MediaFormat as TranscribeFormat } from "@aws-sdk/client-transcribe";
import { expect } from "chai";
import * as fc from "fast-check";
import {
  captionKey,
  isTranscriptKey,
  jobNameOf,
  mediaOf,
  mediaProblem,
  mediaVersionOf,
  postOfJob,
  postOfSegment,
  postSegment,
  stagingKey,
  transcribeOutputKey,
  transcriptKey,
} from "@huut/domain";

describe("mediaOf", () => {
  it("takes every format of Transcribe, in any case", () => {
    for (const format of Object.values(TranscribeFormat)) {
      const audioFile = `audio/u-1/p.1.${format.toUpperCase()}`;
      expect(mediaOf({ audioFile })).to.deep.equal({ key: audioFile, kind: "audio", format });
    }
  });
  it("knows other extensions of the same containers", () => {
    const formats = ["opus", "oga", "wave", "m4v", "weba", "mpga"].map((each) =>
      mediaOf({ videoFile: `video/a.${each}` }),
    );
    expect(formats.map((media) => media !== undefined && "format" in media && media.format)).to.deep.equal([
      "ogg",
      "ogg",
      "wav",
      "mp4",
      "webm",
      "mp3",
    ]);
  });
  for (const extension of ["mov", "avi", "aac", "mkv", "constructor", "3gp"]) {
    it(`says why .${extension} is not captioned`, () => {
      expect(mediaOf({ videoFile: `video/u/p.${extension}` })).to.deep.equal({
        unsupported: `Amazon Transcribe reads no .${extension}; it reads amr, flac, m4a, mp3, mp4, ogg, wav, webm.`,
      });
    });
  }
  it("wants an extension", () => {
    expect(mediaOf({ audioFile: "audio/u.1/p" }))
      .to.have.property("unsupported")
      .that.contains("no extension");
  });
  it("prefers the video, unless only the audio can be read", () => {
    expect(mediaOf({ audioFile: "audio/a.mp3", videoFile: "video/a.mp4" })).to.include({ kind: "video" });
    expect(mediaOf({ audioFile: "audio/a.mp3", videoFile: "video/a.mov" })).to.include({ kind: "audio" });
    expect(mediaOf({ audioFile: "audio/a.aac", videoFile: "video/a.mov" })).to.have.property("unsupported");
    expect(mediaOf({})).to.equal(undefined);
  });
});

describe("mediaProblem", () => {
  const cases: readonly (readonly [number, number | undefined, RegExp | undefined])[] = [
    [0, undefined, /empty/],
    [1, undefined, undefined],
    [2 * 1024 ** 3, 4 * 3_600_000, undefined],
    [2 * 1024 ** 3 + 1, undefined, /2 GB/],
    [1, 4 * 3_600_000 + 1, /4 h/],
    [1, 500, undefined],
    [1, 499, /500 ms/],
  ];
  for (const [bytes, durationMs, reason] of cases) {
    it(`${bytes} bytes, ${durationMs ?? "unknown"} ms: ${reason ?? "fine"}`, () => {
      const found = mediaProblem({ bytes, ...(durationMs === undefined ? {} : { durationMs }) });
      if (reason === undefined) expect(found).to.equal(undefined);
      else expect(found).to.match(reason);
    });
  }
});

describe("names and keys", () => {
  const version = mediaVersionOf("audio/u-1/p-1.mp3");
  const anyPost = fc.oneof(
    fc.string({ unit: "binary", minLength: 1, maxLength: 60 }),
    fc.string({ unit: fc.constantFrom(..."._-:/aA0h% \u0000é"), minLength: 1, maxLength: 200 }),
  );

  it("keeps a usual identifier readable", () => {
    expect(version).to.match(/^[0-9a-f]{16}$/);
    expect(jobNameOf("p-0001", version)).to.equal(`p-0001.${version}`);
    expect(transcriptKey("p-0001", version)).to.equal(`transcripts/p-0001/${version}.json`);
    expect(captionKey({ postId: "p-0001", mediaVersion: version, language: "hi", format: "vtt" })).to.equal(
      `captions/p-0001/${version}/hi.vtt`,
    );
    expect(stagingKey(jobNameOf("p-1", version), "mp3")).to.equal(`staging/p-1.${version}/media.mp3`);
    expect(transcribeOutputKey(jobNameOf("p-1", version))).to.equal(`transcribe/p-1.${version}.json`);
  });
  it("never lets an identifier out of its segment", () => {
    for (const postId of ["..", ".", "../../etc", "a/b", "..\\x", "%2e%2e", "a:b_c"]) {
      expect(transcriptKey(postId, version).split("/"), postId).to.have.length(3);
      expect(postSegment(postId)).to.match(/^[A-Za-z0-9_-][A-Za-z0-9._-]*$/);
    }
  });
  it("makes legal names that say which post they are of", () => {
    fc.assert(
      fc.property(anyPost, (postId) => {
        fc.pre(postId.isWellFormed());
        const name = jobNameOf(postId, version);
        expect(name).to.match(/^[0-9a-zA-Z._-]{1,200}$/);
        expect(isTranscriptKey(transcriptKey(postId, version))).to.equal(true);
        const said = postOfJob(name);
        if (postSegment(postId).includes("_h")) expect(said).to.equal(undefined);
        else expect(said).to.deep.equal({ postId, mediaVersion: version });
      }),
    );
  });
  it("makes different names of different posts", () => {
    fc.assert(
      fc.property(anyPost, anyPost, (a, b) => {
        fc.pre(a !== b && a.isWellFormed() && b.isWellFormed());
        expect(postSegment(a)).not.to.equal(postSegment(b));
      }),
    );
    const long = ":".repeat(120);
    expect(postSegment(`${long}a`)).not.to.equal(postSegment(`${long}b`));
  });
  it("refuses what it cannot name", () => {
    expect(() => postSegment("")).to.throw(RangeError);
    expect(() => postSegment("a\ud800")).to.throw(RangeError);
    expect(() => jobNameOf("p", "latest")).to.throw(RangeError, "latest");
    expect(() => stagingKey("../x", "mp3")).to.throw(RangeError);
    expect(() => captionKey({ postId: "p", mediaVersion: version, language: "../x", format: "vtt" })).to.throw(
      RangeError,
    );
    expect(["p_2e", "_FF", ".", "a/b", ""].map(postOfSegment)).to.deep.equal(Array(5).fill(undefined));
    expect(postOfJob("somebody-elses-job")).to.equal(undefined);
  });
});
