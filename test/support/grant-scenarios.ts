import type { StackGraph } from "../../sandbox";
import { AccessDenied } from "../../sandbox/kernel/errors";
import type { IamService, RoleGrant } from "../../sandbox/services/iam";
import { scenarios, type Scenario } from "../platform/scenarios";
import { differences, evidenceOf, type Evidence } from "./evidence";
import { Stage } from "./stage";
import { withoutGrant } from "./without-grant";

interface Told {
  readonly evidence: Evidence;
  readonly denied: readonly { readonly role: string; readonly action: string }[];
}

/** A scenario as it ends when nothing is taken away, and the grants that it uses. */
export interface Known extends Told {
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

/** Plays every scenario with nothing taken away. */
export async function playAll(
  graphs: readonly StackGraph[],
): Promise<{ readonly grants: readonly RoleGrant[]; readonly known: readonly Known[] }> {
  const known: Known[] = [];
  let grants: readonly RoleGrant[] = [];
  for (const scenario of scenarios) {
    known.push(
      await tell(graphs, scenario, ({ sandbox }, told) => {
        const { ledger } = sandbox.cloud;
        grants = sandbox.cloud.service<IamService>("iam").grants();
        return { ...told, scenario, uses: (grant) => ledger.wasUsed(grant.role, grant) };
      }),
    );
  }
  return { grants, known };
}

/** Whether a scenario that uses a grant is denied it, and ends otherwise, when it is taken away before the deployment. */
export async function isMissed(
  graphs: readonly StackGraph[],
  known: readonly Known[],
  grant: RoleGrant,
): Promise<boolean> {
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

export function shown({ role, action, resource }: RoleGrant): string {
  return `${role.slice(role.lastIndexOf("/") + 1)}: ${action} on ${resource}`;
}
