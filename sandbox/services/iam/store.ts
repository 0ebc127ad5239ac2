import type { NamedPolicy, PolicyDocument } from "../../iam";
import { AwsError, Unsupported } from "../../kernel/errors";

export interface Role {
  readonly name: string;
  readonly arn: string;
  readonly account: string;
  readonly path: string;
  readonly roleId: string;
  readonly description: string | undefined;
  /** Epoch milliseconds. */
  readonly created: number;
  /** Seconds. */
  readonly maxSessionDuration: number;
  readonly tags: Readonly<Record<string, string>>;
  trust: PolicyDocument;
  /** By policy name. */
  readonly inline: Map<string, PolicyDocument>;
  /** ARNs of managed policies, in the order of their attachment. */
  readonly attached: Set<string>;
  lastUsed: { readonly time: number; readonly region: string } | undefined;
}

export interface ManagedPolicy {
  readonly name: string;
  readonly arn: string;
  readonly account: string;
  readonly path: string;
  readonly policyId: string;
  readonly description: string | undefined;
  readonly created: number;
  readonly tags: Readonly<Record<string, string>>;
  document: PolicyDocument;
}

/** The identities of every account, and the policies that each role carries. */
export class IdentityTable {
  private readonly byArn = new Map<string, Role>();
  private readonly byName = new Map<string, Role>();
  private readonly managed = new Map<string, ManagedPolicy>();
  private readonly carried = new Map<string, readonly NamedPolicy[]>();
  /** Changes whenever a role or a policy does: what was decided before may be decided otherwise now. */
  version = 0;

  addRole(role: Role): void {
    const key = nameKey(role.account, role.name);
    if (this.byName.has(key)) {
      throw new AwsError("EntityAlreadyExists", `Role with name ${role.name} already exists.`, 409);
    }
    this.byName.set(key, role);
    this.byArn.set(role.arn, role);
    this.changed();
  }

  removeRole(role: Role): void {
    this.byName.delete(nameKey(role.account, role.name));
    this.byArn.delete(role.arn);
    this.changed();
  }

  addPolicy(policy: ManagedPolicy): void {
    if (this.managed.has(policy.arn)) {
      throw new AwsError("EntityAlreadyExists", `A policy called ${policy.name} already exists.`, 409);
    }
    this.managed.set(policy.arn, policy);
    this.changed();
  }

  removePolicy(arn: string): void {
    const role = this.roles().find(({ attached }) => attached.has(arn));
    if (role) throw new AwsError("DeleteConflict", `Cannot delete a policy attached to entities (${role.name}).`, 409);
    this.managed.delete(arn);
    this.changed();
  }

  roles(): Role[] {
    return [...this.byArn.values()];
  }

  policies(): ManagedPolicy[] {
    return [...this.managed.values()];
  }

  roleOf(arn: string): Role | undefined {
    return this.byArn.get(arn);
  }

  /** @throws AwsError NoSuchEntity */
  role(account: string, name: string): Role {
    const role = this.byName.get(nameKey(account, name));
    if (!role) throw new AwsError("NoSuchEntity", `The role with name ${name} cannot be found.`, 404);
    return role;
  }

  /** @throws AwsError NoSuchEntity; Unsupported for AWS's own policies, whose documents the sandbox does not carry */
  policy(arn: string): ManagedPolicy {
    const policy = this.managed.get(arn);
    if (policy) return policy;
    if (arn.startsWith("arn:aws:iam::aws:")) throw new Unsupported(`the AWS-managed policy ${arn}`);
    throw new AwsError("NoSuchEntity", `Policy ${arn} does not exist or is not attachable.`, 404);
  }

  /** What a role's identity policies are: inline ones by name, then attached ones by ARN. The same array until it changes. */
  policiesOf(role: Role): readonly NamedPolicy[] {
    let policies = this.carried.get(role.arn);
    if (!policies) {
      const inline = [...role.inline].map(([name, document]) => ({ name, document }));
      const attached = [...role.attached].map((arn) => ({ name: arn, document: this.policy(arn).document }));
      this.carried.set(role.arn, (policies = [...inline, ...attached]));
    }
    return policies;
  }

  /** To be called after a role or a policy was altered in place. */
  changed(): void {
    this.version++;
    this.carried.clear();
  }
}

function nameKey(account: string, name: string): string {
  return `${account}/${name}`;
}
