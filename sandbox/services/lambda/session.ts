import type { Principal } from "../../iam";
import { parseArn, type Place } from "../../kernel/arn";
import type { Cloud } from "../../kernel/cloud";
import { AwsError } from "../../kernel/errors";
import type { CallContext, Service } from "../../kernel/service";
import type { IamService } from "../iam";

export type RolePrincipal = Extract<Principal, { kind: "role" }>;

/**
 * A session of a function's role, as Lambda assumes it, named after the function.
 * @throws AwsError when the role is absent or does not trust Lambda
 */
export function assumeFunctionRole(cloud: Cloud, roleArn: string, sessionName: string, place: Place): RolePrincipal {
  const role = cloud.service<IamService & Service>("iam").role(roleArn);
  if (!role) throw cannotAssume();
  const { account } = parseArn(roleArn);
  const principal: Principal = { kind: "service", service: "lambda.amazonaws.com" };
  const call = { principal, place, service: "sts", operation: "AssumeRole", input: {} };
  const access = {
    action: "sts:AssumeRole",
    resource: roleArn,
    owner: account,
    policy: { kind: "trust" as const, document: role.trust },
  };
  try {
    cloud.require(access, contextOf(cloud, call));
  } catch (error) {
    if (error instanceof AwsError) throw cannotAssume();
    throw error;
  }
  const roleName = roleArn.slice(roleArn.lastIndexOf("/") + 1);
  const sessionArn = `arn:aws:sts::${account}:assumed-role/${roleName}/${sessionName}`;
  return { kind: "role", account, roleArn, sessionArn, sessionName };
}

function cannotAssume(): AwsError {
  return new AwsError("AccessDeniedException", "The role defined for the function cannot be assumed by Lambda.", 403);
}

/** A context for permissions that Lambda checks outside of any operation. */
export function contextOf(cloud: Cloud, call: CallContext["call"]): CallContext {
  const context: CallContext = {
    world: cloud.world,
    cloud,
    call,
    principal: call.principal,
    place: call.place,
    require: (access) => cloud.require(access, context),
    useKey: () => {
      throw new Error("Keys are used through the kms model here.");
    },
  };
  return context;
}
