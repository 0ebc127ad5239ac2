import { expect } from "chai";
import { gate, type GateOptions } from "../../policy/gate";
import { type ResourceRecord, Stack, UNKNOWN } from "../../policy/model";
import { type Suppression } from "../../policy/suppression";
import { broken, door, doorClosed, fewDoors, notOfGlass } from "./support/sample";

const suppression: Suppression = {
  rule: "door-closed",
  resource: "*::front",
  reason: "The front door is watched by a porter.",
  owner: "infra",
  expires: "2026-11-24",
};

function judge(doors: readonly ResourceRecord[], options: Partial<GateOptions> = {}) {
  return gate({
    stacks: [{ name: "dev", source: "Pulumi.dev.yaml", stack: new Stack(doors) }],
    rules: [doorClosed, fewDoors],
    suppressions: [],
    allStacks: ["dev"],
    today: "2026-11-24",
    maxUndecided: 0,
    ...options,
  });
}

const closed = { closed: true };

describe("policy: the gate", () => {
  it("opens when everything is kept", () => {
    const report = judge([door("front", closed)]);
    expect(report.passed).to.equal(true);
    expect(report.findings).to.deep.equal([]);
    expect(report.stacks).to.deep.equal([{ name: "dev", source: "Pulumi.dev.yaml", resources: 1 }]);
  });

  it("stays closed for a mandatory violation, and says where", () => {
    const { passed, findings } = judge([door("front")]);
    expect(passed).to.equal(false);
    const [{ rule, resource, stack, source, level, verdict, message }] = findings as [(typeof findings)[number]];
    expect([rule.id, resource.name, stack, source, level, verdict, message]).to.deep.equal([
      "door-closed",
      "front",
      "dev",
      "Pulumi.dev.yaml",
      "mandatory",
      "violation",
      "closed is not set",
    ]);
  });

  it("stays closed for an advisory violation, too", () => {
    const { passed, findings } = judge(["a", "b", "c"].map((name) => door(name, closed)));
    expect([passed, findings.map(({ level }) => level)]).to.deep.equal([false, ["advisory"]]);
  });

  it("opens for a violation that is suppressed, on its last day", () => {
    const { passed, findings, problems } = judge([door("front")], { suppressions: [suppression] });
    expect(passed).to.equal(true);
    expect(findings.map((finding) => finding.suppression)).to.deep.equal([suppression]);
    expect(problems).to.deep.equal([]);
  });

  it("stays closed for a suppression that expired, and for its finding", () => {
    const { passed, findings, problems } = judge([door("front")], { suppressions: [suppression], today: "2026-11-25" });
    expect(passed).to.equal(false);
    expect(findings[0]?.suppression).to.equal(undefined);
    expect(problems.map(({ kind }) => kind)).to.deep.equal(["expired"]);
    expect(judge([door("front", closed)], { suppressions: [suppression], today: "2026-11-25" }).passed).to.equal(false);
  });

  it("stays closed for a suppression that nothing needs, once all stacks were judged", () => {
    const options = { suppressions: [suppression] };
    expect(judge([door("front", closed)], options).passed).to.equal(false);
    expect(judge([door("front", closed)], { ...options, allStacks: ["dev", "prod"] }).passed).to.equal(true);
    expect(judge([door("front", closed)], { ...options, rules: [fewDoors] }).passed).to.equal(true);
  });

  it("counts what is undecided, unless it is suppressed", () => {
    const unknown = [door("front", { closed: UNKNOWN }), door("back", { closed: UNKNOWN })];
    expect(judge(unknown)).to.include({ passed: false, undecided: 2 });
    expect(judge(unknown, { maxUndecided: 1 }).passed).to.equal(false);
    expect(judge(unknown, { maxUndecided: 2 }).passed).to.equal(true);
    expect(judge(unknown, { maxUndecided: 1, suppressions: [suppression] })).to.include({ passed: true, undecided: 1 });
    expect(judge([...unknown, door("side")], { maxUndecided: 9, rules: [doorClosed] }).passed).to.equal(false);
  });

  it("stays closed for a rule that fails, whatever is suppressed, and asks the others", () => {
    const everything = { ...suppression, rule: "not-of-glass", resource: "*" };
    const { passed, findings } = judge([door("front", { glass: true }), door("back", closed)], {
      rules: [notOfGlass, broken, doorClosed],
      suppressions: [everything],
      allStacks: [],
      maxUndecided: 9,
    });
    expect(passed).to.equal(false);
    expect(
      findings.map(({ verdict, rule, resource, message }) => [verdict, rule.id, resource.name, message]),
    ).to.deep.equal([
      ["failure", "not-of-glass", "front", "the rule itself failed (TypeError: it broke); report it to its owners"],
      ["failure", "broken", "front", "the rule itself failed (Error: no such luck); report it to its owners"],
      ["violation", "door-closed", "front", "closed is not set"],
    ]);
  });

  it("says of an empty stack that a rule failed", () => {
    const { findings } = judge([], { rules: [broken] });
    expect(findings.map(({ resource }) => resource.type)).to.deep.equal(["pulumi:pulumi:Stack"]);
  });

  it("takes options and levels from a configuration", () => {
    const doors = ["a", "b", "c"].map((name) => door(name, closed));
    const configured = (levels: object, most = 2) =>
      judge(doors, {
        configuration: { options: { "few-doors": { most } }, levels: levels as Record<string, "advisory"> },
      });
    expect(configured({}, 3).passed).to.equal(true);
    expect(configured({ "few-doors": "mandatory" }).findings.map(({ level }) => level)).to.deep.equal(["mandatory"]);
    const disabled = configured({ "few-doors": "disabled" });
    expect([disabled.passed, disabled.rules]).to.deep.equal([true, [doorClosed]]);
  });

  it("orders by weight", () => {
    const doors = [door("front"), door("a", { closed: UNKNOWN }), door("b"), door("c", { closed: true, glass: true })];
    const { findings } = judge(doors, { rules: [fewDoors, doorClosed, notOfGlass], suppressions: [suppression] });
    expect(findings.map(({ rule, resource }) => `${rule.id} ${resource.name}`)).to.deep.equal([
      "not-of-glass c",
      "door-closed b",
      "few-doors b",
      "few-doors c",
      "door-closed a",
      "door-closed front",
    ]);
  });
});
