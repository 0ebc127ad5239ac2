import { expect } from "chai";
import {
  afterAsking,
  giveUpWrite,
  isDue,
  MAX_ATTEMPTS,
  MAX_NUDGES,
  mediaMessage,
  nudgeWrite,
  oldestMinutes,
  pendingKey,
  resumable,
  STUCK_AFTER,
  sweepStep,
  translationMessage,
  type CaptionItem,
  type PendingItem,
} from "@huut/domain";
import { CaptionsTable } from "./captions-table";
import { mediaItem, NOW } from "./media-items";

const captions: CaptionItem = {
  postId: "p-1",
  language: "en",
  postVersion: 3,
  mediaVersion: "0123456789abcdef",
  state: "translating",
  source: "translated",
  revision: 0,
  pending: pendingKey("translating", "p-1"),
  since: NOW,
  updatedAt: NOW,
};

const at = (ms: number): string => new Date(Date.parse(NOW) + ms).toISOString();

describe("sweepStep", () => {
  const { starting, transcribing, completing, translating, owing } = STUCK_AFTER;
  const nudged = { nudgedAt: at(1000) };
  const last = { nudges: MAX_NUDGES };
  const cases: readonly (readonly [string, PendingItem, number, string])[] = [
    ["leaves a start that is on its way", mediaItem(), starting - 1, "leave"],
    ["sends a start that is stuck", mediaItem(), starting, "send"],
    ["leaves one that was sent since", mediaItem(nudged), starting, "leave"],
    ["does not hold failed jobs against it", mediaItem({ attempts: MAX_ATTEMPTS }), starting, "send"],
    ["gives one up that was sent often enough", mediaItem(last), starting, "give-up"],
    ["leaves a young job alone", mediaItem({ state: "transcribing" }), transcribing - 1, "leave"],
    ["asks for an older one", mediaItem({ state: "transcribing" }), transcribing, "ask"],
    ["leaves the message time that it has sent", mediaItem({ state: "transcribing", ...nudged }), completing, "leave"],
    ["asks again after that", mediaItem({ state: "transcribing", ...nudged }), completing + 1000, "ask"],
    ["leaves a completion that is on its way", mediaItem({ state: "transcribed" }), completing - 1, "leave"],
    ["sends one that is stuck", mediaItem({ state: "transcribed" }), completing, "send"],
    ["sends a silent one that is stuck", mediaItem({ state: "silent" }), completing, "send"],
    ["gives a completion up at last", mediaItem({ state: "transcribed", ...last }), completing, "give-up"],
    ["leaves a translation that is on its way", captions, translating - 1, "leave"],
    ["sends one that is stuck", captions, translating, "send"],
    ["gives one up at last", { ...captions, ...last }, translating, "give-up"],
    ["leaves a correction's call the time to do what it owes", { ...captions, state: "ready" }, owing - 1, "leave"],
    ["sends what it has left undone", { ...captions, state: "ready" }, owing, "send"],
    ["leaves that message its time", { ...captions, state: "ready", ...nudged }, translating, "leave"],
    ["sends it again after that", { ...captions, state: "ready", ...nudged }, translating + 1000, "send"],
  ];
  for (const [what, item, passed, step] of cases) {
    it(what, () => expect(sweepStep(item, at(passed))).to.equal(step));
  }
  it("leaves what waits in a queue until that queue has given it up", () => {
    // Receives, each for six times the consumer's timeout: components/caption-pipeline/queues.ts.
    expect(starting).to.be.at.least(5 * 6 * 300 * 1000);
    expect(completing).to.be.at.least(5 * 6 * 120 * 1000);
    expect(translating).to.be.at.least(8 * 6 * 600 * 1000);
  });
});

describe("afterAsking", () => {
  const item = mediaItem({ state: "transcribing" });
  const cases = [
    ["leaves what is queued", item, { status: "QUEUED" }, "leave"],
    ["leaves what runs, however often it was asked for", { ...item, nudges: 9 }, { status: "IN_PROGRESS" }, "leave"],
    ["sends what has ended", item, { status: "COMPLETED" }, "send"],
    ["sends what has failed", item, { status: "FAILED" }, "send"],
    ["sends what is not known", item, undefined, "send"],
    ["gives up in the end", { ...item, nudges: MAX_NUDGES }, { status: "COMPLETED" }, "give-up"],
  ] as const;
  for (const [what, seen, job, step] of cases) {
    it(what, () => expect(afterAsking(seen, job)).to.equal(step));
  }
});

