import { expect } from "chai";
import { spokenFiles, transcriptKey, type CaptionItem, type StoredTranscript } from "@huut/domain";
import { verifySrt, verifyVtt } from "../../../cli/captions/verify";
import { storedOf } from "../../domain/captions/stored";
import { serviceError } from "../packaged";
import { TranslationDesk } from "./translation-desk";

const stored = storedOf(["आज सुबह बारिश हुई।", "हम सब घर", "पर रहे।", "कल फिर मिलेंगे।"]);
const KEY = transcriptKey(stored.postId, stored.mediaVersion);
const VTT = "captions/p-1/0123456789abcdef/en.vtt";
const SRT = "captions/p-1/0123456789abcdef/en.srt";

/** Captions of the spoken language, as complete-transcription leaves them. */
function spokenOf(of: StoredTranscript) {
  const { postId, mediaVersion } = of;
  const captions: CaptionItem = {
    postId,
    language: "hi",
    postVersion: 1,
    mediaVersion,
    state: "ready",
    source: "transcribed",
    revision: 0,
    vttKey: VTT.replace("en", "hi"),
    srtKey: SRT.replace("en", "hi"),
    updatedAt: "2026-11-03T04:59:00.000Z",
  };
  return { captions, files: spokenFiles(of, "hi") };
}

