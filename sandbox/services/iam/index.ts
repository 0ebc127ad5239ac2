import type { NamedPolicy, Principal } from "../../iam";
import type { Cloud, IdentityStore } from "../../kernel/cloud";
import { AwsError } from "../../kernel/errors";
import type { Operation, ResourceModel } from "../../kernel/service";
import { operations } from "./operations";
import { resources } from "./resources";
import { serviceLinkedPrincipal, type ServiceLinkedRole } from "./service-linked";
import { IdentityTable, type Role } from "./store";

export type { Role } from "./store";

export function create(cloud: Cloud): IamService {
  return new IamService(cloud);
}

/** An account's root may do everything in its account; policies of other accounts' resources still have to let it in. */
const rootPolicies: readonly NamedPolicy[] = [
  {
    name: "root",
    document: { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }] },
  },
];

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
      case "root":
        return rootPolicies;
      case "role":
        return this.table.policiesOf(this.liveRole(principal.roleArn));
      case "user":
        throw new AwsError("InvalidClientTokenId", `There is no user ${principal.userArn}.`, 403);
      default:
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
