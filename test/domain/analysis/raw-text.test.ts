import {
  analysedPart,
  analysisPendingKeys,
  emptyRawText,
  givenUpText,
  messageFor,
  nudgedText,
  oldestTextMinutes,
  rawTextWrite,
  routed,
  stageOf,
  suggestedFrom,
  textRoute,
  textSweepStep,
  withdrawPart,
  type ItemChange,
  type PostOfText,
  type RawTextItem,
  type TextAnalysis,
} from "@huut/domain";
import { expect } from "chai";
import * as fc from "fast-check";

const NOW = "2026-11-03T05:00:00.000Z";
const EMPTY = emptyRawText("p-1", NOW);
const FEATURE = { state: "complete" } as const;
const ANALYSIS: TextAnalysis = {
  language: "hi",
  languageBy: "usual",
  state: "complete",
  features: { sentiment: FEATURE, keyPhrases: FEATURE, entities: FEATURE },
  keyPhrases: [],
  entities: [],
};

const post = (version: number, change: Partial<PostOfText> = {}): PostOfText => ({
  postId: "p-1",
  userId: "u-1",
  createdAt: NOW,
  version,
  text: "आज बारिश हुई",
  ...change,
});
const media = (state: string, change: object = {}): object => ({
  postId: "p-1",
  language: "media",
  postVersion: 1,
  mediaVersion: "0123456789abcdef",
  state,
  ...change,
});

describe("textRoute", () => {
  const cases: readonly (readonly [string, object | undefined, object | undefined, string | undefined])[] = [
    ["a new post", undefined, post(1), "text"],
    ["a post with tags alone", undefined, post(1, { text: "", tags: ["#a"] }), "text"],
    ["a post that says nothing", undefined, post(1, { text: " " }), undefined],
    ["a like", post(1), post(2), undefined],
    ["another text", post(1), post(2, { text: "कल" }), "text"],
    ["another language", post(1), post(2, { language: "mr" }), "text"],
    ["another tag", post(1), post(2, { tags: ["#a"] }), "text"],
    ["a text that is taken away", post(1), post(2, { text: "" }), "no-text"],
    ["a post that is removed", post(1), post(2, { text: "", deleted: true }), "removed"],
    ["an item that is gone", post(1), undefined, "removed"],
    ["a removed post that is removed again", post(2, { deleted: true }), post(3, { deleted: true }), undefined],
    [
      "a transcript that lies there",
      media("transcribed", { pending: "transcribing#1" }),
      media("transcribed"),
      "speech",
    ],
    [
      "one that is still to be written",
      media("transcribing"),
      media("transcribed", { pending: "transcribing#1" }),
      undefined,
    ],
    ["the same again", media("transcribed"), media("transcribed", { nudges: 1 }), undefined],
    ["another recording's", media("transcribed"), media("transcribed", { mediaVersion: "fedcba9876543210" }), "speech"],
    ["silence", media("transcribing"), media("silent"), "no-speech"],
    ["a withdrawn recording", media("transcribed"), media("withdrawn"), "no-speech"],
    ["withdrawn again", media("withdrawn"), media("withdrawn"), undefined],
    ["a recording that failed", media("transcribing"), media("failed"), "no-speech"],
    [
      "another recording, which is to be transcribed first",
      media("transcribed"),
      media("starting", { postVersion: 2 }),
      "no-speech",
    ],
    ["a job that runs", media("starting"), media("transcribing"), undefined],
    ["a media item that is gone", media("transcribed"), undefined, undefined],
  ];
  for (const [what, before, after, expected] of cases) {
    it(`${what}: ${expected ?? "nothing"}`, () => {
      const route = textRoute({ before, after });
      const said = route?.kind === "part" ? `${route.gone ? "no-" : ""}${route.part}` : route?.kind;
      expect(said).to.equal(expected);
    });
  }
});

