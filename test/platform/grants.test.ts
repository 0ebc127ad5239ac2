import { expect } from "chai";
import type { StackGraph } from "../../sandbox";
import { AccessDenied } from "../../sandbox/kernel/errors";
import type { IamService, RoleGrant } from "../../sandbox/services/iam";
import { differences, evidenceOf, type Evidence } from "../support/evidence";
import { graphOf } from "../support/platform";
import { Stage } from "../support/stage";
import { withoutGrant } from "../support/without-grant";
import { scenarios, type Scenario } from "./scenarios";

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

interface Told {
  readonly evidence: Evidence;
  readonly denied: readonly { readonly role: string; readonly action: string }[];
}

/** A scenario as it ends when nothing is taken away, and the grants that it uses. */
interface Known extends Told {
  readonly scenario: Scenario;
  readonly uses: (grant: RoleGrant) => boolean;
}

async function tell<T>(
  graphs: readonly StackGraph[],
  { start, faults, play }: Scenario,
  look: (stage: Stage, told: Told) => T,
): Promise<T> {
  const stage = await Stage.open(graphs, start, faults);
  try {
    const answers = await play(stage);
    const denied = stage.sandbox.cloud.ledger.denials().map(({ principal, access }) => ({
      role: principal.kind === "role" ? principal.roleArn : "",
      action: access.action,
    }));
    return look(stage, { evidence: { ...evidenceOf(stage.sandbox), answers }, denied });
  } finally {
    stage.close();
  }
}

describe("The grants of roles", function () {
  this.timeout(300_000);
  let graphs: StackGraph[];
  let grants: RoleGrant[];
  const known: Known[] = [];

  before(async () => {
    graphs = await graphOf("dev");
    for (const scenario of scenarios) {
      known.push(
        await tell(graphs, scenario, ({ sandbox }, told) => {
          const iam = sandbox.cloud.service<IamService>("iam");
          grants ??= iam.grants();
          const { ledger } = sandbox.cloud;
          return { ...told, scenario, uses: (grant) => ledger.wasUsed(grant.role, grant) };
        }),
      );
    }
  });

  it("are all used, each in a scenario", () => {
    const unused = grants.filter((grant) => !known.some(({ uses }) => uses(grant)));
    expect(unused.map(shown)).to.deep.equal([]);
  });

  it("belong to the roles that are tried here", () => {
    const names = grants.map(({ role }) => role.replace(/.*\/huut-dev-/, ""));
    expect([...new Set(names)].sort()).to.deep.equal(roles);
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

/** Whether a scenario that uses a grant is denied it, and ends otherwise, when it is taken away before the deployment. */
async function isMissed(graphs: readonly StackGraph[], known: readonly Known[], grant: RoleGrant): Promise<boolean> {
  for (const { scenario, uses, evidence } of known) {
    if (!uses(grant)) continue;
    try {
      const told = await tell(withoutGrant(graphs, grant), scenario, (_, found) => found);
      const denied = told.denied.some(({ role, action }) => role === grant.role && action === grant.action);
      if (denied && differences(evidence, told.evidence).length > 0) return true;
    } catch (error) {
      // AWS refuses what a role may not do when it is made, such as a mapping that could not read its queue.
      if (error instanceof AccessDenied && error.message.includes(grant.action)) return true;
      throw error;
    }
  }
  return false;
}

/** A grant without what differs between stacks: names, accounts, keys. */
function withoutPlace(grant: RoleGrant): string {
  return shown(grant)
    .replaceAll(/huut-(dev|prod)-|huut_(dev|prod)\b/g, (name) => (name.includes("_") ? "huut" : "huut-"))
    .replaceAll("huut-media-111111111111", "huut-media-222222222222")
    .replaceAll(/ap-south-1:\d{12}/g, "<place>")
    .replaceAll(/key\/[0-9a-z-]+/g, "key/<key>");
}

function shown({ role, action, resource }: RoleGrant): string {
  return `${role.slice(role.lastIndexOf("/") + 1)}: ${action} on ${resource}`;
}
