import {
  automatedTags,
  manualTags,
  TagBasis,
  tagWrites,
  trendWrite,
  type CaptionItem,
  type Suggestion,
  type Trend,
  type TrendList,
} from "@huut/domain";
import { expect } from "chai";
import { randomOf, textIn } from "../../domain/trends/crowd";
import { removedRow, rowOf, TopicDesk } from "./topic-desk";

const NOW = "2026-11-03T05:00:00.000Z";

interface Found {
  readonly postId: string;
  readonly why: string;
}

describe("hashtags-api, from its package", () => {
  let desk: TopicDesk;
  beforeEach(async () => {
    desk = new TopicDesk();
    await desk.open();
  });
  afterEach(() => desk.close());

  const posted = async (row = rowOf()) => {
    await desk.put("posts", row);
    await desk.index({ after: row });
  };

  describe("GET /v1/trends", () => {
    const trend = (tag: string): Trend => ({
      tag,
      score: 4,
      authors: 9,
      peak: { hour: "2026-11-03T04", authors: 9, expected: 1, z: 4 },
      trust: 1,
      languages: [{ language: "hi", authors: 9, share: 1 }],
      why: `9 people used ${tag} in the last hour, where about 1 are usual; in Hindi (100 %).`,
    });
    const list = (change: Partial<TrendList> = {}): TrendList => ({
      scope: "lang#hi",
      window: "hour",
      start: "2026-11-03T05",
      asOf: NOW,
      trends: ["#बारिश", "#क्रिकेट"].map(trend),
      review: [{ tag: "#x", authors: 9, z: 9, trust: 0, reason: "A moderator holds it." }],
      ...change,
    });
    const write = (one: TrendList) => desk.put("trends", trendWrite(one).item ?? {});

    it("answers the newest list of a scope and window, with its whys, and not what is held for review", async () => {
      await write(list({ start: "2026-11-03T04", trends: [trend("#कल")] }));
      await write(list());
      await write(list({ window: "day", start: "2026-11-02T06", trends: [trend("#दिन")] }));
      const { status, headers, json } = await desk.get("/v1/trends?scope=lang%23hi-IN&limit=1");
      expect([status, headers["cache-control"]]).to.deep.equal([200, "private, max-age=60"]);
      expect(json).to.deep.equal({
        scope: "lang#hi",
        window: "hour",
        start: "2026-11-03T05",
        asOf: NOW,
        trends: [trend("#बारिश")],
      });
      const day = await desk.get("/v1/trends?scope=lang%23hi&window=day");
      expect((day.json["trends"] as Trend[]).map(({ tag }) => tag)).to.deep.equal(["#दिन"]);
    });

    it("answers what compute-trends has written, region and its placing included", async () => {
      const random = randomOf(3);
      const rows = Array.from({ length: 12 }, (_, place) => {
        const createdAt = `2026-11-03T04:${String(4 * place + 10).padStart(2, "0")}:00.000Z`;
        const text = textIn("ta", random);
        return rowOf({ postId: `p-${place}`, userId: `u-${place}`, createdAt, language: "ta", tags: ["#மழை"], text });
      });
      await desk.count(...rows.map((after) => ({ after })));
      await desk.trends(NOW);
      const { json } = await desk.get("/v1/trends?scope=region%23IN-TN&window=day");
      expect(json).to.include({ scope: "region#IN-TN", placedBy: "language" });
      expect((json["trends"] as Trend[]).map(({ tag }) => tag)).to.deep.equal(["#மழை"]);
    });

    it("answers no trends where nobody posts", async () => {
      const { status, json } = await desk.get("/v1/trends");
      expect([status, json]).to.deep.equal([200, { scope: "global", window: "hour", trends: [] }]);
    });
  });

  describe("GET /v1/posts/{id}/hashtags", () => {
    const suggestion: Suggestion = {
      tag: "#मैच",
      score: 0.5,
      aliases: [],
      why: { sentence: "Others who write #क्रिकेट use it.", contributions: [] },
    } as unknown as Suggestion;
    const write = async (source: "manual" | "automated") => {
      const tags = source === "manual" ? manualTags(rowOf()) : automatedTags([suggestion]);
      for (const { item } of tagWrites(rowOf() as never, source, tags, TagBasis.text, undefined, NOW)) {
        await desk.put("hashtags", item ?? {});
      }
    };

    it("answers an author's tags and suggestions beside them, each with its why", async () => {
      await desk.put("posts", rowOf());
      await write("manual");
      expect((await desk.get("/v1/posts/p-1/hashtags")).json).to.include({ state: "pending" });
      await write("automated");
      const { status, json } = await desk.get("/v1/posts/p-1/hashtags");
      expect([status, json["state"]]).to.deep.equal([200, "complete"]);
      const [own] = json["manual"] as Record<string, unknown>[];
      expect(own).to.deep.include({ tag: "#क्रिकेट", why: { sentence: "The author has set it." } });
      expect(own).to.not.have.any.keys("userId", "tagDayShard", "postVersion");
      expect(json["automated"]).to.deep.equal([
        { tag: "#मैच", language: "hi", score: 0.5, aliases: [], why: suggestion.why },
      ]);
    });

    it("knows neither posts that there are not nor removed ones, whatever is left of their tags", async () => {
      await desk.put("posts", removedRow());
      await write("manual");
      for (const id of ["p-1", "p-9"]) {
        const { status, json } = await desk.get(`/v1/posts/${id}/hashtags`);
        expect([status, json["type"], json["parameter"]]).to.deep.equal([404, "urn:huut:problem:unknown-post", "id"]);
      }
    });
  });

  describe("GET /v1/search", () => {
    const search = async (query: string) =>
      ((await desk.get(`/v1/search?${query}`)).json["posts"] as Found[]).map(({ postId }) => postId);
    const q = (text: string) => `q=${encodeURIComponent(text)}`;
    const english: Partial<CaptionItem> = {
      postId: "p-1",
      postVersion: 1,
      mediaVersion: "0123456789abcdef",
      updatedAt: NOW,
      language: "en",
      state: "ready",
      source: "translated",
      revision: 0,
      text: "Rain stopped the cricket match today",
    };

    it("finds posts in other languages through translations, the better and newer ones first, and says why", async () => {
      await posted();
      await posted(rowOf({ postId: "p-2", text: "Cricket in the park", language: "en", tags: ["#cricket"] }));
      const created = { createdAt: "2026-08-01T05:00:00.000Z" };
      await posted(
        rowOf({ ...created, postId: "p-3", text: "Cricket in the park", language: "en", tags: ["#cricket"] }),
      );
      await desk.index({ after: english });
      expect(await search(q("cricket"))).to.deep.equal(["p-2", "p-1", "p-3"]);
      expect(await search(`${q("cricket rain")}&limit=1`)).to.deep.equal(["p-1"]);
      expect(await search(`${q("cricket")}&language=hi`)).to.deep.equal([]);
      expect(await search(q("cricket -park"))).to.deep.equal(["p-1"]);
      expect(await search(q("बारिश"))).to.deep.equal(["p-1"]);
      const { json } = await desk.get(`/v1/search?${q("rain")}`);
      expect((json["posts"] as Found[])[0]?.why).to.equal(
        "It has “rain” in the captions' English translation, and is of today.",
      );
    });

    it("drops a removed post at once, though its documents still stand", async () => {
      await posted();
      desk.failAt("TransactWriteItems", "before");
      expect(await desk.index({ before: rowOf(), after: removedRow() })).to.deep.equal([0]);
      desk.heal();
      expect(await search(q("बारिश"))).to.deep.equal([]);
    });

    it("reads no further back than it needs, so many postings a partition, and counts posts once", async () => {
      await posted();
      const from = desk.calls.length;
      await search(q("बारिश मैच"));
      const queries = desk.calls.slice(from).filter(({ operation }) => operation === "Query");
      expect(queries).to.have.length(2 * 4 * 12);
      expect(new Set(queries.map(({ input }) => input["Limit"]))).to.deep.equal(new Set([500]));
      await search(q("बारिश"));
      expect(desk.called("DescribeTable")).to.be.at.most(1);
    });
  });

  describe("refuses", () => {
    const cases: readonly (readonly [string, string, RegExp])[] = [
      ["/v1/trends?scope=lang", "scope", /give global, lang#hi or region#IN-TN, with %23/],
      ["/v1/trends?scope=region%23IN-XX", "scope", /no region that trends are kept for/],
      ["/v1/trends?window=week", "window", /use one of: hour, day/],
      ["/v1/trends?limit=51", "limit", /whole number from 1 to 50/],
      ["/v1/trends?limit=-1", "limit", /whole number from 1 to 50/],
      ["/v1/trends?top=3", "top", /leave it out; there are scope, window, limit/],
      ["/v1/posts/p%20%201/hashtags", "id", /no identifier/],
      ["/v1/posts/p-1/hashtags?language=hi", "language", /leave it out; there are none/],
      ["/v1/search", "q", /^q: is empty; give words to look for, as in q=cricket$/],
      ["/v1/search?q=rain+sun+moon+star+sea+hill+tree+bird+fish", "q", /use at most 8/],
      ["/v1/search?q=rain&language=!", "language", /^language: "!" is no language tag; use one such as hi or ta-IN$/],
      ["/v1/search?q=rain&limit=1.5", "limit", /whole number from 1 to 50/],
    ];
    for (const [target, parameter, detail] of cases) {
      it(`${target}: names the parameter and the cure`, async () => {
        const { status, headers, json } = await desk.get(target);
        expect([status, headers["content-type"]]).to.deep.equal([400, "application/problem+json"]);
        expect(json).to.include({ type: "urn:huut:problem:invalid-parameter", parameter });
        expect(json["detail"]).to.match(detail);
        expect(json["cure"]).to.be.a("string").and.not.equal("");
        expect(desk.calls).to.deep.equal([]);
      });
    }

    it("a token without the route's scope", async () => {
      for (const [target, scope] of [
        ["/v1/trends", "search/read"],
        ["/v1/posts/p-1/hashtags", "search/read"],
        ["/v1/search?q=rain", "hashtags/read"],
      ] as const) {
        expect((await desk.get(target, [scope])).status).to.equal(403);
      }
      expect(desk.calls).to.deep.equal([]);
    });

    it("to say more than that it failed", async () => {
      desk.failAt("Query", "before");
      const { status, json } = await desk.get("/v1/trends");
      expect([status, json["type"]]).to.deep.equal([500, "urn:huut:problem:internal"]);
    });
  });
});
