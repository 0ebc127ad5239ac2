import { expect } from "chai";
import fc from "fast-check";
import { CUE_PARAMETERS, type CueParameters } from "@huut/domain";
import { cutsOf } from "../../../domain/captions/cues-cuts";
import { costOf, planCues, planningOf, type Planning } from "../../../domain/captions/cues-plan";
import { unitsOf } from "../../../domain/captions/cues-units";
import type { Word } from "../../../domain/captions/words";
import { anyWords } from "./speech";

function planning(words: readonly Word[], parameters: CueParameters): Planning {
  const units = unitsOf(words, parameters.maxLineGraphemes);
  return planningOf(units, cutsOf(units, words, parameters.weights), parameters);
}

/** The cost of the cheapest division that fits, found by trying all. */
function cheapest(plan: Planning): number {
  const count = plan.units.length;
  const { maxDurationMs } = plan.parameters;
  let best = Infinity;
  for (let ends = 0; ends < 2 ** (count - 1); ends++) {
    let from = 0;
    let cost = 0;
    for (let to = 1; to <= count; to++) {
      if (to < count && (ends & (1 << (to - 1))) === 0) continue;
      const lasts = (plan.units[to - 1]?.end ?? 0) - (plan.units[from]?.start ?? 0);
      const fits = to - from === 1 || lasts <= maxDurationMs;
      cost += fits ? (costOf(plan, from, to, Infinity)?.cost ?? Infinity) : Infinity;
      from = to;
    }
    best = Math.min(best, cost);
  }
  return best;
}

describe("planCues", () => {
  // Short lines: a dozen words then have many divisions.
  const narrow: CueParameters = { ...CUE_PARAMETERS, maxLineGraphemes: 14 };
  for (const [name, parameters] of Object.entries({
    usual: CUE_PARAMETERS,
    narrow,
    one: { ...narrow, maxLines: 1 as const },
  })) {
    it(`finds the cheapest of all divisions (${name} lines)`, () => {
      fc.assert(
        fc.property(anyWords, (words) => {
          const plan = planning(words.slice(0, 9), parameters);
          fc.pre(plan.units.length > 0 && plan.units.length <= 11);
          const cost = planCues(plan).reduce(
            (sum, { from, to }) => sum + (costOf(plan, from, to, Infinity)?.cost ?? NaN),
            0,
          );
          expect(cost).to.be.closeTo(cheapest(plan), 1e-6);
        }),
        { numRuns: 60 },
      );
    });
  }

  it("divides nothing into nothing", () => {
    expect(planCues(planning([], CUE_PARAMETERS))).to.deep.equal([]);
  });
});
