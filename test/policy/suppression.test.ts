import { expect } from "chai";
import { rules } from "../../policy/registry";
import {
  parseSuppressions,
  readSuppressions,
  stackOfUrn,
  type Suppression,
  suppressionOf,
  suppressionProblems,
  SUPPRESSIONS_FILE,
} from "../../policy/suppression";
import { Resource } from "../../policy/model";
import { door, doorClosed, fewDoors } from "./support/sample";

const TODAY = "2026-11-24";

const entry: Suppression = {
  rule: "door-closed",
  resource: "house:door:Door::front",
  reason: "The front door is watched by a porter.",
  owner: "infra",
  expires: "2027-03-31",
};

function parse(...entries: readonly unknown[]): readonly Suppression[] {
  return parseSuppressions(JSON.stringify(entries), "s.json", ["door-closed"]);
}

describe("policy: suppressions are read", () => {
  it("when they say what, why, who and until when", () => {
    const inOne = { ...entry, stack: "dev" };
    expect(parse(entry, inOne)).to.deep.equal([entry, inOne]);
    expect(parse()).to.deep.equal([]);
  });

  const less = { rule: entry.rule, resource: entry.resource, expires: entry.expires };
  const wrong: readonly (readonly [string, unknown, RegExp])[] = [
    ["what lacks fields", less, /^s\.json, entry 1: reason must be a text.*\ns\.json, entry 1: owner must be a text/],
    ["an empty owner", { ...entry, owner: "" }, /owner must be a text that is not empty/],
    ["an empty stack", { ...entry, stack: "" }, /stack must be a text that is not empty/],
    ["a field nobody knows", { ...entry, until: "x" }, /there is no field "until"; there are rule, resource/],
    ["a rule that there is not", { ...entry, rule: "door-open" }, /there is no rule "door-open"; npm run policy/],
    ["no real reason", { ...entry, reason: "because we can 1234" }, /"because we can 1234" is no reason/],
    ["a day that is none", { ...entry, expires: "2027-02-29" }, /expires is "2027-02-29", which is no day/],
    ["a day in other words", { ...entry, expires: "31.3.2027" }, /which is no day: write 2027-03-31/],
    ["a text", "door-closed", /entry 1: it is no object: give it rule, resource/],
    ["nothing", null, /it is no object/],
    ["a list", [entry], /it is no object/],
  ];
  for (const [what, bad, says] of wrong) it(`but not ${what}`, () => expect(() => parse(bad)).to.throw(says));

  it("and every wrong one is named", () => {
    expect(() => parse(entry, { ...entry, owner: 7 }, 7)).to.throw(/^s\.json, entry 2: .*\ns\.json, entry 3: /);
  });

  it("but not from what is no list of JSON", () => {
    expect(() => parseSuppressions("{", "s.json", [])).to.throw(/^s\.json is no JSON: /);
    expect(() => parseSuppressions("{}", "s.json", [])).to.throw(/^s\.json must hold a list of suppressions/);
  });

  it("and those of the pack are in order", () => {
    const ids = rules().map(({ id }) => id);
    expect(() => readSuppressions(SUPPRESSIONS_FILE, ids)).not.to.throw();
  });
});

describe("policy: a suppression covers", () => {
  const covered = (suppression: Partial<Suppression>, { rule = doorClosed, name = "front", stack = "dev" } = {}) =>
    suppressionOf({ rule, resource: new Resource(door(name, {}, stack)) }, [{ ...entry, ...suppression }], TODAY) !==
    undefined;

  it("the resource of its type and name, in every stack", () => {
    expect(covered({})).to.equal(true);
    expect(covered({}, { stack: "prod" })).to.equal(true);
    expect(covered({}, { name: "back" })).to.equal(false);
    expect(covered({}, { name: "front-2" })).to.equal(false);
    expect(covered({ resource: "door::front" })).to.equal(false);
  });

  it("no other rule", () => expect(covered({ rule: "few-doors" })).to.equal(false));

  it("what a pattern matches", () => {
    expect(covered({ resource: "*::fr*t" })).to.equal(true);
    expect(covered({ resource: "house:*" })).to.equal(true);
    expect(covered({ resource: "house:door:Door::fr.nt" })).to.equal(false);
    expect(covered({ resource: "*" })).to.equal(true);
  });

  it("a URN", () => {
    expect(covered({ resource: "urn:pulumi:dev::huut::house:door:Door::front" })).to.equal(true);
    expect(covered({ resource: "urn:pulumi:*::front" }, { stack: "prod" })).to.equal(true);
    expect(covered({ resource: "urn:pulumi:dev::*" }, { stack: "prod" })).to.equal(false);
  });

  it("one stack, where it names one", () => {
    expect(covered({ stack: "dev" })).to.equal(true);
    expect(covered({ stack: "dev" }, { stack: "prod" })).to.equal(false);
  });

  it("until the end of its last day", () => {
    expect(covered({ expires: "2026-11-24" })).to.equal(true);
    expect(covered({ expires: "2026-11-23" })).to.equal(false);
  });

  it("as the first of several", () => {
    const entries = [{ ...entry, expires: "2020-01-01" }, { ...entry, owner: "b" }, entry];
    expect(suppressionOf({ rule: doorClosed, resource: new Resource(door("front")) }, entries, TODAY)).to.equal(
      entries[1],
    );
  });
});

describe("policy: a suppression is a problem", () => {
  const extent = { rules: ["door-closed"], stacks: ["dev", "prod"], allStacks: ["dev", "prod"] };
  const problems = (suppression: Suppression, used = false, over: Partial<typeof extent> = {}) =>
    suppressionProblems([suppression], new Set(used ? [suppression] : []), { ...extent, ...over }, TODAY).map(
      ({ kind, message }) => `${kind}: ${message}`,
    );

  it("when it expired, used or not, judged or not", () => {
    const expired = { ...entry, expires: "2026-11-23" };
    const message =
      "expired: The suppression of door-closed for house:door:Door::front expired on 2026-11-23: mend the resource, or have infra renew it with a reason.";
    expect(problems(expired)).to.deep.equal([message]);
    expect(problems(expired, true, { rules: [], stacks: [] })).to.deep.equal([message]);
  });

  it("when it covers nothing any more", () => {
    expect(problems(entry)).to.deep.equal([
      "unused: The suppression of door-closed for house:door:Door::front covers no finding any more: delete it.",
    ]);
    expect(problems({ ...entry, stack: "dev" })[0]).to.match(/front in dev covers no finding/);
    expect(problems(entry, true)).to.deep.equal([]);
  });

  it("unless not all that it is about was judged", () => {
    expect(problems(entry, false, { stacks: ["dev"] })).to.deep.equal([]);
    expect(problems(entry, false, { rules: [fewDoors.id] })).to.deep.equal([]);
    expect(problems({ ...entry, stack: "prod" }, false, { stacks: ["dev"] })).to.deep.equal([]);
    expect(problems({ ...entry, stack: "dev" }, false, { stacks: ["dev"] })).to.have.lengthOf(1);
  });

  it("of a URN's stack", () => {
    expect(stackOfUrn("urn:pulumi:prod::huut::a:b:C::d::e")).to.equal("prod");
    expect(stackOfUrn("odd")).to.equal("");
  });
});
