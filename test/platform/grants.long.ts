import { expect } from "chai";
import type { StackGraph } from "../../sandbox";
import type { RoleGrant } from "../../sandbox/services/iam";
import { isMissed, playAll, shown, type Known } from "../support/grant-scenarios";
import { graphOf } from "../support/platform";

/** Every role of the program. */
const roles = [
  "captions-api",
  "catalog-encryption",
  "complete-transcription",
  "correct-captions",
  "crawler",
  "delivery",
  "etl",
  "insights-api",
  "media-reader",
  "plan-translations",
  "replay-quarantine",
  "route-media",
  "run-daily-activity",
  "run-insights",
  "run-sweep-captions",
  "separate-events",
  "start-transcription",
  "store-insight",
  "sweep-captions",
  "transcribe-job",
  "transform",
  "translate-captions",
  "withdraw-captions",
];

describe("The grants of roles", function () {
  this.timeout(600_000);
  let graphs: StackGraph[];
  let grants: readonly RoleGrant[];
  let known: readonly Known[];

  before(async () => {
    graphs = await graphOf("dev");
    ({ grants, known } = await playAll(graphs));
  });

  it("belong to the roles that are tried here", () => {
    const names = grants.map(({ role }) => role.replace(/.*\/huut-dev-/, ""));
    expect([...new Set(names)].sort()).to.deep.equal(roles);
  });

  for (const name of roles) {
    it(`of ${name} are each missed when it is taken away`, async () => {
      const own = grants.filter(({ role }) => role.endsWith(`/huut-dev-${name}`));
      expect(own).to.not.deep.equal([]);
      const idle: string[] = [];
      for (const grant of own) if (!(await isMissed(graphs, known, grant))) idle.push(shown(grant));
      expect(idle).to.deep.equal([]);
    });
  }
});
