import { COME_BACK, comeBackSeconds } from "@huut/domain";
import { expect } from "chai";
import * as fc from "fast-check";

describe("comeBackSeconds", () => {
  const cases: readonly (readonly [number, number, number])[] = [
    [1, 0, 30],
    [1, 1, 60],
    [2, 1, 240],
    [3, 0.5, 720],
    [4, 1, 3600],
    [5, 1, 3600],
    [5, 0, 1800],
  ];
  for (const [receives, random, seconds] of cases) {
    it(`after ${receives} receives, at ${random} of chance: ${seconds} s`, () => {
      expect(comeBackSeconds(receives, random)).to.equal(seconds);
    });
  }

  it("is a whole number that SQS takes, never sooner for a later receive, and bounded", () => {
    const receives = fc.integer({ min: 0, max: 1_000 });
    const chance = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(receives, chance, (count, random) => {
        const seconds = comeBackSeconds(count, random);
        expect(Number.isInteger(seconds)).to.equal(true);
        expect(seconds).to.be.within(COME_BACK.firstSeconds / 2, COME_BACK.mostSeconds);
        expect(comeBackSeconds(count + 1, random)).to.be.at.least(seconds);
      }),
    );
  });
});
