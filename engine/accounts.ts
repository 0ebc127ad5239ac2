import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import type { StackGraph } from "../sandbox";

/** The account that deploys where a stack assumes roles, as a team's CI has one. */
const DEPLOYMENT_ACCOUNT = "999999999999";

/** Roles that a stack's providers assume, and the account that calls. */
export interface Deployer {
  readonly caller: string;
  readonly roles: readonly string[];
}

/** Who deploys a stack: with roles, an account of its own; else the one account that its providers allow. */
export function deployerOf(graph: StackGraph): Deployer {
  const providers = graph.resources.filter((resource) => resource.type === "pulumi:providers:aws");
  const list = (value: unknown) => (typeof value === "string" ? (JSON.parse(value) as unknown[]) : []);
  const roles = providers.flatMap(({ inputs }) => list(inputs["assumeRoles"]) as { roleArn: string }[]);
  const accounts = providers.flatMap(({ inputs }) => list(inputs["allowedAccountIds"]) as string[]);
  if (roles.length > 0) return { caller: DEPLOYMENT_ACCOUNT, roles: [...new Set(roles.map((role) => role.roleArn))] };
  const [caller, ...others] = [...new Set(accounts)];
  if (caller === undefined || others.length > 0) {
    throw new Error(
      `Stack "${graph.stack}" assumes no role, so its providers must allow one account, the same in all.`,
    );
  }
  return { caller, roles: [] };
}

/** Makes the deployment roles as an account's owner would, before the first deployment. */
export async function makeDeploymentRoles(endpoint: string, { caller, roles }: Deployer): Promise<void> {
  for (const arn of roles) {
    const account = arn.split(":")[4] as string;
    const RoleName = arn.split("/").at(-1) as string;
    const credentials = { accessKeyId: account, secretAccessKey: "test" };
    const client = new IAMClient({ endpoint, region: "us-east-1", credentials });
    const trust = { Effect: "Allow", Principal: { AWS: `arn:aws:iam::${caller}:root` }, Action: "sts:AssumeRole" };
    await client.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: policy(trust) }));
    const administer = policy({ Effect: "Allow", Action: "*", Resource: "*" });
    await client.send(new PutRolePolicyCommand({ RoleName, PolicyName: "deploy", PolicyDocument: administer }));
    client.destroy();
  }
}

function policy(statement: object): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
}
