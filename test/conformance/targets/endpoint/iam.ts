import {
  CreateRoleCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  IAMClient,
  PutRolePolicyCommand,
} from "@aws-sdk/client-iam";
import type { Creators } from "./creator";

export const iam: Creators = {
  "aws:iam/role:Role": async (inputs: Record<"name" | "path" | "assumeRolePolicy", string>, making) => {
    const client = making.client(IAMClient);
    const { Role } = await client.send(
      new CreateRoleCommand({
        RoleName: inputs.name,
        AssumeRolePolicyDocument: inputs.assumeRolePolicy,
        ...(inputs.path && { Path: inputs.path }),
      }),
    );
    making.undo(() => client.send(new DeleteRoleCommand({ RoleName: inputs.name })));
    return { id: inputs.name, name: inputs.name, arn: Role?.Arn };
  },
  "aws:iam/rolePolicy:RolePolicy": async (inputs: Record<"name" | "role" | "policy", string>, making) => {
    const client = making.client(IAMClient);
    const names = { RoleName: inputs.role, PolicyName: inputs.name };
    await client.send(new PutRolePolicyCommand({ ...names, PolicyDocument: inputs.policy }));
    making.undo(() => client.send(new DeleteRolePolicyCommand(names)));
    return { id: `${inputs.role}:${inputs.name}` };
  },
};
