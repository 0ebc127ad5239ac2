import { reviewKey, trendWrite, type Trend, type TrendList } from "@huut/domain";
import { expect } from "chai";
import { FeedDesk } from "./feed-desk";
import { removedRow, rowOf, type PostRow } from "./topic-desk";

const NOW = "2026-11-03T05:00:00.000Z";

interface Shown {
  readonly postId: string;
  readonly kind: string;
  readonly reason: string;
}

/** A post of somebody. */
function of(postId: string, tags: readonly string[], change: Partial<PostRow> = {}): PostRow {
  const createdAt = "2026-11-03T04:30:00.000Z";
  return rowOf({ postId, userId: `by-${postId}`, createdAt, text: `${postId} ${tags.join(" ")}`, tags, ...change });
}

function list(scope: TrendList["scope"], tags: readonly string[], change: Partial<TrendList> = {}): TrendList {
  const trends = tags.map((tag): Trend => {
    const peak = { hour: "2026-11-03T05", authors: 14, expected: 3, z: 4 };
    const why = `14 people used ${tag} in the last hour, where about 3 are usual; in Tamil (100 %).`;
    return { tag, score: 4, authors: 14, peak, trust: 1, languages: [], why };
  });
  return { scope, window: "hour", start: "2026-11-03T05", asOf: NOW, trends, review: [], ...change };
}

