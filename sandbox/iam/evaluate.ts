import { compile, covers, coveringLabels, type CompiledStatement } from "./compile";
import { contextLookup } from "./context";
import { explicitDenyMessage, implicitDenyMessage } from "./messages";
import type { Lookup } from "./pattern";
import { exempts, reachOf, type Reach } from "./principals";
import type { AccessRequest, Decision, NamedPolicy, PolicyLayer, PolicySources, StatementRef } from "./request";

/** A request with what is worked out once for all statements. */
interface View {
  readonly request: AccessRequest;
  readonly action: string;
  readonly lookup: Lookup;
  readonly hasBoundary: boolean;
}

interface Match {
  readonly layer: PolicyLayer;
  readonly policy: string;
  readonly statement: CompiledStatement;
  readonly reach: Reach;
}

/** What the policies of one layer say about a request. */
interface Finding {
  readonly denied: Match | undefined;
  readonly allowed: readonly Match[];
}

const SILENT: Finding = { denied: undefined, allowed: [] };

/**
 * Decides a request as AWS does: an explicit deny anywhere wins; within an account either side may allow, across accounts
 * both must; a boundary and a session policy limit what identity policies allow.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 *
 * @throws MalformedPolicyDocument when a policy holds what cannot be evaluated
 */
export function evaluate(request: AccessRequest, sources: PolicySources): Decision {
  const view: View = {
    request,
    action: request.action.toLowerCase(),
    lookup: contextLookup(request),
    hasBoundary: sources.boundary !== undefined,
  };
  const findings = findingsOf(view, sources);
  const denied = Object.values(findings).find((finding) => finding?.denied !== undefined)?.denied;
  if (denied) {
    const message = explicitDenyMessage(request, denied.layer, sources.resourceKind);
    return {
      allowed: false,
      reason: "ExplicitDeny",
      message,
      layer: denied.layer,
      denied: refsOf(denied, view)[0],
      used: [],
    };
  }
  const verdict = verdictOf(request, sources, findings);
  if (typeof verdict !== "string") {
    return { allowed: true, reason: "Allowed", message: "", used: verdict.flatMap((match) => refsOf(match, view)) };
  }
  const message = implicitDenyMessage(request, verdict, sources.resourceKind);
  return { allowed: false, reason: "ImplicitDeny", message, layer: verdict, used: [] };
}

interface Findings {
  readonly identity: Finding;
  readonly boundary: Finding | undefined;
  readonly session: Finding | undefined;
  readonly resource: Finding;
}

function findingsOf(view: View, sources: PolicySources): Findings {
  const { boundary, session, resource, resourcePolicyName: name = "resource-based policy" } = sources;
  const document = resource && [{ name, document: resource }];
  return {
    identity: scan("identity", sources.identity, view),
    boundary: boundary && scan("boundary", boundary, view),
    session: session && scan("session", session, view),
    resource: document ? scan("resource", document, view) : SILENT,
  };
}

function scan(layer: PolicyLayer, policies: readonly NamedPolicy[], view: View): Finding {
  const allowed: Match[] = [];
  let denied: Match | undefined;
  for (const { name, document } of policies) {
    const { allows, denies } = compile(document).about(view.action);
    for (const statement of denies) {
      const reach = applies(statement, view);
      if (reach !== "none") denied ??= { layer, policy: name, statement, reach };
    }
    for (const statement of allows) {
      const reach = applies(statement, view);
      if (reach !== "none") allowed.push({ layer, policy: name, statement, reach });
    }
  }
  return { denied, allowed };
}

/** How a statement about the request's action reaches its principal, and "none" when resource or conditions do not fit. */
function applies(statement: CompiledStatement, view: View): Reach {
  const { request, lookup, hasBoundary } = view;
  if (!covers(statement.resources, request.resource, lookup)) return "none";
  const { principals, notPrincipals, conditions } = statement;
  let reach: Reach = "direct";
  if (principals) reach = reachOf(principals, request.principal);
  else if (notPrincipals && exempts(notPrincipals, request.principal, hasBoundary)) reach = "none";
  return reach === "none" || conditions.every((holds) => holds(lookup)) ? reach : "none";
}

/** The grants that allow the request together, or the layer that lacks one. */
function verdictOf(request: AccessRequest, sources: PolicySources, findings: Findings): Match[] | PolicyLayer {
  const { principal, resourceAccount } = request;
  const resource = findings.resource.allowed;
  const kind = sources.resourceKind ?? "plain";
  if (principal.kind === "service" || principal.kind === "anonymous") {
    return resource.length > 0 ? [...resource] : "resource";
  }
  // Root users may not assume roles: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
  if (principal.kind === "root" && kind === "trust") return "resource";
  const ceiling = ceilingOf(findings);
  const identityGap = identityGapOf(request, findings) ?? ceiling;
  const identity = identityGap === undefined ? findings.identity.allowed : [];
  if (principal.account !== resourceAccount) {
    return identityGap ?? (resource.length > 0 ? [...identity, ...resource] : "resource");
  }
  const effective = resource.filter(({ reach }) => {
    if (reach === "direct") return true;
    // A grant to the role, not to its session, stays within the boundary and the session policy.
    if (reach === "role") return ceiling === undefined;
    // Naming the account only delegates; plain policies need no delegation.
    return kind !== "plain" && identityGap === undefined;
  });
  if (effective.length > 0) return [...identity, ...effective];
  if (kind === "plain") return identityGap === undefined ? [...identity] : gapOf(resource, ceiling, identityGap);
  return resource.length === 0 ? "resource" : gapOf(resource, ceiling, identityGap ?? "resource");
}

/** Where the role's own ARN is granted, what is missing is not the identity policy but room under the ceiling. */
function gapOf(resource: readonly Match[], ceiling: PolicyLayer | undefined, otherwise: PolicyLayer): PolicyLayer {
  return ceiling !== undefined && resource.some(({ reach }) => reach === "role") ? ceiling : otherwise;
}

function identityGapOf({ principal }: AccessRequest, { identity }: Findings): PolicyLayer | undefined {
  // The root user has every permission in its account without a policy.
  return principal.kind === "root" || identity.allowed.length > 0 ? undefined : "identity";
}

function ceilingOf({ boundary, session }: Findings): PolicyLayer | undefined {
  if (boundary && boundary.allowed.length === 0) return "boundary";
  if (session && session.allowed.length === 0) return "session";
  return undefined;
}

function refsOf({ layer, policy, statement }: Match, { request, action, lookup }: View): readonly StatementRef[] {
  const { index, sid } = statement;
  const resources = coveringLabels(statement.resources, request.resource, lookup);
  return coveringLabels(statement.actions, action, lookup).flatMap((grantedAction) =>
    resources.map((resource) => ({ layer, policy, index, sid, action: grantedAction, resource })),
  );
}