/** What a route makes of an item. */
function follow(item: RawTextItem | undefined, change: ItemChange): RawTextItem | undefined {
  const route = textRoute(change);
  return route === undefined ? item : (routed(item, route, EMPTY, NOW) ?? item);
}

/** Does what an item waits for: what is wanted is analysed, or found to have gone, and tags are made. */
function settle(item: RawTextItem): RawTextItem {
  let next = item;
  for (const part of ["text", "speech"] as const) {
    const subject = next[part];
    if (subject?.state !== "wanted") continue;
    const { postVersion, content } = subject;
    if (content === "") {
      next = withdrawPart(next, part, subject, NOW) ?? next;
      continue;
    }
    next = analysedPart(next, part, { postVersion, content, digest: content, analysis: ANALYSIS }, NOW) ?? next;
  }
  return suggestedFrom(next, next.content, NOW) ?? next;
}

describe("the item in raw-text", () => {
  it("waits to be analysed, then for its tags, then for nothing", () => {
    const wanted = follow(undefined, { before: undefined, after: post(1) }) as RawTextItem;
    expect([stageOf(wanted), wanted.revision, messageFor(wanted)?.kind]).to.deep.equal(["analyse", 1, "analyse"]);
    expect(analysisPendingKeys("analyse")).to.include(wanted.pending);
    const { postVersion, content } = wanted.text ?? { postVersion: 0, content: "" };
    const found = { postVersion, content, digest: "d", analysis: ANALYSIS };
    const analysed = analysedPart(wanted, "text", found, NOW) as RawTextItem;
    expect([stageOf(analysed), messageFor(analysed)?.kind, analysed.text?.state]).to.deep.equal([
      "suggest",
      "suggest",
      "analysed",
    ]);
    expect(analysedPart(analysed, "text", found, NOW)).to.equal(undefined);
    const done = suggestedFrom(analysed, analysed.content, NOW) as RawTextItem;
    expect(done).to.not.have.any.keys("pending", "since");
    expect([messageFor(done), suggestedFrom(done, done.content, NOW), done.revision]).to.deep.equal([
      undefined,
      undefined,
      3,
    ]);
  });

  it("keeps an analysis of an earlier version until the next one is there, and takes no older one", () => {
    const first = settle(follow(undefined, { before: undefined, after: post(1) }) as RawTextItem);
    const again = follow(first, { before: post(1), after: post(3, { text: "कल" }) }) as RawTextItem;
    expect(again.text).to.include({ state: "wanted", postVersion: 3, analysis: ANALYSIS });
    expect(
      analysedPart(again, "text", { postVersion: 2, content: "x", digest: "x", analysis: ANALYSIS }, NOW),
    ).to.equal(undefined);
    expect(follow(again, { before: post(1), after: post(2, { text: "परसों" }) })).to.equal(again);
  });

  it("waits again when tags were made of less than there is", () => {
    const first = settle(follow(undefined, { before: undefined, after: post(1) }) as RawTextItem);
    const both = follow(first, { before: undefined, after: media("transcribed") }) as RawTextItem;
    const { postVersion, content } = both.speech ?? { postVersion: 0, content: "" };
    const heard = analysedPart(
      both,
      "speech",
      { postVersion, content, digest: "s", analysis: ANALYSIS },
      NOW,
    ) as RawTextItem;
    expect(suggestedFrom(heard, first.content, NOW)).to.equal(undefined);
    expect(stageOf(heard)).to.equal("suggest");
  });

  it("loses what has gone, and nothing of what is there or newer", () => {
    const first = settle(follow(undefined, { before: undefined, after: post(1) }) as RawTextItem);
    expect(withdrawPart(first, "text", { postVersion: 1, content: "" }, NOW)).to.equal(undefined);
    const emptied = follow(first, { before: post(1), after: post(2, { text: "" }) }) as RawTextItem;
    expect(withdrawPart(emptied, "text", { postVersion: 1, content: "" }, NOW)).to.equal(undefined);
    const gone = withdrawPart(emptied, "text", { postVersion: 2, content: "" }, NOW) as RawTextItem;
    expect([gone.text, stageOf(gone)]).to.deep.equal([{ postVersion: 2, content: "", state: "withdrawn" }, "suggest"]);
  });

  it("is put where nobody has written since", () => {
    const first = follow(undefined, { before: undefined, after: post(1) }) as RawTextItem;
    expect(rawTextWrite(first)).to.deep.include({
      table: "rawText",
      condition: "attribute_not_exists(#postId)",
      values: {},
    });
    const second = follow(first, { before: post(1), after: post(2, { text: "कल" }) }) as RawTextItem;
    expect(rawTextWrite(second)).to.deep.include({ condition: "#revision = :seen", values: { ":seen": 1 } });
  });

  const life: readonly ItemChange[] = [
    { before: undefined, after: post(1) },
    { before: post(1), after: post(2, { text: "कल" }) },
    { before: post(2, { text: "कल" }), after: post(3, { text: "" }) },
    { before: post(3, { text: "" }), after: post(4, { text: "परसों" }) },
    { before: undefined, after: media("transcribed") },
  ];
  const removal: ItemChange = { before: post(4, { text: "परसों" }), after: post(5, { text: "", deleted: true }) };

  it("ends in the newest version, however often and in whatever order changes come", () => {
    fc.assert(
      fc.property(
        fc.shuffledSubarray([...life], { minLength: 5 }),
        fc.array(fc.constantFrom(...life)),
        fc.boolean(),
        (some, more, eager) => {
          let item: RawTextItem | undefined;
          for (const change of [...some, ...more]) {
            item = follow(item, change);
            if (eager && item !== undefined) item = settle(item);
          }
          const { text, speech } = settle(item as RawTextItem);
          expect(text).to.include({ state: "analysed", postVersion: 4 });
          expect(speech).to.include({ state: "analysed", postVersion: 1 });
        },
      ),
    );
  });

  it("stays removed, whatever comes later", () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([...life, removal], { minLength: 6 }), fc.boolean(), (changes, eager) => {
        let item: RawTextItem | undefined;
        for (const change of changes) {
          item = follow(item, change);
          if (eager && item !== undefined) item = settle(item);
        }
        const last = settle(item as RawTextItem);
        expect(last).to.include({ removedAt: 5 }).and.not.have.any.keys("text", "speech", "pending");
      }),
    );
  });
});