describe("parked work", () => {
  const parked = (postId: string, seconds: number, change = {}) =>
    mediaItem({ postId, state: "parked", estimatedSeconds: seconds, ...change });
  const tomorrow = "2026-11-04T00:00:00.000Z";

  const days = [
    ["not on the day itself", {}, "2026-11-03T23:59:59.999Z", false],
    ["on the next one", {}, tomorrow, true],
    ["not twice a day", { nudgedAt: tomorrow }, "2026-11-04T00:15:00.000Z", false],
    ["again on the day after", { nudgedAt: tomorrow }, "2026-11-05T00:00:00.000Z", true],
    ["not after it was parked again", { updatedAt: tomorrow }, "2026-11-04T00:15:00.000Z", false],
  ] as const;
  for (const [what, change, now, due] of days) {
    it(`is resumed ${what}`, () => expect(isDue(parked("p-1", 10, change), now)).to.equal(due));
  }

  it("is resumed in its order as far as there is room, what does not fit passed over", () => {
    const items = [
      parked("p-1", 60),
      parked("p-2", 50),
      parked("p-3", 40, { nudgedAt: tomorrow }),
      parked("p-4", 30),
      parked("p-5", 11),
      parked("p-6", 10),
    ];
    const resumed = (room: number) => resumable(items, room, tomorrow).map(({ postId }) => postId);
    expect(resumed(100)).to.deep.equal(["p-1", "p-4", "p-6"]);
    expect(resumed(9)).to.deep.equal([]);
    expect(resumed(1000)).to.deep.equal(["p-1", "p-2", "p-4", "p-5", "p-6"]);
  });
});

describe("writes of the sweeper", () => {
  const table = new CaptionsTable();
  before(() => table.open());
  after(() => table.close());

  for (const item of [mediaItem({ state: "transcribing" }), captions]) {
    it(`note on ${item.language} that it was sent, counted or not, and not over a change`, async () => {
      await table.put(item);
      expect(await table.make(nudgeWrite(item, true, at(5)))).to.equal(undefined);
      expect(await table.item(item.language)).to.deep.equal({ ...item, nudgedAt: at(5), nudges: 1 });
      expect(await table.make(nudgeWrite({ ...item, nudges: 1 }, false, at(6)))).to.equal(undefined);
      expect(await table.item(item.language)).to.deep.equal({ ...item, nudgedAt: at(6), nudges: 1 });
      await table.put({ ...item, updatedAt: at(1) } as PendingItem);
      expect(await table.make(nudgeWrite(item, true, at(7)))).to.deep.equal(["ConditionalCheckFailed"]);
      await table.put({ ...item, pending: undefined } as never);
      expect(await table.make(nudgeWrite(item, true, at(7)))).to.deep.equal(["ConditionalCheckFailed"]);
    });
    it(`give ${item.language} up: it waits no more, and says so`, async () => {
      const sent = { ...item, nudgedAt: at(1), nudges: 5 };
      await table.put(sent);
      expect(await table.make(giveUpWrite(sent, at(5)))).to.equal(undefined);
      const found = await table.item(item.language);
      expect(found).to.include({
        state: "failed",
        reason: "Given up: it was sent on its way 5 times and got no further.",
        updatedAt: at(5),
      });
      expect(found).to.not.have.any.keys("pending", "since", "nudgedAt", "nudges");
      expect(await table.make(giveUpWrite(item, at(5)))).to.deep.equal(["ConditionalCheckFailed"]);
    });
  }
  it("give up what ready captions owe: they stay ready, and say what they owe", async () => {
    const item: CaptionItem = { ...captions, language: "hi", state: "ready", owes: new Set(["hi#00001@1"]), nudges: 5 };
    await table.put(item);
    expect(await table.make(giveUpWrite(item, at(5)))).to.equal(undefined);
    const { pending, since, nudges, ...rest } = item;
    expect([pending, since, nudges]).to.not.include(undefined);
    expect(await table.item("hi")).to.deep.equal({ ...rest, updatedAt: at(5) });
  });
  it("give a completion up, too", async () => {
    const item = mediaItem({ state: "transcribed" });
    await table.put(item);
    expect(await table.make(giveUpWrite(item, at(5)))).to.equal(undefined);
    expect(await table.item("media")).to.include({ state: "failed" });
  });
});

describe("messages of the sweeper", () => {
  it("say what the item knows", () => {
    expect(mediaMessage(mediaItem({ requestId: "r-1" }))).to.deep.equal({
      kind: "transcribe",
      postId: "p-1",
      postVersion: 3,
      userId: "u-1",
      audioFile: "audio/u-1/p-1.mp3",
      statedLanguage: "hi",
      requestId: "r-1",
    });
    expect(
      mediaMessage(mediaItem({ mediaKey: "video/u-1/p-1.mp4", statedLanguage: undefined as never })),
    ).to.deep.equal({
      kind: "transcribe",
      postId: "p-1",
      postVersion: 3,
      userId: "u-1",
      videoFile: "video/u-1/p-1.mp4",
    });
    const { postId, mediaVersion, language } = captions;
    expect(translationMessage(captions)).to.deep.equal({ kind: "translate", postId, mediaVersion, language });
  });
});

describe("oldestMinutes", () => {
  it("is the longest wait", () => {
    expect(oldestMinutes([], NOW)).to.equal(0);
    expect(oldestMinutes([mediaItem(), { ...captions, since: at(-600_000) }], at(59_000))).to.equal(10);
    expect(oldestMinutes([mediaItem({ since: undefined as never })], at(600_000))).to.equal(0);
  });
});
