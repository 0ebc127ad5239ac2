import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { namedPlans, readFaultPlan } from "../../cli/start/faults";
import { project } from "../support/platform";

describe("docs/faults.md", () => {
  const page = readFileSync(join(project, "docs", "faults.md"), "utf8");
  let folder: string;
  before(() => void (folder = mkdtempSync(join(tmpdir(), "faults-"))));
  after(() => rmSync(folder, { recursive: true }));

  const readText = (text: string) => {
    const file = join(folder, "plan.json");
    writeFileSync(file, text);
    return readFaultPlan(file);
  };
  const column = (heading: string) => {
    const table = page.slice(page.indexOf(`## ${heading}`)).split("\n## ")[0] as string;
    return [...table.matchAll(/^\| `([^`]+)`/gm)].map(([, name = ""]) => name);
  };

  it("shows a plan that is valid", () => {
    const example = /```json\n([\s\S]*?)```/.exec(page)?.[1] as string;
    expect(readText(example).faults).to.have.lengthOf(3);
  });

  it("names every kind", () => {
    const kinds = column("Kinds");
    expect(kinds).to.have.lengthOf(7);
    const plan = { faults: kinds.map((kind) => ({ kind })) };
    expect(readText(JSON.stringify(plan)).faults).to.deep.equal(plan.faults);
    expect(() => readText('{"faults": [{"kind": "earthquake"}]}')).to.throw(/faults\.0\.kind/);
    // Nothing of the storm's feed is told on a best-effort basis.
    const stormy = new Set<string>(namedPlans.storm.faults.map(({ kind }) => kind));
    expect(kinds.filter((kind) => !stormy.has(kind))).to.deep.equal(["lose"]);
  });

  it("names fields that a plan takes, and no others", () => {
    const values: Record<string, unknown> = { kind: "error", probability: 0.5, from: 1, until: 2, times: 3, delay: 4 };
    const fault = Object.fromEntries(column("Fields of a fault").map((field) => [field, values[field] ?? "text"]));
    expect(Object.keys(fault)).to.have.lengthOf(10);
    expect(readText(JSON.stringify({ faults: [fault] })).faults).to.deep.equal([fault]);
    expect(() => readText(JSON.stringify({ faults: [{ ...fault, where: "here" }] }))).to.throw(/where/);
  });

  it("names every plan that comes with the project", () => {
    for (const name of Object.keys(namedPlans)) expect(page).to.include(`**${name}**`);
  });
});
