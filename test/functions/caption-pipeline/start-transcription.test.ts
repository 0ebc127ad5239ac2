import { expect } from "chai";
import { HINDI, JOB, KEY, mediaMessage, postOf, TranscriptionDesk, VERSION } from "./transcription-desk";

const STAGED = `staging/${JOB}/media.mp3`;
const MIB = 1024 * 1024;

describe("start-transcription, from its package", () => {
  let desk: TranscriptionDesk;
  const open = async (settings?: Parameters<TranscriptionDesk["open"]>[0]) => {
    desk = new TranscriptionDesk();
    await desk.open(settings);
  };
  beforeEach(() => open());
  afterEach(() => desk.close());

  /** Jobs that Transcribe has, by the copy that they read; what the day's total has reserved. */
  const started = () =>
    desk.calls.filter(({ operation }) => operation === "StartTranscriptionJob").map(({ input }) => input);
  const reserved = async () => {
    const usage = await desk.items("usage");
    const total = usage.find(({ entry }) => entry === "total#transcribe-seconds");
    return [total?.["amount"] ?? 0, usage.filter(({ state }) => state !== undefined).length];
  };

  it("copies the recording, reserves its seconds, and starts the job in the language that the post states", async () => {
    await desk.posted();
    expect(await desk.start({ body: mediaMessage() })).to.deep.equal([]);
    expect(await desk.media()).to.include({ state: "transcribing", mediaVersion: VERSION, jobName: JOB, attempts: 1 });
    expect(await reserved()).to.deep.equal([15, 1]);
    expect(await desk.keys("raw")).to.deep.equal([STAGED]);
    const [job, ...others] = started();
    expect(others).to.deep.equal([]);
    expect(job).to.deep.include({
      TranscriptionJobName: JOB,
      Media: { MediaFileUri: `s3://raw/${STAGED}` },
      LanguageCode: "hi-IN",
      OutputKey: `transcribe/${JOB}.json`,
    });
    expect(await desk.read("raw", STAGED)).to.equal(await desk.read("media", KEY));
  });

  it("has the language identified where the post states none, or one that Transcribe lacks", async () => {
    await desk.posted({ language: undefined });
    await desk.posted({ postId: "p-2", language: "as" });
    const messages = ["p-1", "p-2"].map((postId) => ({ body: mediaMessage({ postId }) }));
    expect(await desk.start(...messages)).to.deep.equal([]);
    for (const job of started()) {
      expect(job).to.deep.include({ IdentifyLanguage: true, LanguageOptions: ["hi-IN", "ta-IN", "en-IN"] });
      expect(job).to.not.have.property("LanguageCode");
    }
  });

  it("copies a large recording in parts of the object that was looked at, and leaves nothing of a copy that fails", async () => {
    await desk.posted();
    const large = Buffer.alloc(17 * MIB, "speech ");
    await desk.write("media", KEY, large);
    desk.failAt("UploadPart", "before", 2);
    expect(await desk.start({ body: mediaMessage() })).to.deep.equal([0]);
    expect([desk.count("AbortMultipartUpload"), await desk.keys("raw")]).to.deep.equal([1, []]);
    desk.heal();
    expect(await desk.start({ body: mediaMessage(), receives: 2 })).to.deep.equal([]);
    expect((await desk.read("raw", STAGED)).length).to.equal(large.length);
    const parts = desk.calls.filter(({ operation, input }) => operation === "GetObject" && "Range" in input);
    for (const { input } of parts) expect(input["IfMatch"]).to.be.a("string");
    expect(await reserved()).to.deep.equal([Math.ceil((large.length * 8) / 32_000), 1]);
  });

  it("does nothing for a message that comes again", async () => {
    await desk.posted();
    await desk.start({ body: mediaMessage() }, { body: mediaMessage() });
    const before = await desk.media();
    expect(await desk.start({ body: mediaMessage(), receives: 2 })).to.deep.equal([]);
    expect([started().length, await reserved(), await desk.media()]).to.deep.equal([1, [15, 1], before]);
  });

  const effects = [
    ["TransactWriteItems", 1],
    ["HeadObject", 1],
    ["TransactWriteItems", 2],
    ["GetObject", 1],
    ["PutObject", 1],
    ["StartTranscriptionJob", 1],
    ["UpdateItem", 1],
  ] as const;
  for (const [operation, nth] of effects) {
    for (const when of ["before", "after"] as const) {
      it(`goes on where it died, ${when} its ${nth}. ${operation}`, async () => {
        await desk.posted();
        desk.failAt(operation, when, nth);
        expect(await desk.start({ body: mediaMessage() })).to.deep.equal([0]);
        expect((await desk.media())?.state ?? "starting").to.be.oneOf(["starting", "transcribing"]);
        desk.heal();
        expect(await desk.start({ body: mediaMessage(), receives: 2 })).to.deep.equal([]);
        expect(await desk.media()).to.include({ state: "transcribing", attempts: 1 });
        expect(await reserved()).to.deep.equal([15, 1]);
        await desk.pass(60);
        expect(await desk.keys("raw")).to.include(`transcribe/${JOB}.json`);
      });
    }
  }

  const replaced = { version: 2, audioFile: "audio/u-1/p-1-again.mp3" };
  const late: readonly (readonly [string, object, number])[] = [
    ["a post that was removed", { version: 2, deleted: true }, 0],
    ["a post that has no recording any more", { version: 2, audioFile: undefined }, 0],
    ["the recording that the post has now, not the message's", replaced, 1],
  ];
  for (const [what, change, jobs] of late) {
    it(`comes late for ${what}`, async () => {
      await desk.posted(change);
      expect(await desk.start({ body: mediaMessage() })).to.deep.equal([]);
      expect(started()).to.have.length(jobs);
      expect((await desk.media())?.postVersion).to.equal(jobs === 0 ? undefined : 2);
    });
  }

  it("waits for the table of posts where the message is newer", async () => {
    await desk.posted();
    expect(await desk.start({ body: mediaMessage({ postVersion: 2 }) })).to.deep.equal([0]);
    expect(await desk.media()).to.equal(undefined);
  });

  it("begins nothing for a post that is removed while it decides", async () => {
    await desk.posted();
    let removed: Promise<unknown> | undefined;
    desk.before = async ({ operation }) => {
      if (operation !== "TransactWriteItems") return;
      removed ??= desk.put("posts", postOf({ version: 2, deleted: true }));
      await removed;
    };
    expect(await desk.start({ body: mediaMessage() })).to.deep.equal([]);
    expect([await desk.media(), started(), await desk.keys("raw")]).to.deep.equal([undefined, [], []]);
  });

  it("waits for an upload through three receives, and says after the fourth that it is not there", async () => {
    await desk.put("posts", postOf());
    for (const receives of [1, 2, 3]) {
      expect(await desk.start({ body: mediaMessage(), receives })).to.deep.equal([0]);
      expect(await desk.media()).to.include({ state: "starting" });
    }
    expect(await desk.start({ body: mediaMessage(), receives: 4 })).to.deep.equal([]);
    expect(await desk.media()).to.include({
      state: "failed",
      reason: "The media file is not there, or the platform may not read it.",
    });
    expect([await reserved(), started()]).to.deep.equal([[0, 0], []]);
  });

  const unfit = [
    ["an empty file", {}, "failed", "The file is empty."],
    ["a container that Transcribe lacks", { audioFile: "audio/u-1/p-1.mov" }, "unsupported", /reads no \.mov/],
  ] as const;
  for (const [what, change, state, reason] of unfit) {
    it(`says why it does not take ${what}`, async () => {
      await desk.put("posts", postOf(change));
      await desk.write("media", KEY, Buffer.alloc(0));
      expect(await desk.start({ body: mediaMessage() })).to.deep.equal([]);
      const media = await desk.media();
      expect(media).to.include({ state }).and.to.not.have.property("pending");
      expect(media?.reason).to.match(typeof reason === "string" ? new RegExp(reason) : reason);
      expect([started(), await reserved()]).to.deep.equal([[], [0, 0]]);
    });
  }

  it("parks what the day's limit does not allow, and takes it on the next day", async () => {
    desk.close();
    await open({ dailySeconds: 20 });
    for (const postId of ["p-1", "p-2"]) await desk.posted({ postId });
    const [first, second] = ["p-1", "p-2"].map((postId) => ({ body: mediaMessage({ postId }) }));
    expect(await desk.start(first as never, second as never)).to.deep.equal([]);
    const parked = (await desk.items("captions")).find(({ postId }) => postId === "p-2");
    expect(parked).to.include({ state: "parked", estimatedSeconds: 15 });
    expect([parked?.["pending"], parked?.["reason"]].join()).to.match(/^parked#\d,.*used up/);
    expect([started().length, await desk.keys("raw")]).to.deep.equal([1, [STAGED]]);
    await desk.pass(20 * 3600);
    expect(await desk.start(second as never)).to.deep.equal([]);
    const resumed = (await desk.items("captions")).find(({ postId }) => postId === "p-2");
    expect(resumed).to.include({ state: "transcribing", attempts: 1, reservedOn: "2026-11-04" });
    expect(resumed).to.not.have.property("reason");
  });

  it("leaves a message in the queue while Transcribe throttles, under the reservation that it has", async () => {
    await desk.posted();
    for (const receives of [1, 2]) {
      desk.failAt("StartTranscriptionJob", "before", 1, "LimitExceededException");
      expect(await desk.start({ body: mediaMessage(), receives })).to.deep.equal([0]);
    }
    desk.heal();
    expect(await desk.start({ body: mediaMessage(), receives: 3 })).to.deep.equal([]);
    expect([await reserved(), (await desk.media())?.state]).to.deep.equal([[15, 1], "transcribing"]);
  });

  it("ends what Transcribe refuses for good, and takes its seconds off the day's", async () => {
    await desk.posted();
    desk.failAt("StartTranscriptionJob", "before", 1, "BadRequestException");
    expect(await desk.start({ body: mediaMessage() })).to.deep.equal([]);
    expect(await desk.media()).to.include({
      state: "failed",
      reason: "Amazon Transcribe does not take it: BadRequestException",
    });
    expect(await reserved()).to.deep.equal([0, 1]);
  });

  it("fails of a batch only the messages that cannot be read, and those of posts that nobody can read", async () => {
    for (const postId of ["p-1", "p-2", "p-3"]) await desk.posted({ postId }, HINDI);
    desk.before = ({ operation, input }) => {
      if (operation === "GetItem" && JSON.stringify(input["Key"]).includes("p-2")) throw new Error("throttled");
    };
    const bodies = [mediaMessage(), "{", mediaMessage({ postId: "p-2" }), "null", mediaMessage({ postId: "p-3" })];
    expect(await desk.start(...bodies.map((body) => ({ body })))).to.have.members([1, 2, 3]);
    expect(started().map((job) => job["TranscriptionJobName"])).to.deep.equal([JOB, `p-3.${VERSION}`]);
  });
});
