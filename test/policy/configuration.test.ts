import { expect } from "chai";
import { parseConfiguration } from "../../policy/configuration";
import { doorClosed, fewDoors } from "./support/sample";

const parse = (value: unknown) =>
  parseConfiguration(typeof value === "string" ? value : JSON.stringify(value), "c.json", [doorClosed, fewDoors]);

describe("policy: a pack's configuration", () => {
  it("sets options and levels", () => {
    expect(
      parse({
        "few-doors": { most: 3, kinds: ["oak"], style: "new", enforcementLevel: "mandatory" },
        "door-closed": "disabled",
      }),
    ).to.deep.equal({
      options: { "few-doors": { most: 3, kinds: ["oak"], style: "new" }, "door-closed": {} },
      levels: { "few-doors": "mandatory", "door-closed": "disabled" },
    });
    expect(parse({})).to.deep.equal({ options: {}, levels: {} });
    expect(parse({ "few-doors": { most: 1 } }).levels).to.deep.equal({});
    expect(parse({ "few-doors": { most: 9 } }).options).to.deep.equal({ "few-doors": { most: 9 } });
  });

  const wrong: readonly (readonly [string, unknown, RegExp])[] = [
    ["no JSON", "{", /^c\.json is no JSON/],
    ["a list", [], /^c\.json must hold an object/],
    ["a rule that there is not", { x: {} }, /^c\.json: there is no rule "x"\.$/],
    ["a number for a rule", { "few-doors": 3 }, /few-doors takes a level or an object of options/],
    [
      "a level that there is not",
      { "few-doors": "remediate" },
      /few-doors cannot be "remediate": choose from mandatory, a/,
    ],
    ["an option that there is not", { "few-doors": { least: 1 } }, /has no option "least"; it has most, kinds, style/],
    ["an option of a rule without", { "door-closed": { a: 1 } }, /door-closed has no option "a"; it has none\.$/],
    ["a fraction for a whole number", { "few-doors": { most: 1.5 } }, /few-doors: most must be of type integer/],
    ["a text for a number", { "few-doors": { most: "3" } }, /most must be of type integer/],
    ["too little", { "few-doors": { most: 0 } }, /most must be at least 1/],
    ["too much", { "few-doors": { most: 10 } }, /most must be at most 9/],
    ["a text for a list", { "few-doors": { kinds: "oak" } }, /kinds must be of type array/],
    ["a list of odd texts", { "few-doors": { kinds: ["oak", "Ash"] } }, /kinds holds "Ash", which does not match/],
    ["a list of no texts", { "few-doors": { kinds: [7] } }, /kinds holds 7/],
    ["a choice that there is not", { "few-doors": { style: "odd" } }, /style must be one of old, new/],
  ];
  for (const [what, value, says] of wrong) it(`refuses ${what}`, () => expect(() => parse(value)).to.throw(says));

  it("names everything that is wrong", () => {
    expect(() => parse({ x: {}, "few-doors": { most: 0, style: 1 } })).to.throw(/.*\n.*most.*\n.*style/);
  });
});
