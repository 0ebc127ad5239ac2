import { expect } from "chai";
import { reportOn } from "../../cli/hashtags/report";

describe("npm run hashtags:report", function () {
  this.timeout(120_000);

  // Seeds that no number of the scorer was looked at with.
  for (const seed of [2026, 11, 12, 13, 14]) {
    it(`finds suggestions better than both baselines with seed ${seed}`, () => {
      const { demands, figures, posts } = reportOn(seed);
      expect(posts).to.be.at.least(300);
      for (const { what, met } of demands) expect(met, what).to.equal(true);
      // Nor do the intervals of the means overlap.
      for (const baseline of ["popular", "co-occurrence"] as const) {
        for (const measure of ["recall@5", "hit@5"] as const) {
          expect(figures.suggestions[measure].low, `${measure}, ${baseline}`).to.be.above(
            figures[baseline][measure].high,
          );
        }
      }
    });
  }

  it("is the same when it is run again", () => expect(reportOn(3)).to.deep.equal(reportOn(3)));
});
