import {
  allowanceRefusal,
  answeredWrite,
  foundCaptions,
  isGone,
  languageState,
  MAX_LANGUAGES_A_DAY,
  orderAnswer,
  orderOutcome,
  orderProblem,
  orderWrites,
  otherOrder,
  parseGetRequest,
  parseOrder,
  planOrder,
  requestAnswer,
  requestItem,
  wantedKey,
  type CaptionItem,
  type CaptionsOrder,
  type HttpCall,
  type MediaItem,
  type PostOfMedia,
  type RequestItem,
} from "@huut/domain";
import { expect } from "chai";
import { captions, EARLIER, media, MEDIA_KEY, MEDIA_VERSION, NOW, post } from "./items";

const LATER = "2026-11-02T09:00:00.000Z";
const good = { postId: "p-1", languages: ["hi", "en-IN"] };

function call(body: unknown, more: Partial<HttpCall> = {}, key: string | undefined = "key-1"): HttpCall {
  return {
    path: "/v1/captions",
    parameters: {},
    query: {},
    headers: { "content-type": "application/json", ...(key === undefined ? {} : { "idempotency-key": key }) },
    body: JSON.stringify(body),
    subject: "u-2",
    ...more,
  };
}

function orderOf(body: object = good, more: Partial<HttpCall> = {}, key?: string): CaptionsOrder {
  const parsed = parseOrder(call(body, more, key));
  if (!parsed.ok) throw new Error(parsed.problem.detail);
  return parsed.value;
}

const request = (languages: readonly string[]): RequestItem => requestItem(orderOf({ postId: "p-1", languages }), NOW);

describe("a request for captions", () => {
  it("names a post and languages in any spelling, each once", () => {
    const { postId, languages, subject } = orderOf({ postId: "p-1", languages: ["hi-IN", "EN", "hin"] });
    expect({ postId, languages, subject }).to.deep.equal({ postId: "p-1", languages: ["hi", "en"], subject: "u-2" });
  });

  it("is the same for the same caller and key, and no other", () => {
    const ids = [
      orderOf(),
      orderOf({ postId: "p-2", languages: ["hi"] }),
      orderOf(good, { subject: "u-3" }),
      orderOf(good, {}, "key-2"),
    ].map(({ requestId }) => requestId);
    expect(ids[0]).to.match(/^[0-9a-f]{32}$/);
    expect(ids[1]).to.equal(ids[0]);
    expect(new Set(ids).size).to.equal(3);
  });

  it("is known for another by its body, whatever the order of its languages", () => {
    expect(orderOf({ postId: "p-1", languages: ["en", "hi"] }).digest).to.equal(orderOf().digest);
    expect(orderOf({ postId: "p-1", languages: ["en"] }).digest).to.not.equal(orderOf().digest);
    expect(otherOrder(orderOf())).to.include({ status: 422, parameter: "Idempotency-Key" });
  });

  const refused: readonly (readonly [string, HttpCall, number, string | undefined])[] = [
    ["without a key", { ...call(good), headers: { "content-type": "application/json" } }, 400, "Idempotency-Key"],
    ["with a key that is too long", call(good, {}, "k".repeat(65)), 400, "Idempotency-Key"],
    ["with a key of other characters", call(good, {}, "ключ"), 400, "Idempotency-Key"],
    ["of nobody", { ...call(good), subject: "" }, 403, undefined],
    ["with a query", call(good, { query: { a: "1" } }), 400, "a"],
    ["without a post", call({ languages: ["hi"] }), 400, "postId"],
    ["of a post that cannot be", call({ postId: "a/b", languages: ["hi"] }), 400, "postId"],
    ["of a post that is a number", call({ postId: 7, languages: ["hi"] }), 400, "postId"],
    ["without languages", call({ postId: "p-1" }), 400, "languages"],
    ["of no language", call({ postId: "p-1", languages: [] }), 400, "languages"],
    ["of too many", call({ postId: "p-1", languages: Array.from({ length: 26 }, () => "hi") }), 400, "languages"],
    ["of what is no tag", call({ postId: "p-1", languages: ["hi", "!!"] }), 400, "languages[1]"],
    ["of what is no text", call({ postId: "p-1", languages: [null] }), 400, "languages[0]"],
    ["with a field too many", call({ ...good, priority: 1 }), 400, "priority"],
  ];
  for (const [what, bad, status, parameter] of refused) {
    it(`${what} is ${status}`, () => {
      const parsed = parseOrder(bad);
      if (parsed.ok) throw new Error("accepted");
      expect(parsed.problem.status).to.equal(status);
      expect(parsed.problem.parameter).to.equal(parameter);
      expect(parsed.problem.cure).to.be.a("string");
    });
  }

  it("of a post that is not there, or has nothing to hear, is refused", () => {
    const silent = { postId: "p-1", userId: "u-1", version: 1, deleted: false };
    expect(orderProblem(orderOf(), undefined)).to.include({ status: 404, parameter: "postId" });
    expect(orderProblem(orderOf(), post({ deleted: true }))).to.include({ status: 404 });
    expect(orderProblem(orderOf(), silent)).to.include({ status: 422, parameter: "postId" });
    expect(orderProblem(orderOf(), post())).to.equal(undefined);
  });
});

