import { expect } from "chai";
import { recordsOfGraph } from "../../cli/policy/graph-records";
import { gate } from "../../policy/gate";
import { Stack } from "../../policy/model";
import { rules } from "../../policy/registry";
import { readSuppressions, SUPPRESSIONS_FILE } from "../../policy/suppression";
import { graphOf } from "../support/platform";

/** A day on which none had expired: the gate of the day is `npm run policy`. */
const TODAY = "2026-11-24";
const STACKS = ["dev", "prod"];

describe("policy: the real program", function () {
  this.timeout(300_000);

  it("passes the gate in every stack: nothing open, nothing undecided, no suppression too many", async () => {
    const graphs = [];
    for (const stack of STACKS) graphs.push(...(await graphOf(stack)));
    const ids = rules().map(({ id }) => id);
    const report = gate({
      stacks: graphs.map((graph) => ({ name: graph.stack, source: "", stack: new Stack(recordsOfGraph(graph)) })),
      rules: rules(),
      suppressions: readSuppressions(SUPPRESSIONS_FILE, ids),
      allStacks: STACKS,
      today: TODAY,
      maxUndecided: 0,
    });
    const open = report.findings.filter(({ suppression }) => !suppression);
    const said = open.map(({ rule, resource, message }) => `${rule.id}: ${resource.urn}: ${message}`);
    expect([...said, ...report.problems.map(({ message }) => message)].join("\n")).to.equal("");
    expect(report.passed).to.equal(true);
  });
});
