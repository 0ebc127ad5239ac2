import type { PolicyDocument, Principal } from "../../iam";
import type { IdentityTable } from "./store";

/** A role that AWS makes in an account for one of its services, with the policy that AWS wrote. */
export interface ServiceLinkedRole {
  readonly account: string;
  /** e.g. `kinesisreplication.dynamodb.amazonaws.com`. */
  readonly service: string;
  readonly name: string;
  readonly policy: PolicyDocument;
}

/** The service acting with its linked role, which is made at the first use as AWS makes it. */
export function serviceLinkedPrincipal(table: IdentityTable, linked: ServiceLinkedRole, now: number): Principal {
  const { account, service, name, policy } = linked;
  const path = `/aws-service-role/${service}/`;
  const roleArn = `arn:aws:iam::${account}:role${path}${name}`;
  if (!table.roleOf(roleArn)) {
    table.addRole({
      name,
      arn: roleArn,
      account,
      path,
      roleId: `AROA${name.toUpperCase().slice(0, 17)}`,
      description: `Service-linked role of ${service}`,
      created: now,
      maxSessionDuration: 3600,
      tags: {},
      trust: {
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" }],
      },
      inline: new Map([[name, policy]]),
      attached: new Set(),
      lastUsed: undefined,
    });
  }
  const sessionArn = `arn:aws:sts::${account}:assumed-role/${name}/${name}`;
  return { kind: "role", account, roleArn, sessionArn, sessionName: name };
}