type Items = readonly (MediaItem | CaptionItem)[];

describe("what a request sets going", () => {
  const transcribed: Items = [media(), captions("hi"), captions("en")];
  const cases: readonly (readonly [string, Items, readonly string[], readonly string[], PostOfMedia?])[] = [
    ["nothing when all is ready", transcribed, ["hi", "en"], []],
    ["a translation for each language that is missing", transcribed, ["hi", "ta", "te"], ["ta", "te"]],
    ["a translation that failed, again", [...transcribed, captions("ta", { state: "failed" })], ["ta"], ["ta"]],
    ["nothing for one under way", [...transcribed, captions("ta", { state: "translating" })], ["ta"], []],
    ["nothing for one that is parked", [...transcribed, captions("ta", { state: "parked" })], ["ta"], []],
    ["nothing for what is impossible", transcribed, ["as", "fr", "or"], []],
    ["nothing while speech is transcribed", [media({ state: "transcribing" })], ["ta"], []],
    ["nothing while media is parked", [media({ state: "parked" })], ["ta"], []],
    ["nothing for silence", [media({ state: "silent" })], ["ta"], []],
    ["nothing where media is unsupported", [media({ state: "unsupported" })], ["ta"], []],
    ["the transcription of a post that was never seen", [], ["hi", "ta"], ["media"]],
    ["the transcription that failed, again", [media({ state: "failed" })], ["ta"], ["media"]],
    [
      "the transcription of media that is new",
      transcribed,
      ["en"],
      ["media"],
      post({ audioFile: "audio/u-1/other.mp3" }),
    ],
    ["nothing for a container that nobody reads", [], ["hi"], [], post({ audioFile: "audio/u-1/p-1.mov" })],
    ["nothing for the spoken language itself", [media()], ["hi"], []],
  ];
  for (const [what, items, languages, sent, of] of cases) {
    it(`is ${what}`, () => {
      const { work, states } = planOrder(request(languages), of ?? post(), foundCaptions(items));
      const names = work.map((each) => (each.queue === "media" ? "media" : each.message.language));
      expect(names).to.deep.equal(sent);
      expect(states.map(({ language }) => language)).to.deep.equal(languages);
      if (sent.length > 0) expect(states.some(({ state }) => state === "pending")).to.equal(true);
    });
  }

  it("is said by pointers", () => {
    const { requestId } = request(["ta"]);
    const translate = planOrder(request(["ta"]), post(), foundCaptions(transcribed)).work;
    expect(translate.map(({ message }) => message)).to.deep.equal([
      { kind: "translate", postId: "p-1", mediaVersion: MEDIA_VERSION, language: "ta", requestId },
    ]);
    const transcribe = planOrder(request(["ta"]), post(), foundCaptions([])).work;
    expect(transcribe.map(({ message }) => message)).to.deep.equal([
      {
        kind: "transcribe",
        postId: "p-1",
        postVersion: 3,
        userId: "u-1",
        audioFile: MEDIA_KEY,
        statedLanguage: "hi",
        requestId,
      },
    ]);
  });
});

describe("a language of a request", () => {
  const cases: readonly (readonly [string, Items, string, string])[] = [
    ["that there are captions in", [media(), captions("hi")], "hi", "ready"],
    ["of a post that is not begun with", [], "en", "pending"],
    ["of a post that is not begun with, and that nobody has", [], "as", "unsupported"],
    ["that is being translated", [media(), captions("hi"), captions("en", { state: "translating" })], "en", "pending"],
    ["that is parked", [media(), captions("en", { state: "parked" })], "en", "pending"],
    [
      "that only Transcribe has, before it is known what is spoken",
      [media({ state: "starting", spokenLanguage: undefined })] as Items,
      "or",
      "pending",
    ],
    ["that only Transcribe has, once something else was spoken", [media(), captions("hi")], "or", "unsupported"],
    ["of silence", [media({ state: "silent" })], "en", "unsupported"],
    ["of unsupported media", [media({ state: "unsupported", reason: "No." })], "en", "unsupported"],
    ["of a removed post", [media({ state: "withdrawn" })], "en", "failed"],
    ["that failed since", [media(), captions("en", { state: "failed", updatedAt: LATER })], "en", "failed"],
    ["that failed before, and is tried again", [media(), captions("en", { state: "failed" })], "en", "pending"],
    ["whose transcription failed since", [media({ state: "failed", updatedAt: LATER })], "en", "failed"],
    ["whose transcription failed before", [media({ state: "failed", updatedAt: EARLIER })], "en", "pending"],
  ];
  for (const [what, items, language, state] of cases) {
    it(`${what} is ${state}`, () => {
      const told = languageState({ createdAt: NOW }, language, foundCaptions(items));
      expect(told).to.include({ language, state });
      if (state === "unsupported") expect(told.reason).to.be.a("string").that.is.not.equal("");
    });
  }

  it("of unsupported media has the media's reason, in the language that nobody has, too", () => {
    const found = foundCaptions([media({ state: "unsupported", reason: "Amazon Transcribe has no Assamese." })]);
    for (const language of ["as", "en"]) {
      const told = languageState({ createdAt: NOW }, language, found);
      expect(told.reason).to.equal("Amazon Transcribe has no Assamese.");
    }
  });
});

