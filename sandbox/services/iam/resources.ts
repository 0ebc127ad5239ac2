import * as v from "valibot";
import { AwsError } from "../../kernel/errors";
import { resourceModel, type ResourceModel, type ResourceRequest } from "../../kernel/service";
import { policyDocument, policyInput, policyText } from "./documents";
import type { IdentityTable } from "./store";

/** Letters of IAM's unique ids: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html */
const idAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

const tags = v.optional(v.record(v.string(), v.string()));

const roleInputs = v.strictObject({
  name: v.optional(
    v.pipe(v.string(), v.regex(/^[\w+=,.@-]{1,64}$/, "is no role name (1 to 64 of A-Z a-z 0-9 _+=,.@-)")),
  ),
  namePrefix: v.optional(v.string()),
  path: v.optional(v.pipe(v.string(), v.regex(/^\/(.*\/)?$/, "must begin and end with a slash"))),
  description: v.optional(v.string()),
  assumeRolePolicy: policyInput,
  maxSessionDuration: v.optional(v.pipe(v.number(), v.minValue(3600), v.maxValue(43_200))),
  forceDetachPolicies: v.optional(v.boolean()),
  tags,
});

const policyInputs = v.strictObject({
  name: v.optional(v.string()),
  namePrefix: v.optional(v.string()),
  path: v.optional(v.string()),
  description: v.optional(v.string()),
  policy: policyInput,
  tags,
});

const rolePolicyInputs = v.strictObject({
  name: v.optional(v.string()),
  namePrefix: v.optional(v.string()),
  role: v.string(),
  policy: policyInput,
});

const attachmentInputs = v.strictObject({ role: v.string(), policyArn: v.string() });

/** @see https://www.pulumi.com/registry/packages/aws/api-docs/iam/ */
export function resources(table: IdentityTable, now: () => number): Record<string, ResourceModel> {
  return {
    "aws:iam/role:Role": roleModel(table, now),
    "aws:iam/policy:Policy": managedPolicyModel(table, now),
    "aws:iam/rolePolicy:RolePolicy": rolePolicyModel(table),
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment": attachmentModel(table),
  };
}

function roleModel(table: IdentityTable, now: () => number): ResourceModel {
  return resourceModel({
    inputs: roleInputs,
    outputs: (request) => {
      const name = nameOf(request);
      const path = request.inputs.path ?? "/";
      return {
        id: name,
        name,
        path,
        arn: `arn:aws:iam::${request.place.account}:role${path}${name}`,
        uniqueId: `AROA${request.id(17, idAlphabet)}`,
        maxSessionDuration: request.inputs.maxSessionDuration ?? 3600,
        assumeRolePolicy: policyText(request.inputs.assumeRolePolicy),
        forceDetachPolicies: request.inputs.forceDetachPolicies ?? false,
      };
    },
    create: ({ inputs, outputs, place }) => {
      table.addRole({
        name: outputs.name,
        arn: outputs.arn,
        account: place.account,
        path: outputs.path,
        roleId: outputs.uniqueId,
        description: inputs.description,
        created: now(),
        maxSessionDuration: outputs.maxSessionDuration,
        tags: inputs.tags ?? {},
        trust: policyDocument(outputs.assumeRolePolicy, "trust", `The trust policy of ${outputs.arn}`),
        inline: new Map(),
        attached: new Set(),
        lastUsed: undefined,
      });
    },
    remove: ({ outputs, place }) => {
      const role = table.role(place.account, outputs.name);
      if (role.inline.size + role.attached.size > 0) {
        throw new AwsError("DeleteConflict", "Cannot delete entity, must detach all policies first.", 409);
      }
      table.removeRole(role);
    },
  });
}

function managedPolicyModel(table: IdentityTable, now: () => number): ResourceModel {
  return resourceModel({
    inputs: policyInputs,
    outputs: (request) => {
      const name = nameOf(request);
      const path = request.inputs.path ?? "/";
      const arn = `arn:aws:iam::${request.place.account}:policy${path}${name}`;
      const policyId = `ANPA${request.id(17, idAlphabet)}`;
      return { id: arn, arn, name, path, policyId, policy: policyText(request.inputs.policy) };
    },
    create: ({ inputs, outputs, place }) => {
      table.addPolicy({
        name: outputs.name,
        arn: outputs.arn,
        account: place.account,
        path: outputs.path,
        policyId: outputs.policyId,
        description: inputs.description,
        created: now(),
        tags: inputs.tags ?? {},
        document: policyDocument(outputs.policy, "identity", outputs.arn),
      });
    },
    remove: ({ outputs }) => table.removePolicy(outputs.arn),
  });
}

function rolePolicyModel(table: IdentityTable): ResourceModel {
  return resourceModel({
    inputs: rolePolicyInputs,
    outputs: (request) => {
      const name = nameOf(request);
      return { id: `${request.inputs.role}:${name}`, name, policy: policyText(request.inputs.policy) };
    },
    create: ({ inputs, outputs, place }) => {
      const role = table.role(place.account, inputs.role);
      const document = policyDocument(outputs.policy, "identity", `Policy ${outputs.name} of ${role.arn}`);
      role.inline.set(outputs.name, document);
      table.changed();
    },
    remove: ({ inputs, outputs, place }) => {
      table.role(place.account, inputs.role).inline.delete(outputs.name);
      table.changed();
    },
  });
}

function attachmentModel(table: IdentityTable): ResourceModel {
  return resourceModel({
    inputs: attachmentInputs,
    outputs: ({ inputs }) => ({ id: `${inputs.role}/${inputs.policyArn}` }),
    create: ({ inputs, place }) => {
      const policy = table.policy(inputs.policyArn);
      table.role(place.account, inputs.role).attached.add(policy.arn);
      table.changed();
    },
    remove: ({ inputs, place }) => {
      table.role(place.account, inputs.role).attached.delete(inputs.policyArn);
      table.changed();
    },
  });
}

function nameOf(request: ResourceRequest<{ name?: string | undefined; namePrefix?: string | undefined }>): string {
  const { name, namePrefix } = request.inputs;
  return name ?? (namePrefix === undefined ? request.physicalName : `${namePrefix}${request.id(26)}`);
}
