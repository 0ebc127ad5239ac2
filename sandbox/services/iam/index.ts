import type { NamedPolicy, Principal } from "../../iam";
import type { Cloud, IdentityStore } from "../../kernel/cloud";
import { AwsError } from "../../kernel/errors";
import type { Operation, ResourceModel } from "../../kernel/service";
import { revokeGrant, roleGrants, unusedRoleGrants, type RoleGrant } from "./grants";
import { operations } from "./operations";
import { resources } from "./resources";
import { serviceLinkedPrincipal, type ServiceLinkedRole } from "./service-linked";
import { IdentityTable, type Role } from "./store";

export type { RoleGrant } from "./grants";
export type { Role } from "./store";

export function create(cloud: Cloud): IamService {
  return new IamService(cloud);
}

/** IAM of every account: roles and their policies. Users and groups are not modelled. */
export class IamService implements IdentityStore {
  readonly name = "iam";
  readonly sdk = "@aws-sdk/client-iam";
  readonly denial = { code: "AccessDenied", statusCode: 403 };
  readonly throttling = { code: "Throttling", statusCode: 400 };
  readonly operations: Readonly<Record<string, Operation>>;
  readonly resources: Readonly<Record<string, ResourceModel>>;
  private readonly table = new IdentityTable();

  constructor(private readonly cloud: Cloud) {
    this.operations = operations(this.table);
    this.resources = resources(this.table, () => cloud.world.now());
  }

  identityPolicies(principal: Principal): readonly NamedPolicy[] {
    switch (principal.kind) {
      case "role":
        return this.table.policiesOf(this.liveRole(principal.roleArn));
      case "user":
        throw new AwsError("InvalidClientTokenId", `There is no user ${principal.userArn}.`, 403);
      default:
        // An account's root needs no policy; services and anonymous callers carry none.
        return [];
    }
  }

  /** Changes with every change of a role or policy; decisions taken under an older version may no longer hold. */
  get version(): number {
    return this.table.version;
  }

  /** The role of an ARN, if it exists. */
  role(arn: string): Role | undefined {
    return this.table.roleOf(arn);
  }

  /** A service acting with its service-linked role. */
  serviceLinkedRole(linked: ServiceLinkedRole): Principal {
    return serviceLinkedPrincipal(this.table, linked, this.cloud.world.now());
  }

  roles(): readonly Role[] {
    return this.table.roles();
  }

  /** Every grant of every role, ordered; roles that AWS makes itself are left out. */
  grants(): RoleGrant[] {
    return roleGrants(this.table);
  }

  /** The grants that have let no call through so far. */
  unusedGrants(): RoleGrant[] {
    return unusedRoleGrants(this.table, this.cloud.ledger);
  }

  /**
   * Takes one grant from its role at run time.
   * @returns what gives it back
   * @throws RangeError when there is no such role or grant
   */
  revoke(grant: RoleGrant): () => void {
    const role = this.table.roleOf(grant.role);
    if (!role) throw new RangeError(`There is no role ${grant.role}.`);
    return revokeGrant(this.table, role, grant);
  }

  summary(): object {
    return { roles: this.table.roles().length, policies: this.table.policies().length };
  }

  private liveRole(arn: string): Role {
    const role = this.table.roleOf(arn);
    // Sessions outlive their role; AWS then no longer knows their credentials.
    if (!role)
      throw new AwsError("InvalidClientTokenId", "The security token included in the request is invalid.", 403);
    return role;
  }
}