describe("the answers about a request", () => {
  const asked = request(["hi", "ta"]);
  const link = `/v1/requests/${asked.requestId}`;

  it("say at first where to ask, and when", () => {
    const pending = orderAnswer(asked, [{ language: "ta", state: "pending" }]);
    expect(pending.status).to.equal(202);
    expect(pending.headers).to.include({ location: link, "retry-after": "30" });
    const done = orderAnswer(asked, [{ language: "hi", state: "ready" }]);
    expect(JSON.parse(done.body)).to.deep.include({ requestId: asked.requestId, postId: "p-1", state: "done" });
    expect(done.headers).to.include({ location: link }).and.not.have.property("retry-after");
  });

  it("say later how its languages stand", () => {
    const items = [media(), captions("hi"), captions("ta", { state: "parked", reason: "Tomorrow." })];
    const answer = requestAnswer(asked, foundCaptions(items), NOW);
    expect(answer.status).to.equal(200);
    expect(answer.headers["retry-after"]).to.equal(String(16 * 3600));
    expect(JSON.parse(answer.body)).to.deep.equal({
      requestId: asked.requestId,
      postId: "p-1",
      state: "pending",
      languages: [
        { language: "hi", state: "ready" },
        { language: "ta", state: "pending", reason: "Tomorrow." },
      ],
      createdAt: NOW,
      links: { request: link, captions: "/v1/posts/p-1/captions" },
    });
    const done = requestAnswer(asked, foundCaptions([media(), captions("hi"), captions("ta")]), NOW);
    expect(JSON.parse(done.body)).to.include({ state: "done" });
    expect(done.headers).to.not.have.property("retry-after");
  });

  it("are for an identifier that was given out, and for a caller with a name", () => {
    const of = (id: string, subject?: string) =>
      parseGetRequest({
        path: link,
        parameters: { id },
        query: {},
        headers: {},
        ...(subject === undefined ? {} : { subject }),
      });
    expect(of(asked.requestId, "u-2")).to.deep.equal({
      ok: true,
      value: { requestId: asked.requestId, subject: "u-2" },
    });
    for (const id of ["post#p-1", "subject#x", "", "A".repeat(32)]) {
      const parsed = of(id, "u-2");
      expect(!parsed.ok && parsed.problem).to.include({ status: 400, parameter: "id" });
    }
    const nobody = of(asked.requestId);
    expect(!nobody.ok && nobody.problem.status).to.equal(403);
  });

  it("last seven days", () => {
    expect(isGone(asked, "2026-11-09T07:59:59.000Z")).to.equal(false);
    expect(isGone(asked, "2026-11-09T08:00:00.000Z")).to.equal(true);
  });
});

describe("the writes of a request", () => {
  const asked = request(["hi", "as", "ta"]);
  const refusal = { code: "ConditionalCheckFailed" };
  const none = { code: "None" };

  it("make it, count its languages, and want those that are possible, all or nothing", () => {
    const [made, counted, wanted] = orderWrites(asked, NOW);
    expect(made?.item).to.deep.equal(asked);
    expect(counted?.values).to.deep.include({ ":count": 3, ":room": MAX_LANGUAGES_A_DAY - 3 });
    expect(counted?.key?.["requestId"]).to.match(/^subject#[0-9a-f]{32}#2026-11-02$/);
    expect(wanted?.key).to.deep.equal({ requestId: wantedKey("p-1") });
    expect(wanted?.values[":languages"]).to.deep.equal(new Set(["hi", "ta"]));
    expect(orderWrites(request(["as"]), NOW)).to.have.length(2);
  });

  it("end in one of three ways", () => {
    expect(orderOutcome(undefined)).to.deep.equal({ kind: "made" });
    const there = [{ ...refusal, item: { ...asked } }, none, none];
    expect(orderOutcome(there)).to.deep.equal({ kind: "there", request: asked });
    expect(orderOutcome([none, refusal, none])).to.deep.equal({ kind: "used-up" });
    expect(() => orderOutcome([none, none, refusal])).to.throw(/ConditionalCheckFailed/);
  });

  it("end with what was answered", () => {
    const write = answeredWrite(asked, [{ language: "hi", state: "ready" }]);
    expect(write.key).to.deep.equal({ requestId: asked.requestId });
    expect(write.values[":answered"]).to.deep.equal([{ language: "hi", state: "ready" }]);
  });

  it("that were too many for a day are told when to come again", () => {
    expect(allowanceRefusal("/v1/captions", NOW)).to.deep.include({ seconds: 16 * 3600 });
    expect(allowanceRefusal("/v1/captions", NOW).refusal.status).to.equal(429);
  });
});