describe("the sweep of texts", () => {
  const waiting = follow(undefined, { before: undefined, after: post(1) }) as RawTextItem;
  const later = (minutes: number): string => new Date(Date.parse(NOW) + minutes * 60_000).toISOString();

  it("leaves what is on its way, sends what is stuck, five times, then gives it up", () => {
    expect(textSweepStep(waiting, later(119))).to.equal("leave");
    let item = waiting;
    for (let nudge = 1; nudge <= 5; nudge++) {
      expect(textSweepStep(item, later(nudge * 130)), `${nudge}`).to.equal("send");
      item = nudgedText(item, later(nudge * 130));
      expect(textSweepStep(item, later(nudge * 130 + 1))).to.equal("leave");
    }
    expect(textSweepStep(item, later(800))).to.equal("give-up");
    const given = givenUpText(item, later(800));
    expect(given.gaveUp).to.match(/5 times/);
    expect(given).to.not.have.any.keys("pending", "since");
    expect(textSweepStep(given, later(9_000))).to.equal("leave");
    expect(oldestTextMinutes([waiting, item], later(30))).to.equal(30);
  });

  it("begins anew with another version of the post", () => {
    const given = givenUpText({ ...waiting, nudges: 5 }, NOW);
    const next = follow(given, { before: post(1), after: post(2, { text: "कल" }) });
    expect(next).to.have.property("pending");
    expect(next).to.not.have.any.keys("gaveUp", "nudges");
  });
});
