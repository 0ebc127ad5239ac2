import { expect } from "chai";
import { FeedDesk, type Caller } from "./feed-desk";

const CRICKET = "PUT /v1/trends/reviews/cricket";
const AT = "2026-11-03T05:00:30.000Z";

describe("moderate-trends, from its package", () => {
  let desk: FeedDesk;
  beforeEach(async () => {
    desk = new FeedDesk();
    await desk.open();
  });
  afterEach(() => desk.close());

  const body = { decision: "block", reason: "Spam.", revision: 0 };
  const put = (change: object = {}, target = CRICKET, caller: Caller = {}) =>
    desk.moderate(target, { ...caller, body: { ...body, ...change } });
  const get = async (query = "") => (await desk.moderate(`GET /v1/trends/reviews?${query}`)).json;

  it("keeps a decision, who made it and when, and answers it", async () => {
    const { status, headers, json } = await put({ until: "2026-12-01T00:00:00Z" });
    expect([status, headers["etag"]]).to.deep.equal([200, '"1"']);
    const decided = { decision: "block", reason: "Spam.", decidedBy: "m-1", decidedAt: AT, revision: 1 };
    const until = "2026-12-01T00:00:00.000Z";
    expect(json).to.deep.equal({ tag: "#cricket", state: "in-force", until, ...decided });
    expect((await get())["decisions"]).to.deep.equal([json]);
  });

  it("takes the same call again for the same decision, and refuses one that has not seen the newest", async () => {
    const first = await put();
    await desk.world.runFor(60_000);
    expect(await put()).to.deep.equal(first);
    expect(await put({ revision: 1 }), "nothing new").to.deep.equal(first);
    const stale = await put({ decision: "allow" });
    expect([stale.status, stale.json["type"]]).to.deep.equal([412, "urn:huut:problem:stale-revision"]);
    expect(stale.json["current"]).to.deep.equal(first.json);
    const other = await put({}, CRICKET, { subject: "m-2" });
    expect(other.status, "of somebody else").to.equal(412);
    const next = await put({ decision: "allow", revision: undefined }, CRICKET, { headers: { "if-match": '"1"' } });
    expect(next.json).to.include({ decision: "allow", revision: 2 });
  });

  it("decides once, where two decide at the same time", async () => {
    let other: Promise<unknown> | undefined;
    desk.before = async (call) => {
      if (call.operation !== "TransactWriteItems" || other !== undefined) return;
      other = Promise.resolve();
      await desk.put("trends", {
        scope: "holds",
        windowStart: "#cricket",
        tag: "#cricket",
        decision: "allow",
        revision: 1,
      });
    };
    const { status, json } = await put();
    expect([status, json["parameter"]]).to.deep.equal([412, "revision"]);
    expect(await desk.items("trends")).to.have.length(1);
  });

  it("finds its own decision, where the answer of its write was lost", async () => {
    let lost = false;
    desk.after = (call) => {
      if (call.operation !== "TransactWriteItems" || lost) return;
      lost = true;
      throw new Error("socket hang up");
    };
    expect((await put()).status).to.equal(500);
    expect((await put()).json).to.include({ decision: "block", revision: 1 });
  });

  it("keeps every decision about a tag, by scope", async () => {
    await put();
    await put({ decision: "withdraw", reason: "A mistake.", revision: 1 });
    await put({ decision: "hold", scope: "lang#ta" });
    await put({ decision: "hold" }, "PUT /v1/trends/reviews/%23cricket2");
    const all = (await get())["decisions"] as { tag: string; scope?: string; state: string; revision: number }[];
    expect(all.map(({ tag, scope, state, revision }) => [tag, scope, state, revision])).to.deep.equal([
      ["#cricket", undefined, "withdrawn", 2],
      ["#cricket", "lang#ta", "in-force", 1],
      ["#cricket2", undefined, "in-force", 1],
    ]);
    const of = await get("tag=Cricket");
    const past = of["decisions"] as { decision: string; scope?: string; revision: number }[];
    expect(of).to.not.have.property("held");
    expect(past.map(({ decision, scope, revision }) => [decision, scope, revision])).to.deep.equal([
      ["block", undefined, 1],
      ["withdraw", undefined, 2],
      ["hold", "lang#ta", 1],
    ]);
  });

  it("tells decisions page by page", async () => {
    for (const tag of ["c", "a", "b"]) await put({}, `PUT /v1/trends/reviews/${tag}`);
    await put({ scope: "global" }, "PUT /v1/trends/reviews/a");
    const tags: string[] = [];
    let next: unknown = "";
    for (let page = 0; page < 4 && next !== undefined; page += 1) {
      const answer = await get(`limit=1${next === "" ? "" : `&after=${encodeURIComponent(next as string)}`}`);
      tags.push(...(answer["decisions"] as { tag: string }[]).map(({ tag }) => tag));
      next = answer["next"];
    }
    expect([tags, next]).to.deep.equal([["#a", "#a", "#b", "#c"], undefined]);
  });

  it("tells what is held, in all scopes or one, as of the newest computation", async () => {
    const place = { scope: "lang#ta", window: "hour", authors: 30, z: 9, trust: 0.1 };
    const held = [
      { tag: "#x", reason: "Of 30 people, 90 % wrote nearly the same text.", places: [place] },
      { tag: "#y", reason: "A moderator holds it.", places: [{ ...place, scope: "global" }] },
    ];
    await desk.put("trends", { scope: "reviews", windowStart: "newest", asOf: AT, held });
    expect(await get()).to.deep.equal({ asOf: AT, held, decisions: [] });
    expect((await get("scope=lang%23ta-IN"))["held"]).to.deep.equal([held[0]]);
  });

  describe("refuses", () => {
    const bodies: readonly (readonly [name: string, change: object, parameter: string, detail: RegExp])[] = [
      ["no decision", { decision: "ban" }, "decision", /give one of: allow, block, hold, withdraw/],
      ["no reason", { reason: "  " }, "reason", /is missing; say in 1 to 500 characters why/],
      ["a long reason", { reason: "x".repeat(501) }, "reason", /has 501 characters/],
      ["half a letter", { reason: "\ud800" }, "reason", /is broken text/],
      ["no scope", { scope: "ta" }, "scope", /give global, lang#hi or region#IN-TN/],
      ["no instant", { until: "tomorrow" }, "until", /is no instant/],
      ["a time that is over", { until: "2026-11-03T05:00:30Z" }, "until", /is over; give an instant to come/],
      ["a withdrawal for a time", { decision: "withdraw", until: "2027-01-01T00:00:00Z" }, "until", /leave it out/],
      ["a broken revision", { revision: -1 }, "revision", /is no whole number from 0/],
      ["a stranger", { note: "x" }, "note", /field "note" that is not known/],
    ];
    for (const [name, change, parameter, detail] of bodies) {
      it(`${name}, and names the field and the cure`, async () => {
        const { status, json } = await put(change);
        expect([status, json["type"], json["parameter"]]).to.deep.equal([
          400,
          "urn:huut:problem:invalid-body",
          parameter,
        ]);
        expect(json["detail"]).to.match(detail);
        expect(desk.calls).to.deep.equal([]);
      });
    }

    const targets: readonly (readonly [target: string, parameter: string, detail: RegExp])[] = [
      ["PUT /v1/trends/reviews/%2342", "tag", /"#42" is no hashtag; give one such as cricket or %23cricket/],
      ["GET /v1/trends/reviews?scope=hi", "scope", /with %23 for #/],
      ["GET /v1/trends/reviews?tag=a%20b", "tag", /is no hashtag/],
      ["GET /v1/trends/reviews?after=x", "after", /give next of the answer before/],
      ["GET /v1/trends/reviews?limit=501", "limit", /whole number from 1 to 500/],
      ["GET /v1/trends/reviews?of=x", "of", /there are tag, scope, after, limit/],
    ];
    for (const [target, parameter, detail] of targets) {
      it(`${target}: names the parameter and the cure`, async () => {
        const { status, json } = await desk.moderate(target, target.startsWith("PUT") ? { body } : {});
        expect([status, json["parameter"]]).to.deep.equal([400, parameter]);
        expect(json["detail"]).to.match(detail);
      });
    }

    it("who names no revision, nobody, or lacks the scope", async () => {
      expect((await put({ revision: undefined })).status).to.equal(428);
      expect((await put({}, CRICKET, { subject: "" })).json["type"]).to.equal("urn:huut:problem:missing-subject");
      expect((await put({}, CRICKET, { scopes: ["hashtags/read"] })).status).to.equal(403);
      expect((await put({ revision: 3 })).json["current"]).to.deep.equal({ revision: 0 });
    });
  });
});
