import type { AssumeRoleRequest, GetCallerIdentityRequest } from "@aws-sdk/client-sts";
import type { Principal } from "../../iam";
import type { Place } from "../../kernel/arn";
import type { Cloud } from "../../kernel/cloud";
import { AccessDenied, AwsError, Unsupported } from "../../kernel/errors";
import { operation, type Access, type Call, type CallContext, type Operation } from "../../kernel/service";
import type { IamService, Role } from "../iam";
import type { RolePrincipal, Sessions } from "./sessions";

/** A session of a role that assumed this one lasts at most so long: role chaining. Seconds. */
const chainedLimit = 3600;

const modelled: ReadonlySet<string> = new Set(["RoleArn", "RoleSessionName", "DurationSeconds", "ExternalId"]);

export function operations(sessions: Sessions): Record<string, Operation> {
  return {
    AssumeRole: operation<AssumeRoleRequest>(
      (input, { cloud, call }) => {
        const role = roleToAssume(cloud, call, input.RoleArn ?? "");
        return assumption(role, input.RoleSessionName ?? "", input.ExternalId);
      },
      (input, context) => assumeRole(input, context, sessions),
    ),
    // Needs no permission and cannot be denied:
    // https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
    GetCallerIdentity: operation<GetCallerIdentityRequest>(
      () => [],
      (_, { principal, place, cloud }) => identity(principal, place, cloud),
    ),
  };
}

/** @throws AccessDenied when there is no such role: AWS does not tell the two apart */
export function roleToAssume(cloud: Cloud, call: Pick<Call, "principal">, roleArn: string): Role {
  const role = cloud.service<IamService>("iam").role(roleArn);
  if (role) return role;
  throw new AccessDenied(
    `User: ${nameOf(call.principal)} is not authorized to perform: sts:AssumeRole on resource: ${roleArn}`,
    "AccessDenied",
    403,
  );
}

/** What assuming a role takes. */
export function assumption(role: Role, sessionName: string, externalId?: string): Access {
  return {
    action: "sts:AssumeRole",
    resource: role.arn,
    owner: role.account,
    policy: { kind: "trust", document: role.trust },
    context: {
      "sts:RoleSessionName": sessionName,
      ...(externalId !== undefined && { "sts:ExternalId": externalId }),
    },
  };
}

/** The API's rule for names; services that name sessions after their resources do not keep to it. */
function checkSessionName(sessionName: string): void {
  if (/^[\w+=,.@-]{2,64}$/.test(sessionName)) return;
  throw new AwsError(
    "ValidationError",
    `Value '${sessionName}' at 'roleSessionName' failed to satisfy constraint: 2 to 64 of A-Z a-z 0-9 _+=,.@-`,
  );
}

/** The principal of a session. */
export function session(role: Role, sessionName: string): RolePrincipal {
  const sessionArn = `arn:aws:sts::${role.account}:assumed-role/${role.name}/${sessionName}`;
  return { kind: "role", account: role.account, roleArn: role.arn, sessionArn, sessionName };
}

function assumeRole(input: AssumeRoleRequest, context: CallContext, sessions: Sessions): object {
  const unknown = Object.keys(input).find((key) => !modelled.has(key));
  if (unknown !== undefined) throw new Unsupported(`the parameter ${unknown} of sts:AssumeRole`);
  const role = roleToAssume(context.cloud, context.call, input.RoleArn ?? "");
  const seconds = input.DurationSeconds ?? chainedLimit;
  checkDuration(seconds, role, context.principal);
  checkSessionName(input.RoleSessionName ?? "");
  const principal = session(role, input.RoleSessionName ?? "");
  const key = sessions.open(principal, seconds);
  role.lastUsed = { time: context.world.now(), region: context.place.region };
  return {
    Credentials: {
      AccessKeyId: key.accessKeyId,
      SecretAccessKey: key.secretAccessKey,
      SessionToken: key.sessionToken,
      Expiration: new Date(key.expires),
    },
    AssumedRoleUser: { AssumedRoleId: `${role.roleId}:${principal.sessionName}`, Arn: principal.sessionArn },
  };
}

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html, DurationSeconds. */
function checkDuration(seconds: number, role: Role, caller: Principal): void {
  if (!Number.isInteger(seconds) || seconds < 900 || seconds > 43_200) {
    throw new AwsError("ValidationError", `DurationSeconds is ${seconds}; it must be 900 to 43200.`);
  }
  if (caller.kind === "role" && seconds > chainedLimit) {
    throw new AwsError(
      "ValidationError",
      "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.",
    );
  }
  if (seconds > role.maxSessionDuration) {
    throw new AwsError(
      "ValidationError",
      "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
    );
  }
}

function identity(principal: Principal, place: Place, cloud: Cloud): object {
  switch (principal.kind) {
    case "root":
      return { UserId: principal.account, Account: principal.account, Arn: nameOf(principal) };
    case "role": {
      const role = cloud.service<IamService>("iam").role(principal.roleArn);
      const id = `${role?.roleId ?? "AROA"}:${principal.sessionName}`;
      return { UserId: id, Account: principal.account, Arn: principal.sessionArn };
    }
    case "user":
      return { UserId: principal.userArn, Account: principal.account, Arn: principal.userArn };
    default:
      throw new AwsError(
        "MissingAuthenticationToken",
        `Request is missing Authentication Token (${place.region}).`,
        403,
      );
  }
}

function nameOf(principal: Principal): string {
  switch (principal.kind) {
    case "root":
      return `arn:aws:iam::${principal.account}:root`;
    case "role":
      return principal.sessionArn;
    case "user":
      return principal.userArn;
    case "service":
      return principal.service;
    case "anonymous":
      return "anonymous";
  }
}
