import { expect } from "chai";
import type { IamService, RoleGrant } from "../../sandbox/services/iam";
import { playAll, shown, type Known } from "../support/grant-scenarios";
import { graphOf } from "../support/platform";
import { Stage } from "../support/stage";

/** That each grant is missed, too, when it is taken away, is tried in grants.long.ts. */
describe("The grants of roles", function () {
  this.timeout(300_000);
  let grants: readonly RoleGrant[];
  let known: readonly Known[];

  before(async () => {
    ({ grants, known } = await playAll(await graphOf("dev")));
  });

  it("are all used, each in a scenario", () => {
    const unused = grants.filter((grant) => !known.some(({ uses }) => uses(grant)));
    expect(unused.map(shown)).to.deep.equal([]);
  });

  it("are the same in prod, but for the application's own key", async () => {
    const stage = await Stage.open(await graphOf("prod"), "2026-11-02T08:00:00Z");
    try {
      const inProd = stage.sandbox.cloud.service<IamService>("iam").grants().map(withoutPlace);
      const inDev = new Set(grants.map(withoutPlace));
      expect(inProd.filter((grant) => !inDev.has(grant))).to.deep.equal([
        "huut-media-reader: kms:Decrypt on arn:aws:kms:<place>:key/<key>",
      ]);
      expect([...inDev].filter((grant) => !inProd.includes(grant))).to.deep.equal([]);
    } finally {
      stage.close();
    }
  });
});

/** A grant without what differs between stacks: names, accounts, keys. */
function withoutPlace(grant: RoleGrant): string {
  return shown(grant)
    .replaceAll(/huut-(dev|prod)-|huut_(dev|prod)\b/g, (name) => (name.includes("_") ? "huut" : "huut-"))
    .replaceAll("huut-media-111111111111", "huut-media-222222222222")
    .replaceAll(/ap-south-1:\d{12}/g, "<place>")
    .replaceAll(/iam::\d{12}/g, "iam::<account>")
    .replaceAll(/key\/[0-9a-z-]+/g, "key/<key>")
    .replaceAll(/distribution\/[0-9A-Z]+/g, "distribution/<id>");
}
