import { callerName } from "./principals";
import type { AccessRequest, PolicyLayer, ResourcePolicyKind } from "./request";

/**
 * The sentences of AWS's access-denied errors.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
 */
export function explicitDenyMessage(
  request: AccessRequest,
  layer: PolicyLayer,
  kind: ResourcePolicyKind | undefined,
): string {
  const policy = policyName(layer, kind);
  const article = kind === "trust" && layer === "resource" ? "the" : /^[aeiou]/.test(policy) ? "an" : "a";
  return `${subject(request)} with an explicit deny in ${article} ${policy}`;
}

export function implicitDenyMessage(
  request: AccessRequest,
  layer: PolicyLayer,
  kind: ResourcePolicyKind | undefined,
): string {
  return `${subject(request)} because no ${policyName(layer, kind)} allows the ${request.action} action`;
}

function subject({ principal, action, resource }: AccessRequest): string {
  const target = resource === "*" ? "" : ` on resource: ${resource}`;
  return `User: ${callerName(principal)} is not authorized to perform: ${action}${target}`;
}

function policyName(layer: PolicyLayer, kind: ResourcePolicyKind | undefined): string {
  switch (layer) {
    case "identity":
      return "identity-based policy";
    case "boundary":
      return "permissions boundary";
    case "session":
      return "session policy";
    case "resource":
      return kind === "trust" ? "role trust policy" : "resource-based policy";
  }
}
