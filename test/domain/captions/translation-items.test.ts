import { expect } from "chai";
import {
  begunItem,
  endedItem,
  firstWrite,
  MAX_ITEM_TEXT_BYTES,
  newTranscripts,
  parkedItem,
  pendingKey,
  planTranslations,
  qualityOf,
  readyItem,
  translatedFiles,
  translationParkedReason,
  TranslationRefused,
  translationWrite,
  type CaptionItem,
  type Cue,
  type MediaItem,
} from "@huut/domain";
import { verifySrt, verifyVtt } from "../../../cli/captions/verify";
import { storedOf } from "./stored";
import { targetOf } from "./translator";

const NOW = "2026-11-03T05:00:00.000Z";
const LATER = "2026-11-04T00:15:00.000Z";

const media: MediaItem = {
  postId: "p-1",
  language: "media",
  postVersion: 3,
  mediaVersion: "0123456789abcdef",
  updatedAt: NOW,
  state: "transcribed",
  userId: "u-1",
  mediaKey: "audio/u-1/p-1.mp3",
  jobName: "p-1.0123456789abcdef",
  beganAt: NOW,
  attempts: 1,
};

const common = { postId: "p-1", postVersion: 3, mediaVersion: media.mediaVersion, source: "translated" } as const;
const ready: CaptionItem = { ...common, language: "en", state: "ready", revision: 2, vttKey: "v", updatedAt: NOW };
const first: CaptionItem = {
  ...common,
  language: "en",
  state: "translating",
  revision: 0,
  pending: pendingKey("translating", "p-1"),
  since: NOW,
  updatedAt: NOW,
};
const translating: CaptionItem = { ...first, nudges: 2 };

function event(...keys: readonly unknown[]): string {
  return JSON.stringify({ Records: keys.map((key) => ({ eventSource: "aws:s3", s3: { object: { key } } })) });
}

describe("newTranscripts", () => {
  const key = "transcripts/p-1/0123456789abcdef.json";
  const cases = [
    ["one transcript", event(key), [key]],
    ["several", event(key, key.replace("p-1", "p-2")), [key, key.replace("p-1", "p-2")]],
    [
      "a key as S3 writes it",
      event("transcripts/p_E0%2Ea/0123456789abcdef.json"),
      ["transcripts/p_E0.a/0123456789abcdef.json"],
    ],
    [
      "other objects",
      event("captions/p-1/0123456789abcdef/hi.vtt", "transcripts/a+b/0123456789abcdef.json", undefined),
      [],
    ],
    ["S3's test", JSON.stringify({ Service: "Amazon S3", Event: "s3:TestEvent", Bucket: "curated" }), []],
  ] as const;
  for (const [what, body, keys] of cases) {
    it(`finds ${what}`, () => expect(newTranscripts(body)).to.deep.equal(keys));
  }
  it("refuses what no event of S3 is", () => {
    expect(() => newTranscripts("{}")).to.throw("no Records");
    expect(() => newTranscripts("no JSON")).to.throw(SyntaxError);
  });
});

describe("planTranslations", () => {
  it("plans every wanted language once, but for the spoken one, and says why not", () => {
    const plan = planTranslations(media, { language: "hi-IN" }, ["hi", "en", "ta", "or", "en-IN"], NOW);
    expect(plan.translating.map(({ language }) => language)).to.deep.equal(["en", "ta"]);
    expect(plan.translating[0]).to.deep.equal(first);
    expect(plan.unsupported).to.deep.equal([
      {
        ...common,
        language: "or",
        state: "unsupported",
        reason: "Amazon Translate has no Odia.",
        revision: 0,
        updatedAt: NOW,
      },
    ]);
  });
  it("says of every language why Odia cannot be translated", () => {
    const plan = planTranslations(media, { language: "or-IN" }, ["hi", "en"], NOW);
    expect(plan.translating).to.deep.equal([]);
    expect(plan.unsupported.map(({ language, reason }) => [language, reason])).to.deep.equal([
      ["hi", "Amazon Translate has no Odia."],
      ["en", "Amazon Translate has no Odia."],
    ]);
  });
});

