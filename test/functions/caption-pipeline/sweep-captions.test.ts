import { MAX_NUDGES, pendingKey, STUCK_AFTER, type CaptionItem, type MediaItem, type PendingItem } from "@huut/domain";
import { expect } from "chai";
import { mediaItem } from "../../domain/captions/media-items";
import { JOB, mediaMessage, TranscriptionDesk, VERSION } from "./transcription-desk";

const NOW = "2026-11-03T05:00:00.000Z";
const MINUTE = 60_000;
const ago = (ms: number) => new Date(Date.parse(NOW) - ms).toISOString();

/** Media that has waited for so long. */
function media(state: MediaItem["state"], waited: number, change: Partial<MediaItem> = {}): MediaItem {
  const postId = change.postId ?? "p-1";
  const at = ago(waited);
  const pending = pendingKey(state === "parked" ? "parked" : "transcribing", postId);
  return mediaItem({
    state,
    jobName: `${postId}.${VERSION}`,
    pending,
    since: at,
    updatedAt: at,
    beganAt: at,
    ...change,
  });
}

/** Captions that have waited for so long. */
function captions(state: CaptionItem["state"], waited: number, change: Partial<CaptionItem> = {}): CaptionItem {
  const at = ago(waited);
  return {
    postId: "p-1",
    language: "ta",
    postVersion: 3,
    mediaVersion: VERSION,
    state,
    source: "translated",
    revision: 0,
    pending: pendingKey(state === "parked" ? "parked" : "translating", "p-1"),
    since: at,
    updatedAt: at,
    ...change,
  };
}

const translation = (language: string) => ({ kind: "translate", postId: "p-1", mediaVersion: VERSION, language });
const start = mediaMessage({ postVersion: 3 });
const completion = { postId: "p-1", detail: { TranscriptionJobName: JOB } };

