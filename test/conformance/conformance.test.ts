import { expect } from "chai";
import { behaviours } from "./behaviours";
import { differences } from "./differences";
import { reportOf } from "./report";
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
      expect(each.evidence).to.match(/^https:\/\//);
      expect(each.peer).not.to.equal("sandbox");
      for (const id of each.behaviours) expect(ids.has(id), id).to.equal(true);
    }
  });

  it("has at least 150 decisions of IAM", () => {
    expect(behaviours.filter(({ service }) => service === "iam")).to.have.length.of.at.least(150);
  });
});

describe("A report", () => {
  const [one, two] = behaviours.slice(0, 2) as [(typeof behaviours)[0], (typeof behaviours)[0]];
  const outcome = (id: string, result: Outcome["result"]): Outcome => ({ id, target: "ministack", result, took: 1 });
  const difference = { peer: "ministack" as const, does: "x", why: "y", evidence: "https://x" };
  const faults = (results: readonly Outcome[], explained: readonly string[]) =>
    reportOf([one, two], ["ministack"], results, [{ ...difference, behaviours: explained }]).faults;

  it("finds fault with a failure that nothing explains", () => {
    const results = [outcome(one.id, "failed"), outcome(two.id, "failed")];
    expect(faults(results, [one.id])).to.have.length(1);
    expect(faults(results, [one.id, two.id])).to.deep.equal([]);
  });

  it("finds fault with an explanation that nothing needs", () => {
    expect(faults([outcome(one.id, "passed")], [one.id])[0]).to.contain("no longer needed");
    expect(faults([outcome(one.id, "skipped")], [one.id])).to.deep.equal([]);
  });
});
