import Ajv = require("ajv");
import draft4 = require("ajv/lib/refs/json-schema-draft-04.json");
import schema = require("@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json");
import { expect } from "chai";
import { type Log, type Result } from "sarif";
import { jsonReport, ruleList, textReport } from "../../../cli/policy/report";
import { sarifReport } from "../../../cli/policy/sarif";
import { gate, type GateOptions } from "../../../policy/gate";
import { Stack, UNKNOWN } from "../../../policy/model";
import { door, doorClosed, fewDoors, notOfGlass } from "../../policy/support/sample";

const suppression = {
  rule: "door-closed",
  resource: "*::porter",
  reason: "The front door is watched by a porter.",
  owner: "infra",
  expires: "2027-01-01",
};

function judged(options: Partial<GateOptions> = {}) {
  const doors = [door("front"), door("porter"), door("back", { closed: UNKNOWN }), door("side", { closed: true })];
  return gate({
    stacks: [{ name: "dev", source: "Pulumi.dev.yaml", stack: new Stack(doors) }],
    rules: [doorClosed, fewDoors],
    configuration: { options: { "few-doors": { most: 3 } }, levels: {} },
    suppressions: [suppression, { ...suppression, resource: "*::gone" }],
    allStacks: ["dev"],
    today: "2026-11-24",
    maxUndecided: 0,
    ...options,
  });
}

describe("cli: the policy report for people", () => {
  const lines = textReport(judged()).split("\n");
  const row = (name: string) => lines.filter((line) => line.includes(` ${name} `));

  it("has a line for each finding that is open", () => {
    expect(row("Door front")[0]).to.match(/mandatory.*high.*door-closed.*dev.*Door front.*closed is not set/);
    expect(row("Door side")[0]).to.match(/advisory.*low.*few-doors.*is one of 4 doors/);
    expect(row("Door back")[0]).to.match(/undecided.*door-closed.*closed is not known yet/);
    expect(row("Door porter")).to.deep.equal([]);
  });

  it("says once how to mend each rule, what is wrong with suppressions, and the result", () => {
    expect(lines.filter((line) => line === "door-closed: Close it.")).to.have.lengthOf(1);
    expect(lines.join("\n")).to.match(/The suppression of door-closed for \*::gone covers no finding/);
    expect(lines.join("\n")).to.match(
      /\n2 rules, 4 resources of dev: 1 mandatory and 1 advisory violations, 1 undecided \(at most 0 allowed\), 1 suppressed\. Not passed\.\n$/,
    );
  });

  it("is one line when there is nothing to say", () => {
    const stacks = [{ name: "dev", source: "x", stack: new Stack([door("a", { closed: true })]) }];
    expect(textReport(judged({ stacks, suppressions: [] }))).to.equal(
      "2 rules, 1 resources of dev: 0 mandatory and 0 advisory violations, 0 undecided (at most 0 allowed), 0 suppressed. Passed.\n",
    );
  });

  it("names failures of rules, and cuts what is long", () => {
    const stacks = [
      { name: "dev", source: "x", stack: new Stack([door("a", { closed: "x".repeat(200), glass: true })]) },
    ];
    const text = textReport(judged({ stacks, rules: [notOfGlass, doorClosed], suppressions: [] }));
    expect(text)
      .to.match(/failure .*not-of-glass/)
      .and.match(/1 failures of rules/);
    expect(text.split("\n").every((line) => line.length < 220)).to.equal(true);
  });

  it("lists rules", () => {
    expect(ruleList([doorClosed, fewDoors])).to.match(
      /door-closed.*Door\.1.*resource.*high.*mandatory.*A door is closed[^]*few-doors.*stack.*low.*advisory/,
    );
  });
});