describe("sweep-captions, from its package", () => {
  let desk: TranscriptionDesk;
  const open = async (settings?: Parameters<TranscriptionDesk["open"]>[0]) => {
    desk = new TranscriptionDesk();
    await desk.open(settings);
  };
  beforeEach(() => open());
  afterEach(() => desk.close());

  const sent = async () => {
    const [toMedia, ended] = [await desk.messages("media"), await desk.messages("ended")];
    return [...toMedia, ...ended, ...(await desk.messages("translations"))];
  };
  const put = async (...items: readonly PendingItem[]) => {
    for (const item of items) await desk.put("captions", item);
  };

  const { starting, completing, translating, owing } = STUCK_AFTER;
  const spoken = { language: "hi", source: "transcribed", owes: new Set(["hi#00001@1"]) } as const;
  const cases: readonly (readonly [string, PendingItem, object | undefined])[] = [
    ["leaves a start that its queue may still bring", media("starting", starting - MINUTE), undefined],
    ["sends one that its queue must have given up", media("starting", starting), start],
    ["sends a job's end that Transcribe does not know any more", media("transcribing", 11 * MINUTE), completion],
    ["leaves a completion that is on its way", media("transcribed", completing - MINUTE), undefined],
    ["sends one that is stuck", media("transcribed", completing), completion],
    ["leaves a translation that is on its way", captions("translating", translating - MINUTE), undefined],
    ["sends one that is stuck", captions("translating", translating), translation("ta")],
    ["leaves a correction's call its time", captions("ready", owing - MINUTE, spoken), undefined],
    ["sends what a correction owes", captions("ready", owing, spoken), translation("hi")],
    ["leaves what is parked today", captions("parked", MINUTE), undefined],
    ["resumes translations of yesterday", captions("parked", 6 * 60 * MINUTE), translation("ta")],
    ["leaves media that was parked today", media("parked", MINUTE), undefined],
    ["resumes media of yesterday", media("parked", 6 * 60 * MINUTE, { estimatedSeconds: 60 }), start],
  ];
  for (const [what, item, message] of cases) {
    it(`${what}, once`, async () => {
      await put(item);
      const report = await desk.sweep();
      expect([report.sent, report.givenUp]).to.deep.equal([message === undefined ? 0 : 1, 0]);
      expect(await sent()).to.deep.equal(message === undefined ? [] : [message]);
      await desk.pass(1);
      expect([(await desk.sweep()).sent, await sent()]).to.deep.equal([0, []]);
      const { nudgedAt, nudges } = (await desk.item(item.language)) ?? {};
      expect(nudgedAt).to.equal(message === undefined ? undefined : NOW);
      expect(nudges).to.equal(message === undefined || item.state === "parked" ? undefined : 1);
    });
  }

  it("leaves a job that runs, and sends its end when the event is lost", async () => {
    await desk.posted();
    await desk.start({ body: mediaMessage() });
    await desk.pass(5);
    await put({ ...(await desk.media()), updatedAt: ago(11 * MINUTE) } as MediaItem);
    const { waiting, oldestMinutes } = await desk.sweep();
    expect([waiting, oldestMinutes]).to.deep.equal([{ transcribing: 1, translating: 0, parked: 0 }, 0]);
    expect(await sent()).to.deep.equal([]);
    await desk.pass(60);
    expect([(await desk.sweep()).sent, await sent()]).to.deep.equal([1, [completion]]);
  });

  it("gives up what was sent often enough, and says so", async () => {
    const nudges = MAX_NUDGES;
    await put(media("starting", starting, { nudges }), captions("translating", translating, { nudges }));
    expect(await desk.sweep()).to.include({ sent: 0, givenUp: 2 });
    for (const language of ["media", "ta"]) {
      expect(await desk.item(language))
        .to.include({ state: "failed" })
        .and.to.not.have.any.keys("pending", "since");
    }
    expect(await desk.sweep()).to.deep.include({ givenUp: 0, waiting: { transcribing: 0, translating: 0, parked: 0 } });
  });

  it("resumes the oldest of what is parked, as far as today's limit has room", async () => {
    desk.close();
    await open({ dailySeconds: 100 });
    const parked = [30, 50, 40, 20].map((estimatedSeconds, index) =>
      media("parked", (20 - index) * 60 * MINUTE, { postId: `p-${index}`, estimatedSeconds }),
    );
    await put(...parked.toReversed());
    await desk.put("usage", { day: "2026-11-03", entry: "total#transcribe-seconds", amount: 10 });
    expect((await desk.sweep()).sent).to.equal(2);
    expect((await sent()).map((message) => (message as { postId: string }).postId)).to.deep.equal(["p-0", "p-1"]);
  });
  it("resumes no translation when today's characters are used up", async () => {
    await put(captions("parked", 6 * 60 * MINUTE));
    await desk.put("usage", { day: "2026-11-03", entry: "total#translate-characters", amount: 100_000 });
    expect([(await desk.sweep()).sent, await sent()]).to.deep.equal([0, []]);
  });

  it("counts what waits, and for how long", async () => {
    await put(
      media("starting", 90 * MINUTE),
      captions("translating", 30 * MINUTE),
      captions("parked", MINUTE, { language: "te" }),
    );
    const waiting = { transcribing: 1, translating: 1, parked: 1 };
    expect(await desk.sweep()).to.deep.equal({ waiting, sent: 0, givenUp: 0, oldestMinutes: 90 });
  });

  it("looks at a hundred items of a shard, the oldest ones", async () => {
    const shard = pendingKey("translating", "p-1");
    const items = Array.from({ length: 102 }, (_, index) =>
      captions("translating", translating + index * MINUTE, { postId: `p-${index}`, pending: shard }),
    );
    await put(...items);
    expect((await desk.sweep()).waiting.translating).to.equal(100);
    const left = (await desk.items("captions")).filter(({ nudgedAt }) => nudgedAt === undefined);
    expect(left.map(({ postId }) => postId)).to.have.members(["p-0", "p-1"]);
  });

  it("sends nothing of what moves while it looks", async () => {
    await put(captions("translating", translating));
    let moved: Promise<unknown> | undefined;
    desk.before = async ({ operation }) => {
      if (operation !== "UpdateItem") return;
      moved ??= put({ ...captions("ready", 0), pending: undefined, since: undefined } as never);
      await moved;
    };
    expect(await desk.sweep()).to.include({ sent: 0, givenUp: 0 });
    expect([await sent(), (await desk.item("ta"))?.state]).to.deep.equal([[], "ready"]);
  });

  const crashes = [
    ["Query", "before"],
    ["UpdateItem", "before"],
    ["UpdateItem", "after"],
    ["SendMessage", "before"],
    ["SendMessage", "after"],
  ] as const;
  for (const [operation, when] of crashes) {
    it(`that dies ${when} its ${operation} leaves it to a later one`, async () => {
      await put(captions("translating", translating));
      desk.failAt(operation, when);
      let failure = "";
      await desk.sweep().catch((error: Error) => (failure = error.name));
      expect(failure).to.equal("Crash");
      desk.heal();
      const first = await sent();
      expect(first).to.deep.equal(operation === "SendMessage" && when === "after" ? [translation("ta")] : []);
      // What was noted waits as if it had been sent: longer than the queue would need to give it up.
      await desk.pass(translating / 1000);
      await desk.sweep();
      // The first message comes back, too: nobody has deleted it.
      expect(await sent()).to.deep.equal([...first, translation("ta")]);
    });
  }
});