describe("the item of a translation", () => {
  const cue = (text: string): Cue => ({ start: 0, end: 1_000, lines: [text, "over two lines"], from: 0, to: 1 });
  const captions = (text: string) => {
    const cues = [cue(text), { ...cue("बस।"), start: 1_000, end: 2_000 }];
    return { cues, quality: qualityOf(cues), revision: 4, corrected: 0, characters: 0, calls: 0, fellBack: 0 };
  };

  it("is ready with its text, its files and its report", () => {
    const made = captions("Good morning");
    expect(readyItem(media, targetOf("en"), made, LATER)).to.deep.equal({
      ...common,
      language: "en",
      state: "ready",
      revision: 4,
      vttKey: "captions/p-1/0123456789abcdef/en.vtt",
      srtKey: "captions/p-1/0123456789abcdef/en.srt",
      text: "Good morning over two lines बस। over two lines",
      quality: made.quality,
      updatedAt: LATER,
    });
  });
  it("leaves a long text to the files", () => {
    const item = readyItem(media, targetOf("en"), captions("क".repeat(MAX_ITEM_TEXT_BYTES / 3)), LATER);
    expect(item).to.not.have.property("text");
  });

  it("is begun where there is none, or one that ended", () => {
    const begun = begunItem(media, "en", undefined, NOW);
    expect(begun).to.deep.equal(first);
    const failed: CaptionItem = {
      ...common,
      language: "en",
      state: "failed",
      revision: 1,
      reason: "x",
      updatedAt: NOW,
    };
    expect(begunItem(media, "en", failed, LATER)).to.deep.include({ state: "translating", revision: 1, since: LATER });
    expect(begunItem(media, "en", { ...ready, postVersion: 2 }, NOW)).to.deep.equal(begun);
  });
  it("stays what it is where it says so already, or where there are captions", () => {
    expect([translating, ready].map((seen) => begunItem(media, "en", seen, LATER))).to.deep.equal([
      undefined,
      undefined,
    ]);
  });

  it("is parked until the next day, in the order of those that wait", () => {
    const parked = parkedItem(media, "en", "used up", translating, NOW);
    expect(parked).to.deep.equal({
      ...common,
      language: "en",
      state: "parked",
      reason: "used up",
      revision: 0,
      nudges: 2,
      pending: pendingKey("parked", "p-1"),
      since: NOW,
      updatedAt: NOW,
    });
    expect(parkedItem(media, "en", "used up", parked, LATER)).to.deep.equal({ ...parked, updatedAt: LATER });
  });
  it("stays ready when only newer captions wait, or will not come", () => {
    const waits = { pending: pendingKey("parked", "p-1"), since: LATER };
    const parked = parkedItem(media, "en", "used up", ready, LATER);
    expect(parked).to.deep.equal({ ...ready, reason: "used up", ...waits, updatedAt: LATER });
    const ended = endedItem(media, "en", { state: "failed", reason: "refused" }, parked, LATER);
    expect(JSON.parse(JSON.stringify(ended))).to.deep.equal({ ...ready, reason: "refused", updatedAt: LATER });
  });
  it("ends with its reason", () => {
    const ended = endedItem(media, "en", { state: "failed", reason: "refused" }, translating, LATER);
    expect(ended).to.deep.equal({
      ...common,
      language: "en",
      state: "failed",
      reason: "refused",
      revision: 0,
      updatedAt: LATER,
    });
  });

  it("is put for the first time where there is none of this version of the post", () => {
    const write = firstWrite(translating);
    expect(write).to.deep.include({
      condition: "attribute_not_exists(#postId) OR #postVersion < :postVersion",
      values: { ":postVersion": 3 },
    });
  });
  it("replaces one of the same media that takes account of no more corrections, and is not withdrawn", () => {
    const { condition, names, values } = translationWrite(ready);
    expect(condition).to.contain("#state <> :withdrawn AND #revision <= :revision");
    expect(Object.keys(values).every((value) => condition.includes(value))).to.equal(true);
    expect(Object.keys(names).every((name) => condition.includes(name))).to.equal(true);
    expect(values).to.include({ ":revision": 2, ":mediaVersion": media.mediaVersion });
  });
});

describe("translatedFiles", () => {
  it("are read by other parsers, and say who translated them", () => {
    const stored = storedOf(["नमस्ते।"]);
    const cues = [{ ...(stored.cues[0] as Cue), lines: ["Hello, 5 < 6 &", "everybody"] }];
    const [vtt, srt, ...others] = translatedFiles(stored, targetOf("en"), { cues, corrected: 0 });
    expect(others).to.deep.equal([]);
    expect(vtt).to.include({ contentType: "text/vtt; charset=utf-8", contentLanguage: "en" });
    expect(srt).to.include({ key: "captions/p-1/0123456789abcdef/en.srt", contentLanguage: "en" });
    expect(vtt?.body).to.contain("NOTE Translated from hi-IN by a machine (Amazon Translate).");
    const read = [verifyVtt(vtt?.body ?? ""), verifySrt(srt?.body ?? "")];
    const expected = cues.map(({ start, end, lines }) => ({ start, end, lines }));
    for (const { cues: found, problems } of read) expect([found, problems]).to.deep.equal([expected, []]);
  });
});

describe("errors of the translator", () => {
  const named = (name: string): Error => Object.assign(new Error(name), { name });
  const cases = [
    ["UnsupportedLanguagePairException", "unsupported"],
    ["DetectedLanguageLowConfidenceException", "failed"],
    ["InvalidRequestException", "failed"],
    ["TextSizeLimitExceededException", "failed"],
    ["ValidationException", "failed"],
    ["ThrottlingException", undefined],
    ["TooManyRequestsException", undefined],
    ["ServiceUnavailableException", undefined],
    ["InternalServerException", undefined],
    ["AccessDeniedException", undefined],
    ["toString", undefined],
  ] as const;
  for (const [name, state] of cases) {
    it(`${name}: ${state ?? "may pass"}`, () => {
      const error = named(name);
      const found = TranslationRefused.from(error);
      if (state === undefined) expect(found).to.equal(error);
      else {
        expect(found).to.be.instanceOf(TranslationRefused);
        expect((found as TranslationRefused).end.state).to.equal(state);
        expect((found as TranslationRefused).cause).to.equal(error);
      }
    });
  }
  it("leaves what is no error alone", () => expect(TranslationRefused.from("x")).to.equal("x"));
  it("tells a day that is used up from a day that will never be long enough", () => {
    expect(translationParkedReason(10, 100)).to.match(/used up/);
    expect(translationParkedReason(101, 100)).to.match(/more than the 100/);
  });
});
