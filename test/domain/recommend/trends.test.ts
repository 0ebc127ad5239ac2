import { feedRanges, feedScopes, feedTrends, type ScopeOfFeed, type Trend, type TrendItem } from "@huut/domain";
import { expect } from "chai";
import { NOW } from "./desk";

const anything = () => true;

function trendOf(tag: string): Trend {
  const peak = { hour: "2026-11-03T05", authors: 9, expected: 1, z: 4 };
  return { tag, score: 4, authors: 9, peak, trust: 1, languages: [], why: `9 people used ${tag} in the last hour.` };
}

function list(scope: TrendItem["scope"], window: "hour" | "day", tags: string[], review: string[] = []): TrendItem {
  const held = review.map((tag) => ({ tag, authors: 9, z: 4, trust: 0, reason: "" }));
  const start = "2026-11-03T05";
  const names = { scope, window, start, windowStart: `${window}#${start}`, asOf: NOW };
  return { ...names, trends: tags.map(trendOf), review: held };
}

const tagsOf = (scopes: readonly ScopeOfFeed[]) => feedTrends(scopes, anything).map(({ tag }) => tag);

describe("Trends that lead to posts", () => {
  it("are those of the languages, or everyone's", () => {
    expect(feedScopes([])).to.deep.equal(["global"]);
    expect(feedScopes(["ta", "hi"])).to.deep.equal(["lang#ta", "lang#hi"]);
  });

  it("are looked for in the lists of the last day", () => {
    expect(feedRanges("global", NOW)).to.deep.equal({
      hour: ["hour#2026-11-02T05", "hour#2026-11-03T05"],
      day: ["day#2026-11-01T06", "day#2026-11-03T05"],
      tally: ["tally#2026-11-02T05", "tally#2026-11-03T05"],
    });
  });

  it("take turns between scopes, the hour's before the day's, each topic once, six at most", () => {
    const ta: ScopeOfFeed = {
      scope: "lang#ta",
      hour: list("lang#ta", "hour", ["#a", "#b"]),
      day: list("lang#ta", "day", ["#c"]),
    };
    const hi: ScopeOfFeed = {
      scope: "lang#hi",
      hour: list("lang#hi", "hour", ["#b", "#क्रिकेट"]),
      day: list("lang#hi", "day", ["#cricket"]),
    };
    expect(tagsOf([ta, hi])).to.deep.equal(["#a", "#b", "#क्रिकेट", "#c"]);
    const [first, second] = feedTrends([ta, hi], anything);
    expect([first?.strength, second?.strength]).to.deep.equal([1, 0.9]);
    expect(first?.why).to.equal("#a trends in Tamil: 9 people used #a in the last hour.");
    const many = ["#a", "#b", "#c", "#d", "#e", "#f", "#g"];
    expect(tagsOf([{ scope: "global", hour: list("global", "hour", many) }])).to.deep.equal(many.slice(0, 6));
  });

  it("are joined by what many use, where they are few", () => {
    const tags = { "#b": [1, 9], "#c": [1, 9], "#d": [0, 2], "#e": [5, 12], "#held": [9, 90] } as const;
    const tally = { scope: "lang#ta", windowStart: "tally#2026-11-03T04", asOf: NOW, tags } as const;
    const few = { scope: "lang#ta", hour: list("lang#ta", "hour", ["#b"], ["#held"]), tally } as const;
    expect(tagsOf([few])).to.deep.equal(["#b", "#e", "#c"]);
    expect(feedTrends([few], anything)[1]).to.include({
      kind: "popular",
      why: "12 people used #e within 24 hours in Tamil, to 2026-11-03T05:00 UTC.",
    });
    expect(tagsOf([{ ...few, hour: list("lang#ta", "hour", ["#x", "#y", "#z"]) }])).to.deep.equal(["#x", "#y", "#z"]);
  });

  it("are never what moderators decided against, nor what is held in one of the scopes", () => {
    const ta = { scope: "lang#ta", hour: list("lang#ta", "hour", ["#a", "#b"]) } as const;
    const hi = { scope: "lang#hi", hour: list("lang#hi", "hour", ["#c"], ["#a"]) } as const;
    const mayLead = (tag: string, scope: string) => !(tag === "#b" && scope === "lang#ta");
    expect(feedTrends([ta, hi], mayLead).map(({ tag }) => tag)).to.deep.equal(["#c"]);
  });
});
