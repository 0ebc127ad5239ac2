import { grantsOf, without, type Grant } from "../../iam";
import type { Ledger } from "../../kernel/ledger";
import type { IdentityTable, Role } from "./store";

/** One action on one resource that one policy allows one role. */
export interface RoleGrant extends Grant {
  /** ARN. */
  readonly role: string;
  /** Name of the inline policy, or ARN of the managed one. */
  readonly policy: string;
}

/** Paths under this one hold the roles that AWS makes itself, with policies that it wrote. */
const serviceLinkedPath = "/aws-service-role/";

/** Every grant of every role that the deployments made, ordered by role, policy and position. */
export function roleGrants(table: IdentityTable): RoleGrant[] {
  return table
    .roles()
    .filter(({ path }) => !path.startsWith(serviceLinkedPath))
    .sort((a, b) => (a.arn < b.arn ? -1 : 1))
    .flatMap((role) =>
      [...table.policiesOf(role)]
        .sort((a, b) => (a.name < b.name ? -1 : 1))
        .flatMap(({ name, document }) =>
          grantsOf(document).map((grant) => ({ role: role.arn, policy: name, ...grant })),
        ),
    );
}

/** The grants that let no call through. */
export function unusedRoleGrants(table: IdentityTable, ledger: Ledger): RoleGrant[] {
  return roleGrants(table).filter((grant) => !ledger.wasUsed(grant.role, grant));
}

/**
 * Takes one grant from a role, and from no other: of a managed policy the role then carries a copy of its own.
 * @returns what gives it back
 * @throws RangeError when the role has no such grant
 */
export function revokeGrant(table: IdentityTable, role: Role, grant: Grant & { readonly policy: string }): () => void {
  const policy = table.policiesOf(role).find(({ name }) => name === grant.policy);
  if (!policy) throw new RangeError(`${role.arn} carries no policy "${grant.policy}".`);
  const rest = without(policy.document, grant);
  const managed = role.attached.delete(grant.policy);
  if (rest) role.inline.set(grant.policy, rest);
  else role.inline.delete(grant.policy);
  table.changed();
  return () => {
    if (managed) {
      role.inline.delete(grant.policy);
      role.attached.add(grant.policy);
    } else {
      role.inline.set(grant.policy, policy.document);
    }
    table.changed();
  };
}
