import { fromSrt, type CaptionItem } from "@huut/domain";
import { expect } from "chai";
import { captions, correctedCue, media, MEDIA_VERSION } from "../../domain/captions/api/items";
import { storedOf } from "../../domain/captions/stored";
import { serviceError } from "../packaged";
import { ApiDesk, type ApiCall } from "./api-desk";

const stored = { ...storedOf(["नमस्ते दोस्तो।", "आज मौसम", "अच्छा है।", "फिर मिलेंगे।"]), mediaVersion: MEDIA_VERSION };
const items = [
  captions("hi"),
  captions("en"),
  captions("ta"),
  captions("or", { state: "unsupported", reason: "No Odia." }),
];

function put(n: number, text: string, revision = 0, more: Partial<ApiCall> = {}, language = "hi"): ApiCall {
  return { method: "PUT", target: `/v1/posts/p-1/captions/${language}/cues/${n}`, body: { text, revision }, ...more };
}

describe("correct-captions, from its package", () => {
  let desk: ApiDesk;
  beforeEach(async () => {
    desk = new ApiDesk();
    await desk.open();
    await desk.published(media(), stored, items.slice(0, 3));
    await desk.put("captions", items[3] as CaptionItem);
  });
  afterEach(() => desk.close());

  const lines = async (language: string) => {
    const srt = fromSrt(await desk.read("published", `captions/p-1/${MEDIA_VERSION}/${language}.srt`));
    const vtt = await desk.read("published", `captions/p-1/${MEDIA_VERSION}/${language}.vtt`);
    const texts = srt.map((cue) => cue.lines.join(" "));
    for (const text of texts) expect(vtt).to.contain(text);
    return texts;
  };
  const item = (language: string) => desk.item(language);
  /** What the spoken captions owe corrections; what they owe waits in the index. */
  const owed = async () => {
    const { owes, pending } = (await item("hi")) ?? {};
    expect(pending === undefined).to.equal(owes === undefined);
    return [...(owes ?? [])].sort();
  };
  const renewed = async () => (await desk.messages("translations")).map((message) => message["language"]).sort();

  it("writes the correction, the files, the item, and has every translation renewed", async () => {
    const reply = await desk.call(put(2, "आज का मौसम"));
    expect([reply.status, reply.headers["etag"]]).to.deep.equal([200, '"1"']);
    expect(reply.json).to.deep.equal(correctedCue(stored, "आज का मौसम"));
    expect(await lines("hi")).to.deep.equal(["नमस्ते दोस्तो।", "आज का मौसम", "अच्छा है।", "फिर मिलेंगे।"]);
    expect(await item("hi#00001")).to.include({ text: "आज का मौसम", revision: 1, correctedBy: "u-1", cue: 1 });
    expect(await item("hi")).to.include({ revision: 1, text: "नमस्ते दोस्तो। आज का मौसम अच्छा है। फिर मिलेंगे।" });
    expect(await renewed()).to.deep.equal(["en", "ta"]);
  });

  it("of a translation changes its cue, and has nothing renewed", async () => {
    const reply = await desk.call(put(3, "is nice", 0, {}, "en"));
    expect(reply.status).to.equal(200);
    expect(await lines("en")).to.deep.equal(["en 1", "en 2", "is nice", "en 4"]);
    expect(await lines("hi")).to.have.length(4);
    expect(await item("en")).to.include({ revision: 1, text: "en 1 en 2 is nice en 4" });
    expect(await renewed()).to.deep.equal([]);
  });

  it("of a translation is told in its WebVTT beside the machine's part, in those of other languages not", async () => {
    const note = async (language: string) => {
      const vtt = await desk.read("published", `captions/p-1/${MEDIA_VERSION}/${language}.vtt`);
      return vtt.split("\n\n").filter((block) => /^NOTE .*machine/.test(block));
    };
    const machine = "NOTE Translated from hi-IN by a machine (Amazon Translate)";
    expect(await note("en")).to.deep.equal([`${machine}.`]);
    await desk.call(put(3, "is nice", 0, {}, "en"));
    expect(await note("en")).to.deep.equal([`${machine}, and corrected by the post's author.`]);
    expect(await note("ta")).to.deep.equal([`${machine}.`]);
  });

  it("is the author's: of nobody else, of no other scope", async () => {
    const other = await desk.call(put(2, "x y", 0, { subject: "u-2" }));
    expect(other.json).to.include({ type: "urn:huut:problem:not-the-author", status: 403 });
    expect((await desk.call(put(2, "x y", 0, { scopes: ["captions/read"] }))).status).to.equal(403);
    expect(await item("hi#00001")).to.equal(undefined);
    expect(await lines("hi")).to.include("आज मौसम");
  });

  it("that comes again changes nothing, and does what a crash has left undone", async () => {
    let failing = true;
    desk.before = ({ operation }) => {
      if (operation === "SendMessageBatch" && failing) throw serviceError("ServiceUnavailable");
    };
    expect((await desk.call(put(2, "आज का मौसम"))).status).to.equal(500);
    failing = false;
    expect((await desk.call(put(2, "आज का मौसम"))).json).to.include({ revision: 1, captionsRevision: 1 });
    expect((await desk.call(put(2, "आज का मौसम", 1))).json).to.include({ revision: 1, captionsRevision: 1 });
    expect(await renewed()).to.deep.equal(["en", "en", "ta", "ta"]);
    expect(await owed()).to.deep.equal([]);
    const writes = desk.calls.filter(({ operation }) => operation === "PutObject");
    expect(writes).to.have.length(2);
  });

  for (const operation of ["PutObject", "TransactWriteItems"]) {
    for (const nth of [1, 2]) {
      it(`survives a crash at its ${nth}. ${operation}, before and after its effect`, async () => {
        for (const when of ["before", "after"] as const) {
          let count = 0;
          desk[when] = (call) => {
            if (call.operation === operation && (count += 1) === nth) throw serviceError("Crash");
          };
          const text = `आज का मौसम ${when} ${nth}`;
          const { revision } = (await item("hi#00001")) ?? { revision: 0 };
          expect((await desk.call(put(2, text, revision))).status).to.equal(500);
          const isWritten = (await item("hi#00001"))?.revision === revision + 1;
          expect(await owed()).to.deep.equal(isWritten ? [`hi#00001@${revision + 1}`] : []);
          desk[when] = () => undefined;
          expect((await desk.call(put(2, text, revision))).status).to.equal(200);
          expect(await lines("hi")).to.include(text);
          expect(await item("hi")).to.include({ revision: revision + 1 });
          expect(await owed()).to.deep.equal([]);
        }
      });
    }
  }

  it("that was left undone stays owed when another one is done", async () => {
    const broken = (call: { operation: string }) => {
      if (call.operation === "PutObject") throw serviceError("Crash");
    };
    desk.before = broken;
    expect((await desk.call(put(2, "आज का मौसम"))).status).to.equal(500);
    expect((await desk.call(put(3, "is nice", 0, {}, "en"))).status).to.equal(500);
    expect(await owed()).to.deep.equal(["en#00002@1", "hi#00001@1"]);
    desk.before = () => undefined;
    expect((await desk.call(put(4, "bye", 0, {}, "ta"))).status).to.equal(200);
    expect(await owed()).to.deep.equal(["en#00002@1", "hi#00001@1"]);
    expect((await desk.call(put(2, "आज का मौसम"))).status).to.equal(200);
    expect(await owed()).to.deep.equal(["en#00002@1"]);
  });

  it("over one that was not seen is refused, and told what is there", async () => {
    await desk.call(put(2, "आज का मौसम"));
    const stale = await desk.call(put(2, "कल का मौसम"));
    expect(stale.status).to.equal(412);
    expect(stale.json["current"]).to.deep.equal({ n: 2, revision: 1, text: "आज का मौसम" });
    const seen = await desk.call({ ...put(2, ""), body: { text: "कल का मौसम" }, headers: { "if-match": '"1"' } });
    expect(seen.json).to.include({ revision: 2, captionsRevision: 2 });
  });

  it("of two cues at once keeps both", async () => {
    const replies = await desk.callAll([put(1, "सलाम दोस्तो।"), put(4, "कल मिलेंगे।"), put(3, "बुरा है।")]);
    expect(replies.map((reply) => reply?.status)).to.deep.equal([200, 200, 200]);
    expect(await lines("hi")).to.deep.equal(["सलाम दोस्तो।", "आज मौसम", "बुरा है।", "कल मिलेंगे।"]);
    expect(await item("hi")).to.include({ revision: 3 });
    expect(await owed()).to.deep.equal([]);
  });

  it("of one cue at once is one's, and the other is told", async () => {
    const replies = await desk.callAll([put(2, "पहला"), put(2, "दूसरा")]);
    expect(replies.map((reply) => reply?.status).sort()).to.deep.equal([200, 412]);
    const kept = replies[0]?.status === 200 ? "पहला" : "दूसरा";
    expect((await lines("hi"))[1]).to.equal(kept);
  });

  /** Has somebody else correct another cue in the middle of the first correction's work. */
  for (const moment of ["GetObject", "PutObject", "TransactWriteItems"]) {
    it(`keeps what somebody else corrects just before its ${moment}`, async () => {
      let other: Promise<unknown> | undefined;
      desk.before = async ({ operation }) => {
        if (operation !== moment || other !== undefined) return;
        desk.before = () => undefined;
        other = desk.callAll([put(4, "कल मिलेंगे।")]);
        await other;
      };
      expect((await desk.call(put(1, "सलाम दोस्तो।"))).status).to.equal(200);
      expect(await lines("hi")).to.deep.equal(["सलाम दोस्तो।", "आज मौसम", "अच्छा है।", "कल मिलेंगे।"]);
      expect(await item("hi")).to.include({ revision: 2 });
    });
  }

  it("is shown again where a translation that did not know of it was published in between", async () => {
    let puts = 0;
    desk.after = async ({ operation }) => {
      if (operation !== "PutObject" || (puts += 1) !== 2) return;
      desk.after = () => undefined;
      await desk.published(media(), stored, [captions("en")]);
    };
    expect((await desk.call(put(3, "is nice", 0, {}, "en"))).status).to.equal(200);
    expect(await lines("en")).to.deep.equal(["en 1", "en 2", "is nice", "en 4"]);
  });

  it("of captions that are withdrawn meanwhile writes no file", async () => {
    desk.before = async ({ operation, input }) => {
      if (operation !== "PutObject") return;
      desk.before = () => undefined;
      await desk.put("captions", media({ state: "withdrawn" }));
      for (const format of ["vtt", "srt"]) await desk.remove("published", `captions/p-1/${MEDIA_VERSION}/hi.${format}`);
      expect(input["IfMatch"]).to.be.a("string");
    };
    expect((await desk.call(put(2, "आज का मौसम"))).status).to.equal(410);
    const gone = await desk.read("published", `captions/p-1/${MEDIA_VERSION}/hi.vtt`).then(
      () => "there",
      (error: Error) => error.name,
    );
    expect(gone).to.equal("NoSuchKey");
  });

  it("of captions that stop being ready is not written", async () => {
    desk.before = async ({ operation }) => {
      if (operation !== "TransactWriteItems") return;
      desk.before = () => undefined;
      await desk.put("captions", captions("hi", { state: "withdrawn" }));
    };
    expect((await desk.call(put(2, "आज का मौसम"))).status).to.equal(409);
    expect(await item("hi#00001")).to.equal(undefined);
  });

  it("waits for the transcript, which is written last but one", async () => {
    await desk.remove("curated", `transcripts/p-1/${MEDIA_VERSION}.json`);
    expect((await desk.call(put(2, "आज का मौसम"))).status).to.equal(500);
    await desk.put("captions", media({ pending: "transcribing#1", since: "2026-11-02T07:00:00.000Z" }));
    expect((await desk.call(put(2, "आज का मौसम"))).status).to.equal(409);
  });

  it("names what is wrong with it", async () => {
    const reply = async (n: number, text: string, language?: string) => {
      const { status, json } = await desk.call(put(n, text, 0, {}, language));
      return [status, json["parameter"]];
    };
    expect(await reply(9, "कल")).to.deep.equal([404, "n"]);
    expect(await reply(2, "आठ अक्षर ".repeat(20))).to.deep.equal([422, "text"]);
    expect(await reply(2, "கல்", "te")).to.deep.equal([404, "language"]);
    expect(await reply(2, "ଆଜି", "or")).to.deep.equal([404, undefined]);
  });
});
