import { expect } from "chai";
import * as fc from "fast-check";
import { ALIAS_TABLE, byScore, diverse, likeness, normalizeTag } from "@huut/domain";

const tags = ALIAS_TABLE.flatMap((row) => row.flatMap((cell) => cell.split(" ")))
  .filter((word) => word !== "")
  .map((word) => normalizeTag(`#${word}`) ?? "");
const scored = fc.uniqueArray(
  fc.record({ tag: fc.constantFrom(...tags), score: fc.integer({ min: 0, max: 10 }).map((n) => n / 10) }),
  { selector: ({ tag }) => tag, maxLength: 12 },
);

describe("likeness", () => {
  it("is 1 for one meaning, some for a stem, none for strangers", () => {
    expect(likeness("#क्रिकेट", "#cricket")).to.equal(1);
    expect(likeness("#हिन्दी", "#हिंदी")).to.equal(1);
    expect(likeness("#इडली", "#इडलीसांभर")).to.be.within(0.4, 0.7);
    expect(likeness("#मंदिर", "#ओवर")).to.equal(0);
    expect(likeness("#a", "#b")).to.equal(0);
  });
});

describe("diverse", () => {
  const items = [
    { tag: "#इडली", score: 0.9 },
    { tag: "#इडलीसांभर", score: 0.85 },
    { tag: "#मंदिर", score: 0.6 },
  ];
  it("prefers another subject to more of the same", () =>
    expect(diverse(items, 2, 0.5).map(({ tag }) => tag)).to.deep.equal(["#इडली", "#मंदिर"]));
  it("is the order of scores with a λ of 1", () =>
    expect(diverse(items, 2, 1).map(({ tag }) => tag)).to.deep.equal(["#इडली", "#इडलीसांभर"]));
  it("orders equal scores by tag, whatever came first", () => {
    const equal = ["#ख", "#क", "#ग"].map((tag) => ({ tag, score: 0.5 }));
    expect(diverse(equal, 3, 0.8).map(({ tag }) => tag)).to.deep.equal(["#क", "#ख", "#ग"]);
    expect(diverse([...equal].reverse(), 3, 0.8)).to.deep.equal(diverse(equal, 3, 0.8));
  });

  it("counts what is there already", () =>
    expect(diverse(items, 2, 0.5, ["#इडली"]).map(({ tag }) => tag)).to.deep.equal(["#मंदिर", "#इडलीसांभर"]));

  it("takes the best first, each once, no more than asked for", () => {
    fc.assert(
      fc.property(scored, fc.integer({ min: 1, max: 6 }), fc.constantFrom(0.3, 0.7, 1), (some, most, lambda) => {
        const taken = diverse(some, most, lambda);
        expect(taken[0]).to.deep.equal([...some].sort(byScore)[0]);
        expect(new Set(taken)).to.have.length(Math.min(most, some.length));
        expect(diverse([...some].reverse(), most, lambda)).to.deep.equal(taken);
      }),
    );
  });

  it("takes at each step what the formula says", () => {
    fc.assert(
      fc.property(scored, fc.constantFrom(0.3, 0.7, 0.9), (some, lambda) => {
        const taken = diverse(some, 4, lambda);
        taken.forEach((item, step) => {
          const before = taken.slice(0, step);
          const worth = (of: { tag: string; score: number }) =>
            lambda * of.score - (1 - lambda) * Math.max(0, ...before.map(({ tag }) => likeness(tag, of.tag)));
          for (const other of some)
            if (!before.includes(other)) expect(worth(item)).to.be.at.least(worth(other) - 1e-12);
        });
      }),
    );
  });
});
