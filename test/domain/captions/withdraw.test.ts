import { expect } from "chai";
import {
  concerns,
  keptVersion,
  kindOfItem,
  MEDIA_STATES,
  versionOfKey,
  withdrawnPrefixes,
  withdrawWrite,
  type CaptionItem,
  type WithdrawMessage,
} from "@huut/domain";
import { Tables } from "../../support/tables";
import { LATER, mediaItem, NOW } from "./media-items";

const MEDIA = mediaItem().mediaVersion;
const OTHER = mediaItem({ mediaKey: "audio/u-1/other.mp3" }).mediaVersion;
const whole: WithdrawMessage = { kind: "withdraw", postId: "p-1", postVersion: 4 };
const one: WithdrawMessage = { ...whole, mediaVersion: MEDIA };

const captions: CaptionItem = {
  postId: "p-1",
  language: "en",
  postVersion: 3,
  mediaVersion: MEDIA,
  state: "ready",
  source: "translated",
  revision: 1,
  vttKey: "v",
  srtKey: "s",
  text: "t",
  updatedAt: NOW,
};

describe("withdrawWrite", () => {
  const tables = new Tables({ captions: ["postId", "language"] });
  before(() => tables.open());
  after(() => tables.close());

  const outcomeOf = async (item: object, message: WithdrawMessage) => {
    const { postId, language } = item as CaptionItem;
    await tables.make({
      table: "captions",
      item: { ...item },
      condition: "attribute_not_exists(#none)",
      names: { "#none": "none" },
      values: {},
    });
    if ((await tables.make(withdrawWrite(message, language, LATER))) !== undefined) return undefined;
    return (await tables.items("captions")).find((each) => each["postId"] === postId && each["language"] === language);
  };

  it("takes away what was said and what was still to come", async () => {
    expect(await outcomeOf(captions, whole)).to.deep.equal({
      postId: "p-1",
      language: "en",
      postVersion: 4,
      mediaVersion: MEDIA,
      state: "withdrawn",
      source: "translated",
      revision: 1,
      updatedAt: LATER,
    });
    const media = await outcomeOf(mediaItem({ state: "transcribing", reason: "why", transcriptKey: "t" }), whole);
    expect(media).to.include({ state: "withdrawn", postVersion: 4 });
    expect(media).to.not.have.any.keys("pending", "since", "reason", "transcriptKey");
  });

  const cases: readonly (readonly [string, object, WithdrawMessage, boolean])[] = [
    ["of the version that removed it", { ...captions, postVersion: 4 }, whole, true],
    ["of a newer version", { ...captions, postVersion: 5 }, whole, false],
    ["of other media, when all goes", { ...captions, mediaVersion: OTHER }, whole, true],
    ["of the media that goes", captions, one, true],
    ["of other media than the one that goes", { ...captions, mediaVersion: OTHER }, one, false],
    ["of media that has come back meanwhile", { ...captions, postVersion: 4 }, one, false],
  ];
  for (const [what, item, message, made] of cases) {
    it(`${made ? "withdraws" : "leaves"} an item ${what}`, async () => {
      expect((await outcomeOf(item, message)) !== undefined).to.equal(made);
    });
  }
  it("keeps the item's version when other media is to follow, which must still be taken for newer", async () => {
    expect(await outcomeOf(captions, one)).to.include({ state: "withdrawn", postVersion: 3 });
  });
  it("makes no item where there is none", async () => {
    expect(await tables.make(withdrawWrite({ ...whole, postId: "p-9" }, "media", LATER))).to.deep.equal([
      "ConditionalCheckFailed",
    ]);
  });
});

describe("keptVersion", () => {
  it("is that of media that was not withdrawn", () => {
    for (const state of MEDIA_STATES) {
      expect(keptVersion(mediaItem({ state })), state).to.equal(state === "withdrawn" ? undefined : MEDIA);
    }
    expect(keptVersion(undefined)).to.equal(undefined);
  });
});

describe("concerns", () => {
  const cases = [
    ["everything of a removed post", whole, MEDIA, undefined, true],
    ["older media of a post that has new media since", whole, MEDIA, OTHER, true],
    ["not the new media", whole, OTHER, OTHER, false],
    ["the one media that goes", one, MEDIA, OTHER, true],
    ["not other media", one, OTHER, undefined, false],
    ["not the media when it has come back", one, MEDIA, MEDIA, false],
  ] as const;
  for (const [what, message, of, kept, is] of cases) {
    it(`is ${what}`, () => expect(concerns(message, of, kept)).to.equal(is));
  }
});

describe("the kind of an item", () => {
  for (const [key, kind] of [
    ["media", "media"],
    ["hi", "captions"],
    ["kok", "captions"],
    ["hi#00012", "correction"],
  ] as const) {
    it(`${key} is ${kind}`, () => expect(kindOfItem(key)).to.equal(kind));
  }
});

describe("the keys of withdrawn objects", () => {
  it("lie below the post, or below its one media version", () => {
    expect(withdrawnPrefixes({ ...whole, postId: "p:1" })).to.deep.equal({
      captions: "captions/p_3A1/",
      transcripts: "transcripts/p_3A1/",
    });
    expect(withdrawnPrefixes(one)).to.deep.equal({
      captions: `captions/p-1/${MEDIA}/`,
      transcripts: `transcripts/p-1/${MEDIA}.json`,
    });
  });
  for (const [key, version] of [
    [`captions/p-1/${MEDIA}/hi.vtt`, MEDIA],
    [`transcripts/p-1/${MEDIA}.json`, MEDIA],
    ["captions/p-1/readme", ""],
  ] as const) {
    it(`${key} is about ${version || "no media"}`, () => expect(versionOfKey(key)).to.equal(version));
  }
});
