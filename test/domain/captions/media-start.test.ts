import { expect } from "chai";
import { mediaCheck, mediaVersionOf, startStep, type MediaItem, type StartContext } from "@huut/domain";
import { Tables } from "../../support/tables";
import { LATER, mediaItem, messageOf, NOW, postOf } from "./media-items";

const spokenLanguages = ["hi", "en", "bn"];
const OTHER = "audio/u-1/p-1-again.mp3";

function step(change: Partial<StartContext> = {}) {
  const context = { message: messageOf(), post: postOf(), seen: undefined, spokenLanguages, now: NOW, ...change };
  return startStep(context);
}

describe("startStep", () => {
  it("begins with a post's media, in the language that the post states", () => {
    expect(step()).to.deep.equal({
      kind: "begin",
      item: mediaItem(),
      media: { key: "audio/u-1/p-1.mp3", kind: "audio", format: "mp3" },
      language: { languageCode: "hi-IN" },
      replaces: false,
    });
  });

  it("has the language identified where the post states none", () => {
    expect(step({ post: postOf({ language: undefined as never }) })).to.deep.include({
      language: { identifyLanguage: true, languageOptions: ["hi-IN", "en-IN", "bn-IN"] },
    });
  });

  const ends: readonly (readonly [string, Partial<StartContext>, RegExp])[] = [
    ["a container that Transcribe lacks", { post: postOf({ audioFile: "audio/u-1/p-1.mov" }) }, /reads no \.mov/],
    [
      "a language that Transcribe lacks, with no two to choose from",
      { post: postOf({ language: "as" }), spokenLanguages: ["as", "hi"] },
      /no Assamese/,
    ],
  ];
  for (const [what, change, reason] of ends) {
    it(`ends with the reason for ${what}`, () => {
      const decided = step(change);
      expect(decided.kind).to.equal("end");
      const { state, reason: why, pending, since } = (decided as { item: MediaItem }).item;
      expect({ state, pending, since }).to.deep.equal({ state: "unsupported", pending: undefined, since: undefined });
      expect(why).to.match(reason);
    });
  }

  const seenCases: readonly (readonly [string, MediaItem, Partial<StartContext>, string])[] = [
    ["goes on with what was begun", mediaItem(), {}, "go"],
    ["goes on with what was parked", mediaItem({ state: "parked" }), { now: LATER }, "go"],
    ["leaves alone what is under way", mediaItem({ state: "transcribing" }), {}, "ignore"],
    ["leaves alone what is done", mediaItem({ state: "transcribed" }), {}, "ignore"],
    ["leaves alone what is silent", mediaItem({ state: "silent" }), {}, "ignore"],
    ["leaves alone what has failed", mediaItem({ state: "failed" }), {}, "ignore"],
    [
      "leaves alone what a like has made a newer version of",
      mediaItem({ state: "transcribed" }),
      { post: postOf({ version: 9 }) },
      "ignore",
    ],
    [
      "begins again with what has failed when somebody asks",
      mediaItem({ state: "failed" }),
      { message: messageOf({ requestId: "r-1" }) },
      "begin",
    ],
    [
      "does so once a request",
      mediaItem({ state: "failed", requestId: "r-1" }),
      { message: messageOf({ requestId: "r-1" }) },
      "ignore",
    ],
    [
      "does not begin again with what is done, whoever asks",
      mediaItem({ state: "transcribed" }),
      { message: messageOf({ requestId: "r-1" }) },
      "ignore",
    ],
    ["begins with other media", mediaItem({ mediaKey: OTHER, state: "transcribed", postVersion: 2 }), {}, "begin"],
    ["begins with other media of the same version, for the post has it", mediaItem({ mediaKey: OTHER }), {}, "begin"],
    ["leaves alone what a newer post has", mediaItem({ mediaKey: OTHER, postVersion: 4 }), {}, "ignore"],
    ["leaves withdrawn what was withdrawn", mediaItem({ state: "withdrawn" }), {}, "ignore"],
    ["begins again with what came back", mediaItem({ state: "withdrawn", postVersion: 2 }), {}, "begin"],
  ];
  for (const [what, seen, change, kind] of seenCases) {
    it(what, () => expect(step({ seen, ...change }).kind).to.equal(kind));
  }

  it("says when another job may have the name", () => {
    const seen = mediaItem({ state: "withdrawn", postVersion: 2 });
    expect(step({ seen })).to.include({ kind: "begin", replaces: true });
  });

  it("keeps what an earlier try has written", () => {
    const seen = mediaItem({ reservedOn: "2026-11-03", estimatedSeconds: 20, attempts: 2 });
    expect(step({ seen })).to.deep.include({ kind: "go", item: seen });
  });

  it("ends what the configuration no longer allows", () => {
    const seen = mediaItem({ statedLanguage: "as" });
    const post = postOf({ language: "as" });
    expect(step({ seen, post, spokenLanguages: ["as", "hi"] })).to.include({ kind: "end" });
  });

  const ignored: readonly (readonly [string, Partial<StartContext>])[] = [
    ["a removed post", { post: postOf({ deleted: true }) }],
    ["a post that is gone", { post: undefined }],
    ["a post without media", { post: postOf({ audioFile: undefined as never }) }],
  ];
  for (const [what, change] of ignored) {
    it(`ignores ${what}`, () => expect(step(change).kind).to.equal("ignore"));
  }

  it("takes the video where there is one, as players do", () => {
    const decided = step({ post: postOf({ videoFile: "video/u-1/p-1.mp4" }) });
    expect(decided).to.deep.include({ media: { key: "video/u-1/p-1.mp4", kind: "video", format: "mp4" } });
    expect((decided as { item: MediaItem }).item.mediaVersion).to.equal(mediaVersionOf("video/u-1/p-1.mp4"));
  });
});

describe("mediaCheck", () => {
  const tables = new Tables({ posts: ["postId"] });
  before(() => tables.open());
  after(() => tables.close());

  const put = (post: object) =>
    tables.make({
      table: "posts",
      item: { ...post },
      condition: "attribute_not_exists(#none)",
      names: { "#none": "none" },
      values: {},
    });

  const cases: readonly (readonly [string, object, boolean])[] = [
    ["the post as it was", postOf(), true],
    ["a post with more likes", { ...postOf({ version: 9 }), likes: 5 }, true],
    ["a removed post", postOf({ deleted: true }), false],
    ["other media", postOf({ audioFile: OTHER }), false],
    ["no media", postOf({ audioFile: undefined as never }), false],
    ["a video beside it", postOf({ videoFile: "video/u-1/p-1.mp4" }), false],
  ];
  for (const [what, post, holds] of cases) {
    it(`${holds ? "holds" : "does not hold"} for ${what}`, async () => {
      await put(post);
      expect((await tables.make(mediaCheck(postOf()))) === undefined).to.equal(holds);
    });
  }
});
