import { expect } from "chai";
import { all, any, not, type Truth, UNKNOWN } from "../../../policy/model";

describe("policy: three-valued logic", () => {
  const tables: readonly (readonly [readonly Truth[], Truth, Truth])[] = [
    [[], true, false],
    [[true], true, true],
    [[false], false, false],
    [[UNKNOWN], UNKNOWN, UNKNOWN],
    [[true, false], false, true],
    [[true, UNKNOWN], UNKNOWN, true],
    [[UNKNOWN, false], false, UNKNOWN],
    [[UNKNOWN, false, true], false, true],
  ];
  for (const [truths, conjunction, disjunction] of tables)
    it(`of ${truths.map(String).join(", ") || "nothing"}`, () => {
      expect(all(...truths)).to.equal(conjunction);
      expect(any(...truths)).to.equal(disjunction);
    });

  it("turns round what is known", () => {
    expect([true, false, UNKNOWN].map((truth) => not(truth as Truth))).to.deep.equal([false, true, UNKNOWN]);
  });

  it("has one mark for what is unknown, whoever loads the module", () => {
    expect(UNKNOWN).to.equal(Symbol.for("huut.policy.unknown"));
  });
});
