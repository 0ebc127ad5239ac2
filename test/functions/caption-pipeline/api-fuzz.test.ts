import { expect } from "chai";
import * as fc from "fast-check";
import { captions, media, MEDIA_VERSION, post } from "../../domain/captions/api/items";
import { storedOf } from "../../domain/captions/stored";
import { ApiDesk, type ApiCall } from "./api-desk";

const stored = { ...storedOf(["नमस्ते दोस्तो।", "आज मौसम", "अच्छा है।"]), mediaVersion: MEDIA_VERSION };

/** Mostly what means something, so that calls get far; at times anything at all. */
const some = (...values: readonly string[]) =>
  fc.oneof(
    { weight: 5, arbitrary: fc.constantFrom(...values) },
    { weight: 1, arbitrary: fc.string({ unit: "binary" }).map((text) => text.toWellFormed()) },
  );

const segment = some("p-1", "p-2", "p-9", "hi", "en", "1", "2", "99", "0".repeat(32), "..", "%", "%zz", "क").map(
  (text) => (text.startsWith("%") ? text : encodeURIComponent(text)),
);
const path = fc.oneof(
  segment.map((id) => `/v1/posts/${id}/captions`),
  fc.constant("/v1/captions"),
  segment.map((id) => `/v1/requests/${id}`),
  fc.tuple(segment, segment, segment).map(([id, language, n]) => `/v1/posts/${id}/captions/${language}/cues/${n}`),
);
const pairs = fc.array(fc.tuple(some("language", "format", "lang"), some("hi", "EN-in", "vtt", "srt", "json", "as")), {
  maxLength: 2,
});
const headers = fc.dictionary(
  fc.constantFrom("accept", "accept-language", "if-none-match", "if-match", "idempotency-key", "content-type"),
  some("text/vtt", "*/*;q=0", "hi;q=0.5, en", "*", '"1"', 'W/"x", "y"', "key-1", "application/json", "text/plain", ""),
);
const field = fc.oneof(
  some("p-1", "p-2", "hi", "आज का मौसम", "\u0007", "क".repeat(100)),
  fc.constantFrom(0, 1, -1, 1e99, null),
  fc.array(some("hi", "ta", "x!", "fr"), { maxLength: 4 }),
);
const body = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.dictionary(fc.constantFrom("postId", "languages", "text", "revision", "__proto__"), field),
  fc.record({
    postId: fc.constantFrom("p-1", "p-2", "p-9"),
    languages: fc.array(some("hi", "ta", "as"), { maxLength: 26 }),
  }),
  fc.record({ text: some("आज का मौसम", "कल", "क ".repeat(90)), revision: fc.nat(3) }),
  fc.json(),
);

/** A good call of each route. */
const good: readonly ApiCall[] = [
  { method: "GET", target: "/v1/posts/p-1/captions" },
  {
    method: "POST",
    target: "/v1/captions",
    body: { postId: "p-1", languages: ["ta"] },
    headers: { "idempotency-key": "k" },
  },
  { method: "GET", target: `/v1/requests/${"0".repeat(32)}` },
  { method: "PUT", target: "/v1/posts/p-1/captions/hi/cues/2", body: { text: "आज का मौसम", revision: 0 } },
];
const maybe = <Value>(arbitrary: fc.Arbitrary<Value>) => fc.option(arbitrary, { freq: 2, nil: undefined });

/** A good call in which some parts are others. */
const call = fc
  .record({
    from: fc.constantFrom(...good),
    method: maybe(fc.constantFrom("GET", "POST", "PUT")),
    path: maybe(path),
    pairs: maybe(pairs),
    headers: maybe(headers),
    body: maybe(body),
    subject: fc.constantFrom("u-1", "u-1", "u-2", ""),
  })
  .map(({ from, pairs: asked = [], ...other }): ApiCall => {
    const query = new URLSearchParams(asked).toString();
    const sent = other.body ?? from.body;
    return {
      method: other.method ?? from.method,
      target: `${other.path ?? from.target}${query === "" ? "" : `?${query}`}`,
      headers: { ...from.headers, ...other.headers },
      subject: other.subject,
      ...(sent === undefined ? {} : { body: sent }),
    };
  });

describe("the API of captions", function () {
  this.timeout(120_000);
  let desk: ApiDesk;
  before(async () => {
    desk = new ApiDesk();
    await desk.open();
    await desk.put("posts", post());
    await desk.put("posts", post({ postId: "p-2" }));
    const failed = captions("ta", { state: "failed", reason: "Broke." });
    await desk.published(media(), stored, [captions("hi"), captions("en"), failed]);
  });
  after(() => desk.close());

  it("answers any call without an error of its own, and says what is wrong with it", async () => {
    const seen = new Set<number>();
    await fc.assert(
      fc.asyncProperty(call, async (asked) => {
        const reply = await desk.tryCall(asked);
        if (reply === undefined) return;
        seen.add(reply.status);
        expect(reply.status, reply.body).to.be.below(500);
        if (reply.status < 400) return;
        expect(reply.headers["content-type"]).to.equal("application/problem+json");
        expect(reply.json).to.include({ status: reply.status, instance: asked.target.split("?")[0] });
        expect(reply.json["detail"]).to.be.a("string").that.is.not.equal("");
      }),
      { numRuns: 1_000, seed: 7 },
    );
    // The property would hold of an API that refuses everything, too.
    expect([...seen]).to.include.members([200, 202, 400, 403, 404, 412, 415, 422]);
  });
});
