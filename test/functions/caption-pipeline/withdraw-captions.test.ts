import type { CaptionItem, CorrectionItem, WithdrawMessage } from "@huut/domain";
import { captionKey, transcriptKey } from "@huut/domain";
import { expect } from "chai";
import { mediaItem } from "../../domain/captions/media-items";
import { TranscriptionDesk, VERSION } from "./transcription-desk";

const OTHER = "0123456789abcdef";
const NOW = "2026-11-03T04:00:00.000Z";

/** The post was removed with this version, or has lost one recording with it. */
function withdrawal(postVersion: number, mediaVersion?: string): WithdrawMessage {
  return { kind: "withdraw", postId: "p-1", postVersion, ...(mediaVersion === undefined ? {} : { mediaVersion }) };
}

describe("withdraw-captions, from its package", () => {
  let desk: TranscriptionDesk;
  beforeEach(async () => {
    desk = new TranscriptionDesk();
    await desk.open();
  });
  afterEach(() => desk.close());

  /** Captions in Hindi and English of a recording, with a correction: the post's, of its third version, unless told otherwise. */
  const captioned = async ({ mediaVersion = VERSION, postVersion = 3, postId = "p-1", isCurrent = true } = {}) => {
    const common = { postId, postVersion, mediaVersion, updatedAt: NOW };
    if (isCurrent)
      await desk.put("captions", mediaItem({ ...common, state: "transcribed", pending: "transcribing#1" }));
    for (const language of ["hi", "en"]) {
      const [vttKey, srtKey] = (["vtt", "srt"] as const).map((format) =>
        captionKey({ postId, mediaVersion, language, format }),
      );
      for (const key of [vttKey, srtKey]) await desk.write("published", key as string, language);
      const source = language === "hi" ? "transcribed" : "translated";
      const item: CaptionItem = {
        ...common,
        language,
        state: "ready",
        source,
        revision: 1,
        vttKey: `${vttKey}`,
        text: "x",
      };
      if (isCurrent) await desk.put("captions", item);
    }
    const fields = { cue: 1, text: "x", revision: 1, correctedBy: "u-1", correctedAt: NOW };
    const correction: CorrectionItem = { postId, language: "hi#00001", mediaVersion, ...fields };
    if (isCurrent) await desk.put("captions", correction);
    await desk.write("curated", transcriptKey(postId, mediaVersion), "{}");
  };
  const states = async (postId = "p-1") => {
    const items = (await desk.items("captions")).filter((item) => item["postId"] === postId);
    return Object.fromEntries(items.map(({ language, state }) => [language, state ?? "there"]));
  };
  /** Media versions that there are files of, and transcripts. */
  const left = async () => {
    const versions = async (bucket: string) =>
      [
        ...new Set((await desk.keys(bucket)).map((key) => `${key.split("/")[1]}/${/[0-9a-f]{16}/.exec(key)?.[0]}`)),
      ].sort();
    return { published: await versions("published"), curated: await versions("curated") };
  };
  const both = (...versions: readonly string[]) => {
    const sorted = versions.map((version) => `p-1/${version}`).sort();
    return { published: sorted, curated: sorted };
  };
  const GONE = { media: "withdrawn", hi: "withdrawn", en: "withdrawn" };
  const READY = { media: "transcribed", hi: "ready", en: "ready", "hi#00001": "there" };

  it("takes items, corrections, files and transcripts of a removed post away, and nobody else's", async () => {
    await captioned();
    await captioned({ mediaVersion: OTHER, isCurrent: false });
    await captioned({ postId: "p-10" });
    expect(await desk.withdraw(withdrawal(4))).to.deep.equal([]);
    expect(await states()).to.deep.equal(GONE);
    for (const language of ["media", "hi", "en"]) {
      const item = (await desk.items("captions")).find(
        (each) => each["postId"] === "p-1" && each["language"] === language,
      );
      expect(item).to.include({ postVersion: 4 }).and.to.not.have.any.keys("pending", "text", "vttKey");
    }
    expect(await left()).to.deep.equal({ published: [`p-10/${VERSION}`], curated: [`p-10/${VERSION}`] });
    expect(await states("p-10")).to.deep.equal(READY);
  });

  it("takes a replaced recording's captions away, and leaves those of the new one", async () => {
    await captioned();
    await captioned({ mediaVersion: OTHER, isCurrent: false });
    expect(await desk.withdraw(withdrawal(3, OTHER))).to.deep.equal([]);
    expect([await states(), await left()]).to.deep.equal([READY, both(VERSION)]);
  });

  it("takes them away before the new recording is begun with", async () => {
    await captioned();
    expect(await desk.withdraw(withdrawal(4, VERSION))).to.deep.equal([]);
    expect([await states(), await left()]).to.deep.equal([GONE, both()]);
    expect(await desk.media()).to.include({ postVersion: 3 });
  });

  const late: readonly (readonly [string, WithdrawMessage])[] = [
    ["of a removal, for a post that came back since", withdrawal(2)],
    ["of a recording, for one that the post has again", withdrawal(2, VERSION)],
  ];
  for (const [what, message] of late) {
    it(`leaves everything where it is told late ${what}`, async () => {
      await captioned();
      expect(await desk.withdraw(message)).to.deep.equal([]);
      expect([await states(), await left()]).to.deep.equal([READY, both(VERSION)]);
    });
  }

  it("does nothing twice, and nothing for a post without captions", async () => {
    await captioned();
    await desk.withdraw(withdrawal(4), withdrawal(4));
    const before = await desk.items("captions");
    expect(await desk.withdraw(withdrawal(4), { ...withdrawal(1), postId: "p-9" })).to.deep.equal([]);
    expect((await desk.items("captions")).map(({ updatedAt, ...item }) => [typeof updatedAt, item])).to.deep.equal(
      before.map(({ updatedAt, ...item }) => [typeof updatedAt, item]),
    );
    expect(await left()).to.deep.equal(both());
  });

  const effects = [
    ["UpdateItem", 1],
    ["Query", 1],
    ["UpdateItem", 2],
    ["UpdateItem", 3],
    ["DeleteItem", 1],
    ["ListObjectsV2", 1],
    ["DeleteObjects", 1],
    ["DeleteObjects", 2],
  ] as const;
  for (const [operation, nth] of effects) {
    for (const when of ["before", "after"] as const) {
      it(`ends the same when it dies ${when} its ${nth}. ${operation}`, async () => {
        await captioned();
        desk.failAt(operation, when, nth);
        expect(await desk.withdraw(withdrawal(4))).to.deep.equal([0]);
        desk.heal();
        expect(await desk.withdraw(withdrawal(4))).to.deep.equal([]);
        expect([await states(), await left()]).to.deep.equal([GONE, both()]);
      });
    }
  }

  it("keeps a correction that its author has written anew for the new recording meanwhile", async () => {
    await captioned();
    let anew: Promise<unknown> | undefined;
    desk.before = async ({ operation }) => {
      if (operation !== "DeleteItem") return;
      anew ??= desk.put("captions", { postId: "p-1", language: "hi#00001", mediaVersion: OTHER, cue: 1, text: "y" });
      await anew;
    };
    expect(await desk.withdraw(withdrawal(4, VERSION))).to.deep.equal([]);
    expect(await desk.item("hi#00001")).to.include({ text: "y" });
  });

  it("reads corrections page by page, and keys, too", async () => {
    await captioned();
    const { answer } = desk;
    const seen = new Set<string>();
    desk.answer = async (call) => {
      if (call.operation !== "Query" || "ExclusiveStartKey" in call.input === false) return answer.call(desk, call);
      const from = JSON.stringify(call.input["ExclusiveStartKey"] ?? null);
      seen.add(from);
      if (from === "null") return { Items: [], LastEvaluatedKey: { postId: { S: "p-1" }, language: { S: "a" } } };
      return answer.call(desk, call);
    };
    expect(await desk.withdraw(withdrawal(4))).to.deep.equal([]);
    expect([await states(), seen.size]).to.deep.equal([GONE, 2]);
  });

  it("leaves a message in the queue of which an object could not be deleted", async () => {
    await captioned();
    desk.before = ({ operation, input }) => {
      if (operation !== "DeleteObjects" || input["Bucket"] !== "published") return undefined;
      return { answer: { Errors: [{ Key: "k", Code: "InternalError", Message: "m" }] } };
    };
    expect(await desk.withdraw(withdrawal(4))).to.deep.equal([0]);
    desk.heal();
    expect([await desk.withdraw(withdrawal(4)), await left()]).to.deep.equal([[], both()]);
  });

  it("fails of a batch only the messages that cannot be read", async () => {
    await captioned();
    expect(await desk.withdraw("{", withdrawal(4), "null")).to.have.members([0, 2]);
    expect(await states()).to.deep.equal(GONE);
  });
});