describe("plan-translations and translate-captions, from their packages", () => {
  let desk: TranslationDesk;
  const open = async (settings?: Parameters<TranslationDesk["open"]>[0]) => {
    desk = new TranslationDesk();
    await desk.open(settings);
  };
  afterEach(() => desk.close());

  const states = async (): Promise<Record<string, string>> => {
    const items = (await desk.items("captions")) as unknown as CaptionItem[];
    const captions = items.filter(({ language }) => language !== "media" && !language.includes("#"));
    return Object.fromEntries(captions.map(({ language, state }) => [language, state]));
  };
  const wanted = async (...languages: readonly string[]) =>
    desk.put("requests", { requestId: "post#p-1", languages: new Set(languages), expiresAt: 2_000_000_000 });

  describe("plan", () => {
    beforeEach(() => open());

    it("sends a message a language, and says why not", async () => {
      await desk.transcribed(stored);
      expect(await desk.plan(KEY)).to.equal(true);
      expect(await states()).to.deep.equal({ en: "translating", ta: "translating", or: "unsupported" });
      const { postId, mediaVersion } = stored;
      expect(await desk.waiting()).to.have.deep.members(
        ["en", "ta"].map((language) => ({ kind: "translate", postId, mediaVersion, language })),
      );
    });
    it("adds the languages that somebody has asked for before", async () => {
      await desk.transcribed(stored);
      await wanted("bn", "en");
      await desk.plan(KEY);
      expect((await desk.waiting()).map(({ language }) => language)).to.have.members(["en", "ta", "bn"]);
    });
    it("sends again what may have been lost, and nothing that is done", async () => {
      await desk.transcribed(stored);
      desk.before = ({ operation }) => {
        if (operation === "SendMessageBatch") throw serviceError("ServiceUnavailable");
        return undefined;
      };
      expect(await desk.plan(KEY)).to.equal(false);
      desk.before = () => undefined;
      expect(await desk.translate(stored, "ta")).to.equal(true);
      expect(await desk.plan(KEY)).to.equal(true);
      expect((await desk.waiting()).map(({ language }) => language)).to.deep.equal(["en"]);
    });
    it("leaves a message in the queue of which the next queue took a part only", async () => {
      await desk.transcribed(stored);
      desk.before = ({ operation, input }) => {
        if (operation !== "SendMessageBatch") return undefined;
        const [first, ...others] = (input["Entries"] as { Id: string }[]).map(({ Id }) => ({ Id }));
        return { answer: { Successful: others, Failed: [{ ...first, Code: "InternalError", Message: "x" }] } };
      };
      expect(await desk.plan(KEY)).to.equal(false);
    });
    it("does nothing for media that is gone, replaced, or another object", async () => {
      const media = await desk.transcribed(stored);
      const cases = [
        () => desk.put("captions", { ...media, state: "withdrawn" }),
        () => desk.put("captions", { ...media, mediaVersion: "fedcba9876543210", postVersion: 2 }),
      ];
      for (const change of cases) {
        await change();
        expect(await desk.plan(KEY)).to.equal(true);
      }
      expect(await desk.plan("transcripts/p-9/0123456789abcdef.json", "captions/p-1/x.vtt")).to.equal(true);
      expect([await states(), await desk.waiting()]).to.deep.equal([{}, []]);
    });
  });

  describe("translate", () => {
    beforeEach(async () => {
      await open();
      await desk.transcribed(stored);
    });

    it("publishes both files and the item, which waits no more", async () => {
      await desk.plan(KEY);
      expect(await desk.translate(stored, "en")).to.equal(true);
      const item = await desk.item("en");
      expect(item).to.include({ state: "ready", source: "translated", revision: 0, vttKey: VTT, srtKey: SRT });
      expect(item).to.not.have.any.keys("pending", "since", "reason");
      expect(item?.quality?.limits).to.include({ lines: 0, "line-length": 0, overlap: 0 });
      const [vtt, srt] = [await desk.object("published", VTT), await desk.object("published", SRT)];
      expect(vtt).to.include({ ContentType: "text/vtt; charset=utf-8", ContentLanguage: "en" });
      expect([vtt.CacheControl, srt.CacheControl]).to.deep.equal(["public, max-age=300", "public, max-age=300"]);
      const files = [verifyVtt(vtt.body), verifySrt(srt.body)];
      for (const { cues, problems } of files) {
        expect(problems).to.deep.equal([]);
        expect(cues.flatMap(({ lines }) => lines).join(" ")).to.equal(item?.text);
      }
    });

    it("does the same when the message comes again, without the translator", async () => {
      await desk.translate(stored, "en");
      const all = async () => [{ ...(await desk.item("en")), updatedAt: "" }, await desk.object("published", VTT)];
      const before = await all();
      const asked = desk.asked().length;
      await desk.translate(stored, "en", 2);
      expect(await all()).to.deep.equal(before);
      expect(desk.asked()).to.have.length(asked);
    });

    it("translates after a correction only the sentences again that it touches", async () => {
      await desk.translate(stored, "en");
      const before = desk.asked().length;
      await desk.corrected(stored, "hi", 2, "पर ही रहे।");
      await desk.translate(stored, "en");
      expect(desk.asked().slice(before)).to.deep.equal(["हम सब घर पर ही रहे।"]);
      expect((await desk.item("en"))?.revision).to.equal(1);
    });
    it("shows the author's own text", async () => {
      await desk.corrected(stored, "en", 3, "See you tomorrow!");
      await desk.translate(stored, "en");
      expect((await desk.item("en"))?.text).to.match(/See you tomorrow!$/);
      expect((await desk.object("published", VTT)).body).to.contain(
        "by a machine (Amazon Translate), and corrected by",
      );
    });

    it("takes back what came too late: older than corrections, than a withdrawal, than other media", async () => {
      await desk.translate(stored, "en");
      const media = (await desk.items("captions")).find(({ language }) => language === "media");
      const current = await desk.object("published", VTT);
      const item = await desk.item("en");
      const meanwhile = [
        async () => desk.put("captions", { ...item, revision: 7 }),
        async () => desk.put("captions", { ...item, state: "withdrawn" }),
        async () => desk.put("captions", { ...media, state: "withdrawn" }),
        async () => desk.put("captions", { ...media, mediaVersion: "fedcba9876543210", postVersion: 2 }),
      ];
      for (const change of meanwhile) {
        await desk.put("captions", media ?? {});
        await desk.put("captions", item ?? {});
        await desk.write("published", VTT, "somebody else's");
        let changed: Promise<unknown> | undefined;
        // The second file is on its way: what is read of the table afterwards decides.
        desk.before = ({ operation, input }) => {
          if (operation === "PutObject" && input["Key"] === SRT) changed ??= change();
          return undefined;
        };
        expect(await desk.translate(stored, "en")).to.equal(true);
        await changed;
        expect((await desk.object("published", VTT)).body).to.equal("somebody else's");
        expect(await desk.keys("published")).to.deep.equal([SRT, VTT]);
      }
      expect(current.body).to.contain("WEBVTT");
    });

    it("does nothing for media that is gone, and clears up after a try that died", async () => {
      await desk.put("captions", { ...(await desk.transcribed(stored)), state: "withdrawn" });
      await desk.write("published", VTT, "of a try that died");
      expect(await desk.translate(stored, "en", 1)).to.equal(true);
      expect(await desk.keys("published")).to.deep.equal([VTT]);
      expect(await desk.translate(stored, "en", 2)).to.equal(true);
      expect(await desk.keys("published")).to.deep.equal([]);
      expect(desk.asked()).to.deep.equal([]);
    });
    it("does nothing in the spoken language, nor before there is a transcript", async () => {
      expect(await desk.translate(stored, "hi")).to.equal(true);
      const other: StoredTranscript = { ...stored, postId: "p-2" };
      expect(await desk.translate(other, "en")).to.equal(true);
      expect([await states(), await desk.keys("published")]).to.deep.equal([{}, []]);
    });
    it("in the spoken language does what corrections owe: files, and a message a language, until it is done", async () => {
      await desk.translate(stored, "en");
      await desk.corrected(stored, "hi", 2, "पर ही रहे।");
      const owing = { pending: "translating#1", since: "2026-11-03T05:00:00.000Z", owes: new Set(["hi#00002@1"]) };
      const { captions, files } = spokenOf(stored);
      await desk.put("captions", { ...captions, ...owing });
      for (const { key, body } of files) await desk.write("published", key, body);
      const crashes = ["PutObject", "TransactWriteItems", "SendMessageBatch", "UpdateItem"];
      for (const [index, crash] of crashes.entries()) {
        desk.before = ({ operation }) => {
          if (operation === crash) throw serviceError("Crash");
          return undefined;
        };
        expect(await desk.translate(stored, "hi", index + 1)).to.equal(false);
        expect(await desk.item("hi")).to.deep.include(owing);
      }
      desk.before = () => undefined;
      await desk.waiting();
      expect(await desk.translate(stored, "hi", 5)).to.equal(true);
      expect(await desk.item("hi")).to.include({ state: "ready", revision: 1 });
      expect(await desk.item("hi")).to.not.have.any.keys("pending", "since", "owes");
      expect((await desk.object("published", VTT.replace("en", "hi"))).body).to.contain("पर ही रहे।");
      expect((await desk.waiting()).map(({ language }) => language)).to.deep.equal(["en"]);
    });
    it("in the spoken language leaves what was corrected meanwhile owed", async () => {
      const { captions, files } = spokenOf(stored);
      const owing = { ...captions, pending: "translating#1", since: "2026-11-03T05:00:00.000Z" };
      await desk.put("captions", { ...owing, owes: new Set(["hi#00002@1"]) });
      for (const { key, body } of files) await desk.write("published", key, body);
      let other: Promise<unknown> | undefined;
      desk.before = ({ operation }) => {
        if (operation === "TransactWriteItems")
          other ??= desk.put("captions", { ...owing, owes: new Set(["hi#00002@1", "hi#00000@1"]) });
        return undefined;
      };
      expect(await desk.translate(stored, "hi")).to.equal(true);
      await other;
      const after = await desk.item("hi");
      expect([...(after?.owes ?? [])]).to.deep.equal(["hi#00000@1"]);
      expect(after?.pending).to.equal("translating#1");
    });
    it("says why a language cannot be translated into", async () => {
      expect(await desk.translate(stored, "or")).to.equal(true);
      expect(await desk.item("or")).to.include({ state: "unsupported", reason: "Amazon Translate has no Odia." });
    });

    it("keeps what it has when the translator fails, and goes on from there", async () => {
      let calls = 0;
      desk.before = ({ operation }) => {
        if (operation === "TranslateText" && ++calls === 2) throw serviceError("ThrottlingException");
        return undefined;
      };
      expect(await desk.translate(stored, "en")).to.equal(false);
      expect(await desk.item("en")).to.include({ state: "translating" });
      const kept = (await desk.items("cache")).length;
      expect(kept).to.be.greaterThan(0);
      desk.before = () => undefined;
      expect(await desk.translate(stored, "en", 2)).to.equal(true);
      expect(desk.asked().length - calls).to.equal(3 - kept);
      const usage = await desk.items("usage");
      expect(usage.map(({ entry }) => String(entry).split("#")[0]).sort()).to.deep.equal([
        "total",
        "translate-characters",
      ]);
    });
    it("has a message that failed come back soon, later each time, and not at all sooner when SQS refuses", async () => {
      desk.timeLeft = 20_000;
      const waits: number[] = [];
      let refused = false;
      desk.before = ({ operation, input }) => {
        if (operation !== "ChangeMessageVisibility") return undefined;
        expect(input["ReceiptHandle"]).to.equal("handle");
        waits.push(Number(input["VisibilityTimeout"]));
        if (refused) throw serviceError("MessageNotInflight");
        return { answer: {} };
      };
      for (const receives of [1, 2, 3, 4]) expect(await desk.translate(stored, "en", receives)).to.equal(false);
      for (const [index, most] of [60, 240, 960, 3600].entries()) expect(waits[index]).to.be.within(most / 2, most);
      refused = true;
      expect(await desk.translate(stored, "en", 1)).to.equal(false);
      desk.timeLeft = 600_000;
      expect(await desk.translate(stored, "en", 2)).to.equal(true);
      expect(waits).to.have.length(5);
    });
    it("begins no call that it could not end", async () => {
      desk.timeLeft = 20_000;
      expect(await desk.translate(stored, "en")).to.equal(false);
      expect(desk.asked()).to.deep.equal([]);
    });
    const refusals = [
      ["UnsupportedLanguagePairException", "unsupported"],
      ["InvalidRequestException", "failed"],
      ["TextSizeLimitExceededException", "failed"],
    ] as const;
    for (const [name, state] of refusals) {
      it(`ends after ${name}, and tries again when asked to`, async () => {
        desk.before = ({ operation }) => {
          if (operation === "TranslateText") throw serviceError(name);
          return undefined;
        };
        expect(await desk.translate(stored, "en")).to.equal(true);
        const item = await desk.item("en");
        expect(item).to.include({ state }).and.to.have.property("reason");
        expect(item).to.not.have.property("pending");
        desk.before = () => undefined;
        await desk.translate(stored, "en");
        expect(await desk.item("en"))
          .to.include({ state: "ready" })
          .and.to.not.have.property("reason");
      });
    }
    it("takes an error of another service for no word of the translator", async () => {
      desk.before = ({ operation }) => {
        if (operation === "BatchGetItem") throw serviceError("ValidationException");
        return undefined;
      };
      expect(await desk.translate(stored, "en")).to.equal(false);
    });
    it("asks the cache again for what it has left over, and gives up when there is no end of it", async () => {
      await desk.translate(stored, "en");
      const asked = desk.asked().length;
      let rounds = 0;
      const leftOver = (most: number) => {
        rounds = 0;
        desk.before = ({ operation, input }) => {
          if (operation !== "BatchGetItem" || ++rounds > most) return undefined;
          return { answer: { Responses: {}, UnprocessedKeys: input["RequestItems"] } };
        };
      };
      leftOver(2);
      expect(await desk.translate(stored, "en")).to.equal(true);
      leftOver(Infinity);
      expect(await desk.translate(stored, "en")).to.equal(false);
      expect([rounds, desk.asked().length]).to.deep.equal([6, asked]);
    });
    it("asks the cache for a hundred at a time", async () => {
      const long = storedOf(Array.from({ length: 130 }, (_, index) => `यह वाक्य ${index}।`));
      await desk.transcribed({ ...long, postId: "p-3" });
      desk.before = ({ operation, input }) =>
        operation === "TranslateText" ? { answer: { TranslatedText: input["Text"] } } : undefined;
      expect(await desk.translate({ ...long, postId: "p-3" }, "en")).to.equal(true);
      const reads = desk.calls.filter(({ operation }) => operation === "BatchGetItem").map(({ input }) => input);
      const counts = reads.map(
        ({ RequestItems }) => (RequestItems as { cache: { Keys: unknown[] } }).cache.Keys.length,
      );
      expect(counts.slice(0, 2)).to.deep.equal([100, 30]);
      expect(desk.asked()).to.include("यह वाक्य 129।");
    });
  });

  describe("with a daily limit", () => {
    const characters = "आज सुबह बारिश हुई।हम सब घर पर रहे।कल फिर मिलेंगे।".length;
    it("parks what is over it, and goes on the next day", async () => {
      await open({ daily: characters });
      await desk.transcribed(stored);
      expect(await desk.translate(stored, "en")).to.equal(true);
      expect(await desk.item("en")).to.include({ state: "ready" });
      await desk.plan(KEY);
      expect(await desk.translate(stored, "ta")).to.equal(true);
      const parked = await desk.item("ta");
      expect(parked).to.include({ state: "parked" });
      expect(parked?.pending).to.match(/^parked#\d$/);
      expect(parked?.reason).to.contain("used up");
      await desk.world.runFor(20 * 3_600_000);
      await desk.translate(stored, "ta");
      expect(await desk.item("ta"))
        .to.include({ state: "ready" })
        .and.to.not.have.property("pending");
      const totals = (await desk.items("usage")).filter(({ entry }) => entry === "total#translate-characters");
      expect(totals.map(({ day, amount }) => [day, amount])).to.have.deep.members([
        ["2026-11-03", characters],
        ["2026-11-04", characters],
      ]);
    });
    it("keeps the captions that there are when a correction is over it", async () => {
      await open({ daily: characters });
      await desk.transcribed(stored);
      await desk.translate(stored, "en");
      await desk.corrected(stored, "hi", 0, "आज सुबह धूप थी।");
      await desk.translate(stored, "en");
      const item = await desk.item("en");
      expect(item).to.include({ state: "ready", revision: 0, vttKey: VTT });
      expect(item?.pending).to.match(/^parked#/);
      await desk.world.runFor(20 * 3_600_000);
      await desk.translate(stored, "en");
      expect(await desk.item("en"))
        .to.include({ state: "ready", revision: 1 })
        .and.to.not.have.property("pending");
    });
    it("says that a day is too short for some", async () => {
      await open({ daily: 10 });
      await desk.transcribed(stored);
      await desk.translate(stored, "en");
      expect((await desk.item("en"))?.reason).to.contain("more than the 10 of a whole day");
    });
  });
});
