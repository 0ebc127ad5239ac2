import { expect } from "chai";
import { rules } from "../../policy/registry";
import { misjudged, unsaid } from "./support/check";
import { specimens } from "./support/specimens";

describe("policy: every rule on its cases", () => {
  it("tries every rule of the pack", () => {
    expect(specimens().map(({ rule }) => rule.id)).to.deep.equal(rules().map(({ id }) => id));
  });

  for (const specimen of specimens()) {
    const { rule, cases } = specimen;
    describe(rule.id, () => {
      it("says what it is about, why, and how to mend it", () => {
        expect(unsaid(specimen)).to.deep.equal([]);
      });

      it("has cases of every kind, most of them bad", () => {
        const count = (is: string) => cases.filter((one) => one.is === is).length;
        expect(cases.length).to.be.at.least(rule.kind === "stack" ? 8 : 6);
        expect(count("good"), "good").to.be.at.least(1);
        expect(count("undecided"), "undecided").to.be.at.least(1);
        expect(count("bad"), "bad, against good").to.be.at.least(count("good"));
        expect(new Set(cases.map(({ title }) => title)).size, "titles").to.equal(cases.length);
      });

      for (const one of cases)
        it(`${one.is}: ${one.title}`, () => {
          expect(misjudged(specimen, one)).to.equal(undefined);
        });
    });
  }
});