describe("feed-api, from its package", () => {
  let desk: FeedDesk;
  beforeEach(async () => {
    desk = new FeedDesk();
    await desk.open();
  });
  afterEach(() => desk.close());

  const trends = (one: TrendList) => desk.put("trends", trendWrite(one).item ?? {});
  const shown = async (query = "") => {
    const { status, json } = await desk.feed(query);
    expect(status).to.equal(200);
    return json["posts"] as readonly Shown[];
  };
  const ids = async (query = "") => (await shown(query)).map(({ postId }) => postId);

  it("tells a returning user of topics in other languages, too, with the reason, and mixes trends in", async () => {
    await desk.post(of("own", ["#क्रिकेट"], { userId: "u-1", createdAt: "2026-11-01T05:00:00.000Z" }));
    await desk.post(of("p-hi", ["#क्रिकेट"]));
    await desk.post(of("p-en", ["#cricket"], { language: "en", createdAt: "2026-11-02T04:00:00.000Z" }));
    await desk.post(of("p-ta", ["#சதுரங்கம்"], { language: "ta" }), ["#கிரிக்கெட்"]);
    await desk.post(of("p-old", ["#cricket"], { createdAt: "2026-10-20T05:00:00.000Z" }));
    await desk.post(of("p-trend", ["#दिवाली"]));
    await trends(list("lang#hi", ["#दिवाली"]));
    const { json, headers } = await desk.feed();
    expect(headers["cache-control"]).to.equal("private, max-age=60");
    expect(json).to.include({ userId: "u-1", reader: "returning" });
    expect(json).to.deep.include({ languages: ["hi"], topics: [{ tag: "#क्रिकेट", weight: 1 }] });
    const posts = json["posts"] as readonly Shown[];
    expect(posts.map(({ postId, kind, reason }) => [postId, kind, reason])).to.deep.equal([
      ["p-hi", "affinity", "You wrote about #क्रिकेट; this post has #क्रिकेट."],
      ["p-ta", "affinity", "You wrote about #क्रिकेट; #கிரிக்கெட் was suggested for this post."],
      ["p-en", "affinity", "You wrote about #क्रिकेट; this post has #cricket."],
      [
        "p-trend",
        "trend",
        "#दिवाली trends in Hindi: 14 people used #दिवाली in the last hour, where about 3 are usual; in Tamil (100 %).",
      ],
    ]);
  });

  it("tells a new user of the trends of the languages, in these languages, else of everyone's", async () => {
    await desk.post(of("p-ta", ["#தீபாவளி"], { language: "ta" }));
    await desk.post(of("p-hi", ["#தீபாவளி"], { language: "hi" }));
    await desk.post(of("p-en", ["#monday"], { language: "en" }));
    await trends(list("lang#ta", ["#தீபாவளி"]));
    await trends(list("global", ["#monday"]));
    expect(await ids("languages=ta-IN,kn")).to.deep.equal(["p-ta"]);
    expect(await ids()).to.deep.equal(["p-en"]);
    expect(await ids("languages=en"), "there is no list for English").to.deep.equal(["p-en"]);
    expect(await ids("languages=ml"), "posts of others are of no use").to.deep.equal([]);
    expect((await desk.feed("languages=ta&userId=u-1")).json).to.include({ reader: "new" });
  });

  it("tells of what many use where nothing trends", async () => {
    await desk.post(of("p-1", ["#மழை"], { language: "ta" }));
    const tags = { "#மழை": [3, 9], "#x": [1, 2] };
    await desk.put("trends", { scope: "lang#ta", windowStart: "tally#2026-11-03T04", asOf: NOW, tags });
    expect(await shown("languages=ta")).to.have.length(1);
    expect((await shown("languages=ta"))[0]).to.include({
      kind: "popular",
      reason: "9 people used #மழை within 24 hours in Tamil, to 2026-11-03T05:00 UTC.",
    });
  });

  it("never tells of own, removed or blocked things", async () => {
    await desk.post(of("own", ["#a", "#b", "#c"], { userId: "u-1" }));
    await desk.post(of("p-a", ["#a"]));
    await desk.post(of("p-b", ["#b"]));
    await desk.post(of("p-gone", ["#c"]));
    await desk.put("posts", removedRow(of("p-gone", ["#c"])));
    await desk.post(of("p-held", ["#held"]));
    await trends(list("lang#hi", ["#held"]));
    await desk.put("trends", { ...reviewKey("#b"), decision: "block" });
    await desk.put("trends", { ...reviewKey("#held", "lang#hi"), decision: "hold" });
    expect(await ids()).to.deep.equal(["p-a"]);
  });

  it("gives the same answer within a minute, and none that the caller has", async () => {
    await desk.post(of("own", ["#a"], { userId: "u-1" }));
    await desk.post(of("p-a", ["#a"]));
    const first = await desk.feed("limit=5");
    desk.world.after(20_000, () => undefined);
    await desk.world.runFor(20_000);
    expect(await desk.feed("limit=5")).to.deep.equal(first);
    const headers = { "if-none-match": first.headers["etag"] ?? "" };
    expect((await desk.feed("limit=5", { headers })).status).to.equal(304);
  });

  it("reads a bounded number of times, and no earlier day than it needs", async () => {
    const tags = ["#cricket", "#music", "#rain", "#dance", "#food", "#weather", "#holi"];
    await desk.post(of("own", tags, { userId: "u-1" }));
    await trends(list("lang#hi", ["#1a", "#2a", "#3a", "#4a", "#5a", "#6a"]));
    const from = desk.calls.length;
    await desk.feed();
    const queries = desk.calls.slice(from).filter(({ operation }) => operation === "Query");
    expect(queries).to.have.length(1 + 1 + 3 + 496);
    const partitions = queries.filter(({ input }) => input["IndexName"] === "tagDayShard");
    expect(new Set(partitions.map(({ input }) => input["Limit"]))).to.deep.equal(new Set([10]));
    expect(desk.called("BatchGetItem"), "rows of none are not read").to.equal(1);
  });

  describe("refuses", () => {
    const cases: readonly (readonly [string, string, RegExp])[] = [
      ["languages=hi,", "languages", /"" is no language; give language tags with commas/],
      ["languages=hi,und", "languages", /"und" is no language/],
      ["languages=hi,ta,te,kn,ml,bn", "languages", /^languages: are 6; give at most 5/],
      ["limit=0", "limit", /whole number from 1 to 50/],
      ["limit=51", "limit", /whole number from 1 to 50/],
      ["cursor=x", "cursor", /leave it out; there are userId, languages, limit/],
    ];
    for (const [query, parameter, detail] of cases) {
      it(`${query}: names the parameter and the cure`, async () => {
        const { status, headers, json } = await desk.feed(query);
        expect([status, headers["content-type"]]).to.deep.equal([400, "application/problem+json"]);
        expect(json).to.include({ type: "urn:huut:problem:invalid-parameter", parameter });
        expect(json["detail"]).to.match(detail);
        expect(desk.calls).to.deep.equal([]);
      });
    }

    it("whoever is not the user, whatever the scope", async () => {
      const other = await desk.feed("userId=u-2");
      expect([other.status, other.json["type"], other.json["parameter"]]).to.deep.equal([
        403,
        "urn:huut:problem:not-the-user",
        "userId",
      ]);
      expect(other.json["detail"]).to.equal(
        'userId: "u-2" is not whose token this is; leave it out, or ask with a token of that user',
      );
      expect((await desk.feed("", { subject: "" })).json["type"]).to.equal("urn:huut:problem:missing-subject");
      expect((await desk.feed("", { scopes: ["hashtags/read"] })).status).to.equal(403);
      expect(desk.calls).to.deep.equal([]);
    });

    it("to say more than that it failed", async () => {
      desk.failAt("Query");
      const { status, json } = await desk.feed();
      expect([status, json["type"]]).to.deep.equal([500, "urn:huut:problem:internal"]);
    });
  });
});
