import { expect } from "chai";
import { mediaRoute, mediaVersionOf, type PostChange } from "@huut/domain";
import { postOf } from "./media-items";

const A = "audio/u-1/p-1.mp3";
const B = "audio/u-1/p-1-again.mp3";
const VIDEO = "video/u-1/p-1.mp4";
const none = { audioFile: undefined as never };
const transcribe = { kind: "transcribe", postId: "p-1", postVersion: 3, userId: "u-1", statedLanguage: "hi" } as const;
const withdraw = { kind: "withdraw", postId: "p-1", postVersion: 3 } as const;
const before = postOf({ version: 2 });

const cases: readonly (readonly [string, PostChange, object])[] = [
  [
    "a new post with a recording",
    { before: undefined, after: postOf() },
    { transcribe: { ...transcribe, audioFile: A } },
  ],
  ["a new post without one", { before: undefined, after: postOf(none) }, {}],
  ["a like", { before, after: postOf() }, {}],
  ["another language stated", { before, after: postOf({ language: "en" }) }, {}],
  [
    "another recording",
    { before, after: postOf({ audioFile: B }) },
    { transcribe: { ...transcribe, audioFile: B }, withdraw: { ...withdraw, mediaVersion: mediaVersionOf(A) } },
  ],
  [
    "a video beside the recording: captions are of the video",
    { before, after: postOf({ videoFile: VIDEO }) },
    {
      transcribe: { ...transcribe, audioFile: A, videoFile: VIDEO },
      withdraw: { ...withdraw, mediaVersion: mediaVersionOf(A) },
    },
  ],
  [
    "another recording beside the video that captions are of",
    { before: postOf({ version: 2, videoFile: VIDEO }), after: postOf({ audioFile: B, videoFile: VIDEO }) },
    {},
  ],
  [
    "a recording that comes later",
    { before: postOf({ version: 2, ...none }), after: postOf() },
    { transcribe: { ...transcribe, audioFile: A } },
  ],
  ["a recording that goes", { before, after: postOf(none) }, { withdraw }],
  ["a removal", { before, after: postOf({ deleted: true, ...none }) }, { withdraw }],
  ["a removal that keeps naming it", { before, after: postOf({ deleted: true }) }, { withdraw }],
  [
    "a removal of a post without one",
    { before: postOf({ version: 2, ...none }), after: postOf({ deleted: true }) },
    {},
  ],
  ["a tombstone before the post", { before: undefined, after: postOf({ deleted: true, ...none }) }, {}],
  ["an item that is deleted", { before: postOf(), after: undefined }, { withdraw }],
  [
    "a container that Transcribe lacks: start-transcription says so",
    { before: undefined, after: postOf({ audioFile: "audio/a.mov" }) },
    { transcribe: { ...transcribe, audioFile: "audio/a.mov" } },
  ],
  [
    "one such container after another",
    { before: postOf({ version: 2, audioFile: "audio/a.mov" }), after: postOf({ audioFile: "audio/b.mov" }) },
    {
      transcribe: { ...transcribe, audioFile: "audio/b.mov" },
      withdraw: { ...withdraw, mediaVersion: mediaVersionOf("audio/a.mov") },
    },
  ],
  ["nothing at all", { before: undefined, after: undefined }, {}],
];

describe("mediaRoute", () => {
  for (const [what, change, messages] of cases) {
    it(`answers ${what} with ${Object.keys(messages).join(" and ") || "nothing"}`, () => {
      expect(mediaRoute(change)).to.deep.equal(messages);
    });
  }
  it("does not state a language that the post does not", () => {
    const { transcribe: message } = mediaRoute({
      before: undefined,
      after: postOf({ language: undefined as never }),
    });
    expect(message).to.not.have.property("statedLanguage");
  });
});
