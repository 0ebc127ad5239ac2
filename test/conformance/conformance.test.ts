import { expect } from "chai";
import { behaviours } from "./behaviours";
import { differences } from "./differences";
import { print, reportOf } from "./report";
import { hold, type Outcome } from "./runner";
import { sandbox } from "./targets/sandbox";

describe("The sandbox, over its port, behaves as AWS documents", () => {
  const services = [...new Set(behaviours.map(({ service }) => service))];
  for (const service of services) {
    describe(service, () => {
      for (const behaviour of behaviours.filter((each) => each.service === service)) {
        it(`${behaviour.id}: ${behaviour.title}`, async () => {
          const outcome = await hold(behaviour, sandbox);
          expect(outcome.result, `${outcome.message} (${behaviour.doc})`).to.equal("passed");
        });
      }
    });
  }
});

describe("The list of behaviours", () => {
  it("names each once, each with a page of AWS's documentation", () => {
    expect(new Set(behaviours.map(({ id }) => id)).size).to.equal(behaviours.length);
    for (const { id, doc } of behaviours) expect(doc, id).to.match(/^https:\/\/docs\.aws\.amazon\.com\//);
  });

  it("explains differences of behaviours that there are, each once for a peer, with a page", () => {
    const ids = new Set(behaviours.map(({ id }) => id));
    const explained = differences.flatMap(({ peer, behaviours: own }) => own.map((id) => `${peer} ${id}`));
    expect(new Set(explained).size).to.equal(explained.length);
    for (const each of differences) {
      for (const link of [each.evidence, ...each.sources]) expect(link).to.match(/^https:\/\//);
      expect(each.peer).not.to.equal("sandbox");
      for (const id of each.behaviours) expect(ids.has(id), id).to.equal(true);
    }
  });

  it("says what stands behind each explanation, and cites who saw what no page says", () => {
    for (const { behaviours: own, basis, confirmed, evidence, sources } of differences) {
      const name = own.join(" ");
      expect(confirmed, name).to.match(/^[^\s].{20,}\.$/);
      expect(evidence, name).to.match(/^https:\/\/docs\.aws\.amazon\.com\//);
      if (basis === "reported") expect(sources, name).not.to.deep.equal([]);
      if (basis === "measured") expect(name, name).to.match(/^dynamodb\//);
    }
  });

  it("has at least 150 decisions of IAM", () => {
    expect(behaviours.filter(({ service }) => service === "iam")).to.have.length.of.at.least(150);
  });
});

describe("A report", () => {
  const [one, two] = behaviours.slice(0, 2) as [(typeof behaviours)[0], (typeof behaviours)[0]];
  const outcome = (id: string, result: Outcome["result"]): Outcome => ({ id, target: "ministack", result, took: 1 });
  const difference = {
    peer: "ministack" as const,
    does: "it does x",
    why: "AWS does y",
    basis: "reported" as const,
    confirmed: "Someone saw it.",
    evidence: "https://page",
    sources: ["https://report"],
  };
  const report = (results: readonly Outcome[], explained: readonly string[]) =>
    reportOf([one, two], ["ministack"], results, [{ ...difference, behaviours: explained }]);
  const faults = (...of: Parameters<typeof report>) => report(...of).faults;

  it("finds fault with a failure that nothing explains", () => {
    const results = [outcome(one.id, "failed"), outcome(two.id, "failed")];
    expect(faults(results, [one.id])).to.have.length(1);
    expect(faults(results, [one.id, two.id])).to.deep.equal([]);
  });

  it("finds fault with an explanation that nothing needs", () => {
    expect(faults([outcome(one.id, "passed")], [one.id])[0]).to.contain("no longer needed");
    expect(faults([outcome(one.id, "skipped")], [one.id])).to.deep.equal([]);
  });

  it("shows the evidence for the failures that it met, and for no others", () => {
    const lines: string[] = [];
    print(report([outcome(one.id, "failed"), outcome(two.id, "passed")], [one.id, two.id]), (line) => lines.push(line));
    expect(lines.slice(lines.indexOf(`✘ ministack: ${one.id}`))).to.deep.equal([
      `✘ ministack: ${one.id}`,
      "  does:     it does x",
      "  AWS:      AWS does y",
      "  evidence: reported. Someone saw it.",
      "            https://page",
      "            https://report",
    ]);
  });
});
