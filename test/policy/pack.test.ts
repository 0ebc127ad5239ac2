import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { EnforcementLevel, PolicySeverity } from "@pulumi/pulumi/proto/analyzer_pb";
import { expect } from "chai";
import { judge } from "../../policy/judge";
import { Stack } from "../../policy/model";
import { rules } from "../../policy/registry";
import { project } from "../support/platform";
import { Analyzer } from "./support/analyzer";
import { type Case, recordsOf, type Specimen } from "./support/specimen";
import { specimens } from "./support/specimens";

const SEVERITY = {
  low: PolicySeverity.POLICY_SEVERITY_LOW,
  medium: PolicySeverity.POLICY_SEVERITY_MEDIUM,
  high: PolicySeverity.POLICY_SEVERITY_HIGH,
  critical: PolicySeverity.POLICY_SEVERITY_CRITICAL,
};

const LEVEL = { mandatory: EnforcementLevel.MANDATORY, advisory: EnforcementLevel.ADVISORY };

describe("policy: the pack in a process of its own, asked as the engine asks it", function () {
  this.timeout(300_000);
  let pack: Analyzer;
  const folder = mkdtempSync(join(tmpdir(), "pack-"));
  before(async () => {
    const none = join(folder, "none.json");
    writeFileSync(none, "[]");
    pack = await Analyzer.start(join(project, "policy"), none);
  });
  after(() => {
    pack?.stop();
    rmSync(folder, { recursive: true });
  });

  it("tells every rule with its level, severity, cure, page and options", async () => {
    const { name, version, policiesList } = await pack.info();
    expect({ name, version }).to.deep.equal({ name: "huut", version: "0.1.0" });
    const own = policiesList.slice(0, -3).map((policy) => ({
      id: policy.name,
      level: policy.enforcementlevel,
      severity: policy.severity,
      cure: policy.remediationSteps,
      link: policy.url,
      options: Object.keys(schemaOf(policy.configschema)).sort(),
    }));
    expect(own).to.deep.equal(
      rules().map(({ id, enforcement, severity, cure, links, options = {} }) => ({
        id,
        level: LEVEL[enforcement],
        severity: SEVERITY[severity],
        cure,
        link: links[0],
        options: Object.keys(options).sort(),
      })),
    );
    expect(policiesList.slice(-3).map((policy) => [policy.name, policy.enforcementlevel])).to.deep.equal([
      ["undecided", EnforcementLevel.ADVISORY],
      ["suppressions", EnforcementLevel.MANDATORY],
      ["unused-suppressions", EnforcementLevel.ADVISORY],
    ]);
  });

  it("judges every case of every rule as the rule does in this process, whatever is secret or not known yet", async () => {
    const wrong: string[] = [];
    for (const specimen of specimens()) {
      await pack.configure(allBut(specimen.rule.id, { enforcementlevel: EnforcementLevel.DISABLED }));
      for (const one of specimen.cases.filter(({ options }) => !options)) {
        const [said, wanted] = [await outcomeOf(pack, specimen, one), outcomeHere(specimen, one)];
        if (said !== wanted) wrong.push(`${specimen.rule.id}: ${one.title}: is ${said} and should be ${wanted}`);
      }
    }
    await pack.configure({});
    expect(wrong.join("\n")).to.equal("");
  });

  it("takes options and levels from the engine's configuration", async () => {
    const found = specimens().flatMap((specimen) =>
      specimen.cases.filter(({ options, is }) => options && is === "bad").map((one) => ({ specimen, one })),
    );
    expect(found.length).to.be.greaterThan(3);
    for (const { specimen, one } of found) {
      const { id } = specimen.rule;
      await pack.configure({ [id]: { options: one.options!, enforcementlevel: EnforcementLevel.ADVISORY } });
      const mine = (await diagnosticsOf(pack, specimen, one)).filter(({ policyname }) => policyname === id);
      expect(new Set(mine.map(({ enforcementlevel }) => enforcementlevel)), `${id}: ${one.title}`).to.deep.equal(
        new Set([EnforcementLevel.ADVISORY]),
      );
    }
    await pack.configure({});
  });
});

/** The same for every rule but one: asked about cases of one rule, 140 others would take their time. */
function allBut<Config>(rule: string, config: Config): Readonly<Record<string, Config>> {
  return Object.fromEntries(rules().flatMap(({ id }) => (id === rule ? [] : [[id, config]])));
}

function schemaOf(schema: { readonly properties?: { readonly fieldsMap: readonly unknown[] } } | undefined): object {
  return Object.fromEntries((schema?.properties?.fieldsMap ?? []) as [string, unknown][]);
}

let cases = 0;

/** What the pack says of a case, asked as the engine asks: about each resource, then about all. No two cases share a stack. */
async function diagnosticsOf(pack: Analyzer, { rule }: Specimen, { resources }: Case) {
  const stack = `urn:pulumi:case-${++cases}::`;
  const own = (urn: string) => urn.replace(/^urn:pulumi:case::/, stack);
  const records = recordsOf(resources).map((record) => ({
    ...record,
    urn: own(record.urn),
    ...(record.parent !== undefined && { parent: own(record.parent) }),
    propertyDependencies: Object.fromEntries(
      Object.entries(record.propertyDependencies ?? {}).map(([property, urns]) => [property, urns.map(own)]),
    ),
  }));
  const said = (await Promise.all(records.map((record) => pack.analyze(record)))).flat();
  // What a resource rule refuses, nobody needs to ask about again.
  if (said.some(({ policyname }) => policyname === rule.id)) return said;
  return [...said, ...(await pack.analyzeStack(records))];
}

async function outcomeOf(pack: Analyzer, specimen: Specimen, one: Case): Promise<string> {
  const { rule } = specimen;
  const said = await diagnosticsOf(pack, specimen, one);
  if (said.some(({ policyname }) => policyname === rule.id)) return "bad";
  const undecided = said.some(
    ({ policyname, message }) => policyname === "undecided" && message.includes(`\n${rule.id}: `),
  );
  return undecided ? "undecided" : "good";
}

/** What the rule itself says of it, when it is told what CrossGuard tells: `protect` always, `retainOnDelete` never. */
function outcomeHere({ rule }: Specimen, { resources }: Case): string {
  const records = recordsOf(resources).map(({ retainOnDelete: _, protect = false, ignoreChanges = [], ...rest }) => ({
    ...rest,
    protect,
    ignoreChanges,
  }));
  const verdicts = judge(new Stack(records), [rule]).map(({ verdict }) => verdict);
  return verdicts.includes("violation") ? "bad" : verdicts.length > 0 ? "undecided" : "good";
}
