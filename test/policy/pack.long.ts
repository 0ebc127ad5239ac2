import { EnforcementLevel } from "@pulumi/pulumi/proto/analyzer_pb";
import { expect } from "chai";
import { join } from "node:path";
import { recordsOfGraph } from "../../cli/policy/graph-records";
import { graphOf, project } from "../support/platform";
import { Analyzer } from "./support/analyzer";

describe("policy: the pack with its own suppressions", function () {
  this.timeout(300_000);

  it("passes the real program, as the engine asks about it", async () => {
    const pack = await Analyzer.start(join(project, "policy"));
    try {
      for (const stack of ["dev", "prod"]) {
        const [graph] = await graphOf(stack);
        const records = recordsOfGraph(graph!);
        const said = await Promise.all(records.map((record) => pack.analyze(record)));
        said.push(await pack.analyzeStack(records));
        const blocking = said.flat().filter(({ enforcementlevel }) => enforcementlevel === EnforcementLevel.MANDATORY);
        expect(blocking.map(({ policyname, message }) => `${policyname}: ${message}`)).to.deep.equal([]);
      }
    } finally {
      pack.stop();
    }
  });
});
