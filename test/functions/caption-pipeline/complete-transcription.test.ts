import { pendingKey, type CaptionItem } from "@huut/domain";
import { expect } from "chai";
import { verifySrt, verifyVtt } from "../../../cli/captions/verify";
import type { MediaSample } from "../../../samples/media";
import { HINDI, JOB, mediaMessage, postOf, TranscriptionDesk, VERSION } from "./transcription-desk";

const ENDED = { body: { detail: { TranscriptionJobName: JOB, TranscriptionJobStatus: "COMPLETED" } } };
const AGAIN = { ...ENDED, receives: 2 };
const OUTPUT = `transcribe/${JOB}.json`;
const TRANSCRIPT = `transcripts/p-1/${VERSION}.json`;
const [SRT, VTT] = [`captions/p-1/${VERSION}/hi.srt`, `captions/p-1/${VERSION}/hi.vtt`];
/** By which Transcribe tries whether it may write. */
const CHECK = "transcribe/.write_access_check_file.temp";

describe("complete-transcription, from its package", () => {
  let desk: TranscriptionDesk;
  beforeEach(async () => {
    desk = new TranscriptionDesk();
    await desk.open();
  });
  afterEach(() => desk.close());

  /** A post whose job has ended. */
  const ended = async (sample: MediaSample = HINDI, change: object = {}) => {
    await desk.posted(change, sample);
    await desk.start({ body: mediaMessage() });
    await desk.pass(60);
    desk.calls.length = 0;
  };
  const spent = async () => (await desk.items("usage")).map(({ amount, spent: seconds }) => amount ?? seconds).sort();
  /** Everything there is, but for instants. */
  const everything = async () => {
    const items = (await desk.items("captions")).map(({ updatedAt, ...item }) => {
      expect(updatedAt).to.be.a("string");
      return item;
    });
    const files = await Promise.all(
      [TRANSCRIPT, SRT, VTT].map((key) => desk.read(key === TRANSCRIPT ? "curated" : "published", key)),
    );
    return {
      items,
      files,
      raw: await desk.keys("raw"),
      spent: await spent(),
      withdrawals: await desk.messages("withdrawals"),
    };
  };
  const nothing = async () => [await desk.keys("curated"), await desk.keys("published"), await desk.item("hi")];
  const NOTHING = [[], [], undefined];

  it("publishes files, item and transcript, settles, and takes the job's objects away", async () => {
    await ended();
    expect(await desk.complete(ENDED)).to.deep.equal([]);
    expect(await desk.media()).to.include({ state: "transcribed", spokenLanguage: "hi-IN", transcriptKey: TRANSCRIPT });
    expect(await desk.media()).to.not.have.any.keys("pending", "since", "reason");
    const item = await desk.item("hi");
    expect(item).to.include({ state: "ready", source: "transcribed", revision: 0, text: HINDI.text, vttKey: VTT });
    const vtt = await desk.object("published", VTT);
    expect(vtt).to.include({ ContentType: "text/vtt; charset=utf-8", ContentLanguage: "hi-IN" });
    for (const { problems } of [verifyVtt(vtt.body), verifySrt(await desk.read("published", SRT))]) {
      expect(problems).to.deep.equal([]);
    }
    expect(JSON.parse(await desk.read("curated", TRANSCRIPT))).to.include({ postId: "p-1", text: HINDI.text });
    expect([await desk.keys("raw"), await spent()]).to.deep.equal([[CHECK], [15, 15]]);
  });

  it("does nothing for an event that comes again, nor for one of a job that nobody waits for", async () => {
    await ended();
    await desk.complete(ENDED, ENDED);
    const before = await everything();
    const puts = desk.count("PutObject");
    expect(
      await desk.complete(AGAIN, { body: { detail: { TranscriptionJobName: "p-9.0123456789abcdef" } } }),
    ).to.deep.equal([]);
    expect([await everything(), desk.count("PutObject")]).to.deep.equal([before, puts]);
  });

  it("leaves a job that has not ended", async () => {
    await desk.posted();
    await desk.start({ body: mediaMessage() });
    expect(await desk.complete(ENDED)).to.deep.equal([]);
    expect([await nothing(), (await desk.media())?.state]).to.deep.equal([NOTHING, "transcribing"]);
    expect(desk.count("DeleteObjects")).to.equal(0);
  });

  const effects = [
    ["GetTranscriptionJob", 1],
    ["GetObject", 1],
    ["PutObject", 1],
    ["PutObject", 2],
    ["TransactWriteItems", 1],
    ["UpdateItem", 1],
    ["TransactWriteItems", 2],
    ["PutObject", 3],
    ["UpdateItem", 2],
    ["DeleteObjects", 1],
  ] as const;
  it("has no other effect than those after which it is tried to die", async () => {
    await ended();
    await desk.complete(ENDED);
    const reads = ["GetItem", "GetTranscriptionJob", "GetObject"];
    const made = desk.calls.map(({ operation }) => operation).filter((operation) => !reads.includes(operation));
    const tried = effects.map(([operation]) => operation).filter((operation) => !reads.includes(operation));
    expect(made).to.deep.equal(tried);
  });
  for (const [operation, nth] of effects) {
    for (const when of ["before", "after"] as const) {
      it(`ends the same when it dies ${when} its ${nth}. ${operation}`, async () => {
        await ended();
        desk.failAt(operation, when, nth);
        expect(await desk.complete(ENDED)).to.deep.equal([0]);
        desk.heal();
        expect(await desk.complete(AGAIN)).to.deep.equal([]);
        const { items, files, raw, spent: seconds, withdrawals } = await everything();
        expect(items.map(({ language, state, pending }) => [language, state, pending])).to.deep.equal([
          ["hi", "ready", undefined],
          ["media", "transcribed", undefined],
        ]);
        expect(files.map((file) => file.includes("नमस्ते दोस्तो।"))).to.deep.equal([true, true, true]);
        expect([raw, seconds, withdrawals]).to.deep.equal([[CHECK], [15, 15], []]);
      });
    }
  }

  it("keeps what the author has corrected since an earlier try", async () => {
    await ended();
    desk.failAt("PutObject", "before", 3);
    await desk.complete(ENDED);
    desk.heal();
    await desk.put("captions", { ...(await desk.item("hi")), revision: 3, text: "corrected" });
    await desk.write("published", VTT, "corrected");
    expect(await desk.complete(AGAIN)).to.deep.equal([]);
    expect([await desk.read("published", VTT), (await desk.item("hi"))?.revision]).to.deep.equal(["corrected", 3]);
    expect(await desk.keys("curated")).to.deep.equal([TRANSCRIPT]);
  });

  it("has taken back what it published for a post that was removed meanwhile, also after it died", async () => {
    await ended();
    const removed = { ...(await desk.media()), state: "withdrawn", postVersion: 2 };
    let gone: Promise<unknown> | undefined;
    desk.before = ({ operation, input }) => {
      if (operation === "PutObject" && input["Key"] === SRT) gone ??= desk.put("captions", removed);
    };
    expect(await desk.complete(ENDED)).to.deep.equal([]);
    await gone;
    const withdrawal = { kind: "withdraw", postId: "p-1", postVersion: 2 };
    expect(await desk.messages("withdrawals")).to.deep.equal([withdrawal]);
    expect([await desk.item("hi"), await desk.keys("curated")]).to.deep.equal([undefined, []]);
    expect(await desk.complete(AGAIN)).to.deep.equal([]);
    expect(await desk.messages("withdrawals")).to.deep.equal([withdrawal]);
  });

  it("has nothing taken back of a post that is there", async () => {
    await ended();
    await desk.complete(ENDED);
    expect([await desk.complete(AGAIN), await desk.messages("withdrawals")]).to.deep.equal([[], []]);
  });

  it("writes down that nothing is said, and no file", async () => {
    await ended({ container: "mp3", durationMs: 4_000, language: "hi-IN", text: "" });
    expect(await desk.complete(ENDED)).to.deep.equal([]);
    expect(await desk.media())
      .to.include({ state: "silent" })
      .and.to.not.have.property("pending");
    expect([await nothing(), await desk.keys("raw")]).to.deep.equal([NOTHING, [CHECK]]);
  });

  it("shows nothing of what was guessed in place of a language that Transcribe lacks", async () => {
    await ended({ ...HINDI, confidence: 0.4 }, { language: "as" });
    expect(await desk.complete(ENDED)).to.deep.equal([]);
    const media = await desk.media();
    expect(media).to.include({ state: "unsupported" });
    expect(media?.reason).to.contain("Amazon Transcribe has no Assamese.");
    expect([await nothing(), await spent()]).to.deep.equal([NOTHING, [15, 15]]);
  });

  it("ends media that is broken, and takes its seconds off the day's", async () => {
    await desk.posted();
    await desk.write("media", postOf().audioFile, "no media at all");
    await desk.start({ body: mediaMessage() });
    await desk.pass(60);
    expect(await desk.complete(ENDED)).to.deep.equal([]);
    const media = await desk.media();
    expect(media).to.include({ state: "failed" });
    expect(media?.reason).to.equal("Unsupported media format.");
    expect([await spent(), await desk.keys("raw")]).to.deep.equal([[0, 0], [CHECK]]);
  });

  it("ends a transcript that is broken", async () => {
    await ended();
    await desk.write("raw", OUTPUT, "{");
    expect(await desk.complete(ENDED)).to.deep.equal([]);
    expect(await desk.media()).to.include({ state: "failed" });
    expect(await nothing()).to.deep.equal(NOTHING);
  });

  const failures = [
    ["a job that failed for a reason of Transcribe's", "FAILED"],
    ["a transcript that is gone", "gone"],
  ] as const;
  for (const [what, how] of failures) {
    it(`has ${what} transcribed again, under the same reservation, five times at the most`, async () => {
      await ended();
      if (how === "gone") await desk.remove("raw", OUTPUT);
      const job = { TranscriptionJobStatus: how, FailureReason: "Internal failure." };
      desk.before = ({ operation }) =>
        how === "FAILED" && operation === "GetTranscriptionJob" ? { answer: { TranscriptionJob: job } } : undefined;
      expect(await desk.complete(ENDED)).to.deep.equal([]);
      expect(await desk.messages("media")).to.deep.equal([mediaMessage()]);
      expect(await desk.media()).to.include({ state: "starting", attempts: 2 });
      expect([desk.count("DeleteTranscriptionJob"), await spent()]).to.deep.equal([1, [15, undefined]]);
      await desk.put("captions", { ...(await desk.media()), state: "transcribing", attempts: 5 });
      if (how === "gone")
        desk.before = ({ operation }) =>
          operation === "GetTranscriptionJob"
            ? { answer: { TranscriptionJob: { TranscriptionJobStatus: "COMPLETED" } } }
            : undefined;
      expect(await desk.complete(AGAIN)).to.deep.equal([]);
      const media = await desk.media();
      expect(media).to.include({ state: "failed" });
      expect(media?.reason).to.match(/^Given up after 5 tries\./);
      expect([await desk.messages("media"), await spent()]).to.deep.equal([[], [0, 0]]);
    });
  }

  it("fails of a batch only the messages that cannot be read, and those of jobs that Transcribe does not tell of now", async () => {
    await ended();
    const other: Partial<CaptionItem> = { postId: "p-2", pending: pendingKey("transcribing", "p-2") };
    await desk.put("captions", { ...(await desk.media()), ...other, jobName: `p-2.${VERSION}` });
    desk.before = ({ operation, input }) => {
      if (operation === "GetTranscriptionJob" && String(input["TranscriptionJobName"]).startsWith("p-2"))
        throw Object.assign(new Error("Slow down"), { name: "LimitExceededException" });
    };
    const bodies = ["{", { detail: {} }, { detail: { TranscriptionJobName: `p-2.${VERSION}` } }, ENDED.body, "null"];
    expect(await desk.complete(...bodies.map((body) => ({ body })))).to.have.members([0, 2, 4]);
    expect((await desk.item("hi"))?.state).to.equal("ready");
  });
});
