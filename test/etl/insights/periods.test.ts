import { expect } from "chai";
import type { Granularity } from "@huut/domain";
import { INSIGHTS, computeInsight, type InsightPost, type InsightTag } from "../../support/insights";

const posts = (...rows: readonly (readonly [user: string, day: string, more?: Partial<InsightPost>])[]) =>
  rows.map(([user_id, created_date, more]) => ({ user_id, created_date, ...more }));

/** Rows by period. */
async function rowsOf(
  insight: string,
  granularity: Granularity,
  own: readonly InsightPost[],
  tags: readonly InsightTag[] = [],
) {
  const items = await computeInsight({ insight, granularity, scheduledAt: "2026-11-10T01:45:00Z" }, own, tags);
  return Object.fromEntries(items.map(({ date, rows }) => [date, rows]));
}

describe("the queries of insights", () => {
  it("answer no rows, and no error, over empty tables", async () => {
    for (const { name, granularities } of Object.values(INSIGHTS.catalog))
      for (const granularity of granularities) expect(await rowsOf(name, granularity, []), name).to.deep.equal({});
  });

  it("end a week with Sunday, and a month with its last day", async () => {
    const own = posts(["u-1", "2026-10-31"], ["u-1", "2026-11-01"], ["u-2", "2026-11-02"]);
    expect(await rowsOf("active-users", "week", own)).to.deep.equal({
      "2026-10-26": [{ users: 1, postsPerUser: 2 }],
      "2026-11-02": [{ users: 1, postsPerUser: 1 }],
    });
    expect(await rowsOf("active-users", "month", own)).to.deep.equal({
      "2026-10-01": [{ users: 1, postsPerUser: 1 }],
      "2026-11-01": [{ users: 2, postsPerUser: 1 }],
    });
  });

  it("count a user as new once, even if the first post is older than what is computed", async () => {
    const own = posts(
      ["u-old", "2026-01-01"],
      ["u-old", "2026-11-02"],
      ["u-new", "2026-11-02"],
      ["u-new", "2026-11-03"],
    );
    expect(await rowsOf("userbase", "day", own)).to.deep.equal({ "2026-11-02": [{ newUsers: 1, users: 2 }] });
  });

  it("follow a cohort from period to period", async () => {
    const own = posts(["u-1", "2026-11-02"], ["u-2", "2026-11-02"], ["u-1", "2026-11-04"], ["u-3", "2026-11-04"]);
    expect(await rowsOf("retention", "day", own)).to.deep.equal({
      "2026-11-02": [
        { age: 0, users: 2, cohort: 2, share: 1 },
        { age: 2, users: 1, cohort: 2, share: 0.5 },
      ],
      "2026-11-04": [{ age: 0, users: 1, cohort: 1, share: 1 }],
    });
  });

  it("take a post without a language as und, and by the first medium that it has", async () => {
    const own = posts(
      ["u-1", "2026-11-02", { likes: 1, heard: 5 }],
      ["u-1", "2026-11-02", { language: "hi", image: "i", audio_file: "a", heard: 2 }],
    );
    const languages = (await rowsOf("engagement-by-language", "day", own))["2026-11-02"];
    expect(languages?.map(({ language, heard }) => [language, heard])).to.deep.equal([
      ["hi", 2],
      ["und", 5],
    ]);
    const media = (await rowsOf("engagement-by-medium", "day", own))["2026-11-02"];
    expect(media?.map(({ medium }) => medium)).to.deep.equal(["audio", "text"]);
  });

  it("order creators with equal figures by their identifiers, and end with the twentieth", async () => {
    const users = Array.from({ length: 25 }, (_, i) => `u-${String(i).padStart(2, "0")}`);
    const own = posts(...users.toReversed().map((user) => [user, "2026-11-02", { likes: 1 }] as const));
    const rows = (await rowsOf("top-creators", "day", own))["2026-11-02"];
    expect(rows?.map(({ userId }) => userId)).to.deep.equal(users.slice(0, 20));
    expect(rows?.at(-1)).to.include({ rank: 20, posts: 1 });
  });

  it("count a suggestion as adopted where the author gave the same tag to the same post", async () => {
    const tag = (post_id: string, tag_key: string, source: InsightTag["source"]) => ({
      created_date: "2026-11-02",
      post_id,
      tag_key,
      source,
    });
    const tags = [
      tag("p-1", "cricket", "manual"),
      tag("p-1", "cricket", "automated"),
      tag("p-1", "match", "automated"),
      tag("p-2", "match", "manual"),
      tag("p-3", "rain", "automated"),
    ];
    expect(await rowsOf("hashtag-adoption", "day", [], tags)).to.deep.equal({
      "2026-11-02": [
        {
          taggedPosts: 3,
          manualPosts: 2,
          automatedPosts: 2,
          manualTags: 2,
          automatedTags: 3,
          adoptedTags: 1,
          adoption: 0.3333,
        },
      ],
    });
  });
});
