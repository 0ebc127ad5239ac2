import type {
  GetPolicyRequest,
  GetPolicyVersionRequest,
  GetRolePolicyRequest,
  GetRoleRequest,
  ListAttachedRolePoliciesRequest,
  ListPoliciesRequest,
  ListRolePoliciesRequest,
  ListRolesRequest,
} from "@aws-sdk/client-iam";
import type { PolicyDocument } from "../../iam";
import { AwsError } from "../../kernel/errors";
import { operation, type CallContext, type Operation } from "../../kernel/service";
import type { IdentityTable, ManagedPolicy, Role } from "./store";

/** The reading half of IAM's API: a deployment writes, and a person looks. */
export function operations(table: IdentityTable): Record<string, Operation> {
  return { ...roleOperations(table), ...policyOperations(table) };
}

function roleOperations(table: IdentityTable): Record<string, Operation> {
  const onRole =
    (action: string) =>
    (input: { RoleName: string | undefined }, { place }: CallContext) => {
      const { arn } = table.role(place.account, input.RoleName ?? "");
      return { action: `iam:${action}`, resource: arn };
    };
  const roleOf = (input: { RoleName: string | undefined }, { place }: CallContext) =>
    table.role(place.account, input.RoleName ?? "");
  return {
    GetRole: operation<GetRoleRequest>(onRole("GetRole"), (input, context) => ({
      Role: roleShape(roleOf(input, context)),
    })),
    ListRoles: operation<ListRolesRequest>(
      (_, { place }) => ({ action: "iam:ListRoles", resource: `arn:aws:iam::${place.account}:role/` }),
      ({ PathPrefix = "/" }, { place }) => ({
        Roles: sortedByName(table.roles())
          .filter((role) => role.account === place.account && role.path.startsWith(PathPrefix))
          .map(roleShape),
        IsTruncated: false,
      }),
    ),
    GetRolePolicy: operation<GetRolePolicyRequest>(onRole("GetRolePolicy"), (input, context) => {
      const role = roleOf(input, context);
      const document = role.inline.get(input.PolicyName ?? "");
      if (!document) {
        throw new AwsError("NoSuchEntity", `The role policy with name ${input.PolicyName} cannot be found.`, 404);
      }
      return { RoleName: role.name, PolicyName: input.PolicyName, PolicyDocument: encoded(document) };
    }),
    ListRolePolicies: operation<ListRolePoliciesRequest>(onRole("ListRolePolicies"), (input, context) => ({
      PolicyNames: [...roleOf(input, context).inline.keys()].sort(),
      IsTruncated: false,
    })),
    ListAttachedRolePolicies: operation<ListAttachedRolePoliciesRequest>(
      onRole("ListAttachedRolePolicies"),
      (input, context) => ({
        AttachedPolicies: [...roleOf(input, context).attached].map((arn) => ({
          PolicyArn: arn,
          PolicyName: table.policy(arn).name,
        })),
        IsTruncated: false,
      }),
    ),
  };
}

function policyOperations(table: IdentityTable): Record<string, Operation> {
  const onPolicy = (action: string) => (input: { PolicyArn: string | undefined }) => ({
    action: `iam:${action}`,
    resource: input.PolicyArn ?? "",
  });
  return {
    ListPolicies: operation<ListPoliciesRequest>(
      () => ({ action: "iam:ListPolicies", resource: "*" }),
      (_, { place }) => ({
        Policies: sortedByName(table.policies())
          .filter(({ account }) => account === place.account)
          .map((policy) => policyShape(policy, table)),
        IsTruncated: false,
      }),
    ),
    GetPolicy: operation<GetPolicyRequest>(onPolicy("GetPolicy"), ({ PolicyArn }) => ({
      Policy: policyShape(table.policy(PolicyArn ?? ""), table),
    })),
    GetPolicyVersion: operation<GetPolicyVersionRequest>(onPolicy("GetPolicyVersion"), (input) => {
      const policy = table.policy(input.PolicyArn ?? "");
      if (input.VersionId !== "v1") {
        throw new AwsError("NoSuchEntity", `Policy ${policy.arn} version ${input.VersionId} does not exist.`, 404);
      }
      return {
        PolicyVersion: {
          Document: encoded(policy.document),
          VersionId: "v1",
          IsDefaultVersion: true,
          CreateDate: new Date(policy.created),
        },
      };
    }),
  };
}

function roleShape(role: Role): object {
  return {
    Path: role.path,
    RoleName: role.name,
    RoleId: role.roleId,
    Arn: role.arn,
    CreateDate: new Date(role.created),
    AssumeRolePolicyDocument: encoded(role.trust),
    ...(role.description !== undefined && { Description: role.description }),
    MaxSessionDuration: role.maxSessionDuration,
    Tags: tagShape(role.tags),
    RoleLastUsed: role.lastUsed && { LastUsedDate: new Date(role.lastUsed.time), Region: role.lastUsed.region },
  };
}

function policyShape(policy: ManagedPolicy, table: IdentityTable): object {
  return {
    PolicyName: policy.name,
    PolicyId: policy.policyId,
    Arn: policy.arn,
    Path: policy.path,
    DefaultVersionId: "v1",
    AttachmentCount: table.roles().filter(({ attached }) => attached.has(policy.arn)).length,
    IsAttachable: true,
    ...(policy.description !== undefined && { Description: policy.description }),
    CreateDate: new Date(policy.created),
    UpdateDate: new Date(policy.created),
    Tags: tagShape(policy.tags),
  };
}

/** IAM answers documents URL-encoded (RFC 3986). */
function encoded(document: PolicyDocument): string {
  return encodeURIComponent(JSON.stringify(document));
}

function tagShape(tags: Readonly<Record<string, string>>): object[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}

function sortedByName<T extends { readonly name: string }>(items: readonly T[]): T[] {
  return [...items].sort((a, b) => (a.name < b.name ? -1 : 1));
}