describe("cli: the policy report for machines", () => {
  it("has every finding with what a reader needs", () => {
    const report = JSON.parse(jsonReport(judged())) as Record<string, unknown> & { findings: object[] };
    expect(report).to.deep.include({
      passed: false,
      undecided: 1,
      maxUndecided: 0,
      rules: ["door-closed", "few-doors"],
    });
    expect(report["stacks"]).to.deep.equal([{ name: "dev", source: "Pulumi.dev.yaml", resources: 4 }]);
    expect(report.findings[0]).to.deep.equal({
      rule: "door-closed",
      controls: ["Door.1"],
      verdict: "violation",
      level: "mandatory",
      severity: "high",
      stack: "dev",
      source: "Pulumi.dev.yaml",
      urn: "urn:pulumi:dev::huut::house:door:Door::front",
      message: "closed is not set",
      cure: "Close it.",
      suppression: null,
    });
    expect(report.findings.at(-1)).to.deep.include({ verdict: "violation", suppression });
    expect(report["suppressions"]).to.have.lengthOf(1);
  });
});

describe("cli: the policy report as SARIF", () => {
  const ajv = new Ajv({ schemaId: "auto", unknownFormats: "ignore" });
  ajv.addMetaSchema(draft4);
  const validate = ajv.compile(schema);
  const logOf = (report = judged()) => JSON.parse(sarifReport(report)) as Log;
  const results = logOf().runs[0]!.results as Result[];
  const of = (name: string) => results.find(({ message }) => message.text?.startsWith(`${name}: `)) as Result;

  it("keeps the schema, whatever was found", () => {
    const failing = judged({
      rules: [notOfGlass],
      stacks: [{ name: "a b", source: "/tmp/a b.json", stack: new Stack([door("x", { glass: true })]) }],
    });
    for (const report of [judged(), failing, judged({ stacks: [] })]) {
      const log = logOf(report);
      expect(validate(log), JSON.stringify(validate.errors)).to.equal(true);
      const named = log.runs[0]!.results!.every(
        ({ ruleId, ruleIndex }) => log.runs[0]!.tool.driver.rules![ruleIndex!]!.id === ruleId,
      );
      expect(named).to.equal(true);
    }
  });

  it("tells levels and kinds apart", () => {
    expect(of("front")).to.include({ kind: "fail", level: "error" });
    expect(of("side")).to.include({ kind: "fail", level: "warning" });
    expect(of("back")).to.include({ kind: "open", level: "none" });
    expect(of("front").suppressions).to.deep.equal([]);
    expect(of("porter").suppressions?.[0]?.justification).to.equal(
      "The front door is watched by a porter. (infra, until 2027-01-01)",
    );
  });

  it("names the resource, the file, and a mark that stays", () => {
    const [location] = of("front").locations!;
    expect(location?.logicalLocations?.[0]?.fullyQualifiedName).to.equal(
      "urn:pulumi:dev::huut::house:door:Door::front",
    );
    expect(location?.physicalLocation?.artifactLocation?.uri).to.equal("Pulumi.dev.yaml");
    const marks = results.map(({ partialFingerprints }) => partialFingerprints!["ruleAndResource/v1"]);
    expect(new Set(marks).size).to.equal(results.length);
    expect(of("front").partialFingerprints).to.deep.equal(
      (logOf().runs[0]!.results as Result[])[0]!.partialFingerprints,
    );
  });

  it("writes a file as an address", () => {
    const [result] = logOf(judged({ stacks: [{ name: "x", source: "/tmp/a b.json", stack: new Stack([door("y")]) }] }))
      .runs[0]!.results!;
    expect(result?.locations?.[0]?.physicalLocation?.artifactLocation?.uri).to.equal("file:///tmp/a%20b.json");
  });

  it("describes the rules, and says what is wrong with suppressions", () => {
    const [run] = logOf().runs;
    expect(run!.tool.driver.rules![0]).to.deep.include({
      id: "door-closed",
      helpUri: "https://docs.aws.amazon.com/",
      defaultConfiguration: { level: "error" },
      properties: { tags: ["security", "Door.1"], "security-severity": "8.0" },
    });
    expect(run!.tool.driver.rules![1]!.defaultConfiguration).to.deep.equal({ level: "warning" });
    const [invocation] = run!.invocations!;
    expect(invocation?.executionSuccessful).to.equal(true);
    expect(invocation?.toolConfigurationNotifications?.[0]?.message.text).to.match(/\*::gone covers no finding/);
  });
});
