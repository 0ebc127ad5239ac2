import { trendingTags, trendKeysBefore, type TrendScope } from "@huut/domain";
import { expect } from "chai";

const tags = (...names: string[]) => ({ trends: names.map((tag) => ({ tag })) });

describe("trends before a post", () => {
  const keys = (language: string, at: string) =>
    trendKeysBefore(language, at).map(({ scope, windowStart }) => [scope, windowStart]);
  const cases: readonly (readonly [string, string, TrendScope, string, string])[] = [
    ["hi", "2026-11-03T05:00:00.000Z", "lang#hi", "day#2026-11-02T05", "hour#2026-11-03T04"],
    ["hi-Latn", "2026-11-03T05:59:59.999Z", "lang#hi", "day#2026-11-02T05", "hour#2026-11-03T04"],
    ["tam", "2026-11-03T06:00:00.000Z", "lang#ta", "day#2026-11-02T06", "hour#2026-11-03T05"],
    ["mr", "2026-11-03T00:10:00.000Z", "lang#mr", "day#2026-11-02T00", "hour#2026-11-02T23"],
  ];
  for (const [language, at, scope, day, hour] of cases) {
    it(`in ${language}, at ${at}, are the lists ${day} and ${hour}`, () => {
      expect(keys(language, at)).to.deep.equal([
        [scope, day],
        [scope, hour],
      ]);
    });
  }

  it("are those of the day, then others of the hour, each once; of lists that are not there, none", () => {
    const found = trendingTags([tags("#b", "#a"), tags("#c", "#b")]);
    expect(found).to.deep.equal([{ tag: "#b" }, { tag: "#a" }, { tag: "#c" }]);
    expect(trendingTags([undefined, tags("#c")])).to.deep.equal([{ tag: "#c" }]);
    expect(trendingTags([undefined, undefined])).to.deep.equal([]);
  });
});
