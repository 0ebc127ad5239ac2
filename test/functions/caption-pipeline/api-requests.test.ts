import { MAX_LANGUAGES_A_DAY, wantedKey } from "@huut/domain";
import { expect } from "chai";
import { captions, media, MEDIA_VERSION, post } from "../../domain/captions/api/items";
import { storedOf } from "../../domain/captions/stored";
import { serviceError } from "../packaged";
import { ApiDesk, type ApiCall } from "./api-desk";

const stored = { ...storedOf(["नमस्ते दोस्तो।", "आज मौसम", "अच्छा है।"]), mediaVersion: MEDIA_VERSION };
const path = "/v1/posts/p-1/captions";

function order(languages: readonly string[], more: Partial<ApiCall> = {}, key = "key-1"): ApiCall {
  const body = { postId: "p-1", languages };
  return { method: "POST", target: "/v1/captions", body, headers: { "idempotency-key": key }, ...more };
}

describe("captions-api, from its package", () => {
  let desk: ApiDesk;
  beforeEach(async () => {
    desk = new ApiDesk();
    await desk.open();
    await desk.put("posts", post());
  });
  afterEach(() => desk.close());

  const ready = () => desk.published(media(), stored, [captions("hi"), captions("en")]);
  const get = (query = "", headers: Record<string, string> = {}) =>
    desk.call({ method: "GET", target: `${path}${query}`, headers });

  describe("captions", () => {
    it("are the file's bytes, and 304 for who has them", async () => {
      await ready();
      const file = await get("?language=en&format=vtt");
      expect([file.status, file.headers["content-type"]]).to.deep.equal([200, "text/vtt; charset=utf-8"]);
      expect(file.body).to.equal(await desk.read("published", `captions/p-1/${MEDIA_VERSION}/en.vtt`));
      const again = await get("?language=en&format=vtt", { "if-none-match": String(file.headers["etag"]) });
      expect([again.status, again.body]).to.deep.equal([304, ""]);
    });

    it("are in the language that the browser prefers among those that there are", async () => {
      await ready();
      const headers = { accept: "application/x-subrip", "accept-language": "ta, en-GB;q=0.8, hi;q=0.5" };
      const reply = await get("", headers);
      expect(reply.headers).to.include({
        "content-language": "en",
        "content-type": "application/x-subrip; charset=utf-8",
      });
      expect(reply.body).to.contain("en 1");
    });

    it("are a document with numbers and revisions, those of a translation counted by what is spoken", async () => {
      await ready();
      await desk.put("captions", {
        postId: "p-1",
        language: "en#00002",
        mediaVersion: MEDIA_VERSION,
        cue: 2,
        text: "nice",
        revision: 3,
        correctedBy: "u-1",
        correctedAt: "2026-11-02T07:30:00.000Z",
      });
      const { json } = await get("?language=en");
      const cues = json["cues"] as { n: number; revision: number; lines: string[] }[];
      expect(cues.map(({ n, revision, lines }) => [n, revision, lines[0]])).to.deep.equal([
        [1, 0, "en 1"],
        [2, 0, "en 2"],
        [3, 3, "en 3"],
      ]);
      expect((json["languages"] as { language: string }[]).map(({ language }) => language)).to.deep.equal(["hi", "en"]);
    });

    it("read no text of an item, nor other posts' items", async () => {
      await desk.published(media(), stored, [captions("hi", { text: "नमस्ते" })]);
      const { body } = await get();
      expect(body).to.not.contain('"text"');
      const [batch] = desk.calls.filter(({ operation }) => operation === "BatchGetItem");
      expect(JSON.stringify(batch?.input)).to.not.contain('"text"');
    });

    it("that nobody has begun with lead to the post", async () => {
      expect((await get()).json).to.include({ type: "urn:huut:problem:captions-missing", status: 404 });
      const other = await desk.call({ method: "GET", target: "/v1/posts/p-9/captions" });
      expect(other.json).to.include({ type: "urn:huut:problem:unknown-post" });
    });

    it("that are withdrawn while they are read are withdrawn", async () => {
      await ready();
      desk.before = async ({ operation }) => {
        if (operation !== "GetObject") return;
        desk.before = () => undefined;
        await desk.put("captions", media({ state: "withdrawn" }));
        await desk.remove("published", `captions/p-1/${MEDIA_VERSION}/hi.vtt`);
      };
      expect((await get("?format=vtt")).status).to.equal(410);
    });

    it("whose file has gone while the table tells of it are an error of ours", async () => {
      await ready();
      await desk.remove("published", `captions/p-1/${MEDIA_VERSION}/hi.vtt`);
      expect((await get("?format=vtt")).status).to.equal(500);
    });

    it("are read to the end when DynamoDB leaves keys over", async () => {
      await ready();
      const { answer } = desk;
      let rounds = 0;
      desk.answer = async (call) => {
        const reply = (await answer.call(desk, call)) as { Responses?: object; UnprocessedKeys?: object };
        if (call.operation !== "BatchGetItem" || (rounds += 1) > 2) return reply;
        return { Responses: {}, UnprocessedKeys: call.input["RequestItems"] };
      };
      expect((await get()).status).to.equal(200);
      expect(rounds).to.equal(3);
    });

    it("are for tokens with their scope", async () => {
      const reply = await desk.call({ method: "GET", target: path, scopes: ["captions/write"] });
      expect(reply.json).to.include({ type: "urn:huut:problem:missing-scope", status: 403 });
      const write = await desk.call(order(["en"], { scopes: ["captions/read"] }));
      expect(write.status).to.equal(403);
    });
  });

  describe("requests", () => {
    it("send a message for each language that is missing, and are answered the same when they come again", async () => {
      await ready();
      const first = await desk.call(order(["en", "ta", "te", "as"]));
      expect(first.status).to.equal(202);
      expect(first.json["languages"]).to.deep.equal([
        { language: "en", state: "ready" },
        { language: "ta", state: "pending" },
        { language: "te", state: "pending" },
        { language: "as", state: "unsupported", reason: "Amazon Translate has no Assamese." },
      ]);
      const sent = await desk.messages("translations");
      const requestId = String(first.json["requestId"]);
      const common = { kind: "translate", postId: "p-1", mediaVersion: MEDIA_VERSION, requestId };
      expect(sent).to.have.deep.members(["ta", "te"].map((language) => ({ ...common, language })));
      await desk.published(media(), stored, [captions("ta")]);
      const again = await desk.call(order(["en", "ta", "te", "as"]));
      expect([again.status, again.headers, again.body]).to.deep.equal([first.status, first.headers, first.body]);
      expect(await desk.messages("translations")).to.deep.equal([]);
      expect(await desk.messages("media")).to.deep.equal([]);
    });

    it("tell how far they are, to nobody else", async () => {
      await ready();
      const { headers } = await desk.call(order(["en", "ta"]));
      const target = String(headers["location"]);
      const ask = (subject: string) => desk.call({ method: "GET", target, subject });
      expect((await ask("u-1")).json).to.include({ state: "pending" });
      expect((await ask("u-2")).json).to.include({ type: "urn:huut:problem:unknown-request", status: 404 });
      await desk.put("captions", captions("ta"));
      const done = await ask("u-1");
      expect(done.json).to.include({ state: "done" });
      expect(done.headers).to.not.have.property("retry-after");
      await desk.world.runFor(7 * 86_400_000);
      expect((await ask("u-1")).status).to.equal(404);
    });

    it("have a post transcribed that was never seen, and note what is wanted of it", async () => {
      const { json } = await desk.call(order(["en", "ta", "as"]));
      const [message] = await desk.messages("media");
      expect(message).to.include({ kind: "transcribe", postVersion: 3, userId: "u-1", requestId: json["requestId"] });
      const wanted = (await desk.items("requests")).find(({ requestId }) => requestId === wantedKey("p-1"));
      expect([...(wanted?.["languages"] as Set<string>)].sort()).to.deep.equal(["en", "ta"]);
    });

    it("refuse a key that was used for something else", async () => {
      await ready();
      await desk.call(order(["en"]));
      const other = await desk.call(order(["ta"]));
      expect(other.json).to.include({ status: 422, parameter: "Idempotency-Key" });
      expect((await desk.call(order(["ta"], { subject: "u-2" }))).status).to.equal(202);
    });

    it("refuse posts that are not there or have nothing to hear", async () => {
      await desk.put("posts", post({ postId: "p-2", deleted: true }));
      await desk.put("posts", { postId: "p-3", userId: "u-1", version: 1, deleted: false });
      const of = (postId: string) => desk.call(order([], { body: { postId, languages: ["en"] } }));
      expect([(await of("p-2")).status, (await of("p-9")).status, (await of("p-3")).status]).to.deep.equal([
        404, 404, 422,
      ]);
      expect(await desk.items("requests")).to.deep.equal([]);
    });

    it("go on where a crash has stopped them", async () => {
      await ready();
      desk.before = ({ operation }) => {
        if (operation === "SendMessageBatch") throw serviceError("ServiceUnavailable");
      };
      expect((await desk.call(order(["ta"]))).status).to.equal(500);
      desk.before = () => undefined;
      expect((await desk.call(order(["ta"]))).status).to.equal(202);
      expect(await desk.messages("translations")).to.have.length(1);
    });

    it("that are refused by the queue in part are an error, and repeated", async () => {
      await ready();
      const { answer } = desk;
      desk.answer = async (call) => {
        const reply = await answer.call(desk, call);
        const failed = { Failed: [{ Id: "0", Code: "InternalError", SenderFault: false }] };
        return call.operation === "SendMessageBatch" ? failed : reply;
      };
      expect((await desk.call(order(["ta"]))).status).to.equal(500);
      desk.answer = answer;
      expect((await desk.call(order(["ta"]))).status).to.equal(202);
    });

    it("that come twice at once are one", async () => {
      await ready();
      const replies = await desk.callAll([order(["ta"]), order(["ta"])]);
      expect(replies.map((reply) => reply?.status)).to.deep.equal([202, 202]);
      expect(replies[0]?.json["requestId"]).to.equal(replies[1]?.json["requestId"]);
      const items = await desk.items("requests");
      expect(items.find(({ requestId }) => String(requestId).startsWith("subject#"))).to.include({ asked: 1 });
    });

    it("of one subject are bounded by the day, those of others are not", async () => {
      await ready();
      const many = ["bn", "ta", "te", "mr", "gu", "kn", "ml", "pa", "ur", "si"];
      const statuses: number[] = [];
      for (let count = 0; count <= MAX_LANGUAGES_A_DAY / many.length; count += 1) {
        statuses.push((await desk.call(order(many, {}, `k-${count}`))).status);
      }
      expect(statuses.filter((status) => status === 202)).to.have.length(MAX_LANGUAGES_A_DAY / many.length);
      expect(statuses.at(-1)).to.equal(429);
      expect((await desk.call(order(many, { subject: "u-2" }, "other"))).status).to.equal(202);
      await desk.world.runFor(16 * 3_600_000);
      expect((await desk.call(order(many, {}, "tomorrow"))).status).to.equal(202);
    });
  });
});
