import { expect } from "chai";
import { insightNames, linesOf, seriesOf } from "../../console/page/lib/series";

const day = (text: string) => Date.parse(`${text}T00:00:00Z`) / 1000;

describe("the series of an insight that the console knows nothing of", () => {
  it("finds periods and figures", () => {
    const points = [
      { date: "2026-11-03", posts: 7, engagementPerUser: 1.5, computedAt: "2026-11-05T00:00:00Z" },
      { date: "2026-11-02", posts: 5, engagementPerUser: null, computedAt: "2026-11-05T00:00:00Z" },
    ];
    const series = seriesOf({ insight: "daily-activity", title: "…", from: "2026-11-02", to: "2026-11-03", points });
    expect(series.times).to.deep.equal([day("2026-11-02"), day("2026-11-03")]);
    expect(series.figures).to.deep.equal(["posts", "engagementPerUser"]);
    expect(series.lines).to.deep.equal([
      { figure: "posts", of: "", values: [5, 7] },
      { figure: "engagementPerUser", of: "", values: [null, 1.5] },
    ]);
  });

  it("draws a line for each key, those with most first", () => {
    const rows = [
      { dateTime: "2026-11-02#05:00", keys: { language: "hi", medium: "audio" }, figures: { likes: 2 } },
      { dateTime: "2026-11-02#05:00", keys: { language: "ta", medium: "audio" }, figures: { likes: 9 } },
      { dateTime: "2026-11-02#06:00", keys: { language: "hi", medium: "audio" }, figures: { likes: 3 } },
    ];
    const series = seriesOf({ rows });
    expect(series.keys).to.deep.equal(["language", "medium"]);
    expect(series.times).to.deep.equal([day("2026-11-02") + 5 * 3600, day("2026-11-02") + 6 * 3600]);
    expect(linesOf(series, "likes", 6)).to.deep.equal([
      { figure: "likes", of: "ta · audio", values: [9, null] },
      { figure: "likes", of: "hi · audio", values: [2, 3] },
    ]);
    expect(linesOf(series, "likes", 1)).to.have.length(1);
  });

  it("finds nothing in an answer that has no rows", () => {
    for (const answer of [undefined, "text", [], {}, { points: [] }, { points: [1, 2] }])
      expect(seriesOf(answer).times).to.deep.equal([]);
  });

  it("reads a list of insights, however it is written", () => {
    expect(insightNames(["a", "b"])).to.deep.equal([{ name: "a" }, { name: "b" }]);
    const list = { insights: [{ name: "a", title: "A", description: "About" }, { title: "without a name" }] };
    expect(insightNames(list)).to.deep.equal([{ name: "a", title: "A", about: "About" }]);
    expect(insightNames({ message: "no list" })).to.deep.equal([]);
  });
});
