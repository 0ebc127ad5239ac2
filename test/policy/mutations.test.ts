import { expect } from "chai";
import { judge } from "../../policy/judge";
import { type ResourceRecord, Stack } from "../../policy/model";
import { rules } from "../../policy/registry";
import { recordsOfGraph } from "../../cli/policy/graph-records";
import { graphOf } from "../support/platform";
import { Program } from "./support/program";
import { specimens } from "./support/specimens";

describe("policy: every rule notices what breaks it in the real program, and no other does", function () {
  this.timeout(300_000);
  let records: readonly ResourceRecord[];
  let known: ReadonlySet<string>;

  before(async () => {
    const [prod] = await graphOf("prod");
    records = recordsOfGraph(prod!);
    known = findings(records);
  });

  for (const { rule, mutation } of specimens())
    it(`${rule.id}: ${mutation.what}`, () => {
      const program = new Program(records);
      mutation.change(program);
      const after = [...findings(program.records)].filter((finding) => !known.has(finding));
      expect([...new Set(after.map((finding) => finding.split(" ")[0]))]).to.deep.equal([rule.id]);
    });
});

function findings(records: readonly ResourceRecord[]): ReadonlySet<string> {
  return new Set(
    judge(new Stack(records), rules()).map(({ rule, resource, verdict }) => `${rule.id} ${resource.urn} ${verdict}`),
  );
}
