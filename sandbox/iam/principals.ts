import { listOf, MalformedPolicyDocument, type PrincipalElement } from "./document";
import type { Principal } from "./request";

/** The identifiers of a Principal or NotPrincipal element, sorted for look-up. */
export interface PrincipalSet {
  readonly everyone: boolean;
  readonly accounts: ReadonlySet<string>;
  /** ARNs of users, roles and role sessions. */
  readonly arns: ReadonlySet<string>;
  readonly services: ReadonlySet<string>;
}

/**
 * How a Principal element reaches a caller: not at all, through its account (which may then delegate to its identities), through
 * its role's ARN, or itself (a user's or session's ARN, or everyone). The difference decides what limits the grant.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-basics-cross-account.html
 */
export type Reach = "none" | "account" | "role" | "direct";

const ACCOUNT = /^(?:arn:aws[a-z-]*:iam::)?(\d{12})(?::root)?$/;
const IDENTITY =
  /^arn:aws[a-z-]*:(?:iam::\d{12}:(?:user|role)\/.+|sts::\d{12}:(?:assumed-role\/.+\/.+|federated-user\/.+))$/;

/** @throws MalformedPolicyDocument for an identifier that AWS would call an invalid principal, or a kind not modelled. */
export function compilePrincipals(element: PrincipalElement): PrincipalSet {
  const set = {
    everyone: element === "*",
    accounts: new Set<string>(),
    arns: new Set<string>(),
    services: new Set<string>(),
  };
  for (const [kind, identifiers] of element === "*" ? [] : Object.entries(element)) {
    for (const identifier of listOf(identifiers)) {
      if (kind === "AWS") addAws(set, identifier);
      else if (kind === "Service") addService(set.services, identifier);
      // Nobody signs in through an identity provider here, so a federated principal reaches no caller.
      else if (kind !== "Federated") throw unsupportedKind(kind);
    }
  }
  return set;
}

function addAws(set: { everyone: boolean; accounts: Set<string>; arns: Set<string> }, identifier: string): void {
  const account = ACCOUNT.exec(identifier)?.[1];
  if (identifier === "*") set.everyone = true;
  else if (account !== undefined) set.accounts.add(account);
  else if (IDENTITY.test(identifier) && !/[*?]/.test(identifier)) set.arns.add(identifier);
  else {
    throw new MalformedPolicyDocument(
      `Invalid principal in policy: "AWS":"${identifier}". Give "*", an account, or the full ARN of a user, role or ` +
        `role session; a wildcard cannot stand for a part of one.`,
    );
  }
}

function addService(services: Set<string>, identifier: string): void {
  if (!/^[a-z0-9.-]+\.amazonaws\.com(\.cn)?$/.test(identifier)) {
    throw new MalformedPolicyDocument(`Invalid principal in policy: "Service":"${identifier}"`);
  }
  services.add(identifier);
}

function unsupportedKind(kind: string): MalformedPolicyDocument {
  return new MalformedPolicyDocument(
    kind === "CanonicalUser"
      ? `Principal kind "CanonicalUser" is not supported by this sandbox: name the account's ARN instead`
      : `Unknown principal kind "${kind}": expected AWS, Service or Federated`,
  );
}

export function reachOf(set: PrincipalSet, principal: Principal): Reach {
  if (set.everyone) return "direct";
  switch (principal.kind) {
    case "anonymous":
      return "none";
    case "service":
      return set.services.has(principal.service) ? "direct" : "none";
    case "root":
      return set.accounts.has(principal.account) ? "direct" : "none";
    case "user":
      if (set.arns.has(principal.userArn)) return "direct";
      break;
    case "role":
      if (set.arns.has(principal.sessionArn)) return "direct";
      if (set.arns.has(principal.roleArn)) return "role";
  }
  return set.accounts.has(principal.account) ? "account" : "none";
}

/**
 * Whether a NotPrincipal element leaves the caller out. AWS checks the account, the user or role, and the session one by
 * one, so all of them must be listed; and it leaves nobody out who has a permissions boundary.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
 */
export function exempts(set: PrincipalSet, principal: Principal, hasBoundary: boolean): boolean {
  switch (principal.kind) {
    case "anonymous":
      return set.everyone;
    case "service":
      return set.everyone || set.services.has(principal.service);
    case "root":
      return set.everyone || set.accounts.has(principal.account);
    case "user":
      if (hasBoundary) return false;
      return set.everyone || (set.accounts.has(principal.account) && set.arns.has(principal.userArn));
    case "role":
      if (hasBoundary) return false;
      return (
        set.everyone ||
        (set.accounts.has(principal.account) && set.arns.has(principal.roleArn) && set.arns.has(principal.sessionArn))
      );
  }
}

/** The value of `aws:PrincipalArn`: for a session it is the role's ARN, not the session's. */
export function principalArn(
  principal: Extract<Principal, { account: string; kind: "root" | "role" | "user" }>,
): string {
  switch (principal.kind) {
    case "root":
      return `arn:aws:iam::${principal.account}:root`;
    case "role":
      return principal.roleArn;
    case "user":
      return principal.userArn;
  }
}

/** The caller as AWS's messages name it. */
export function callerName(principal: Principal): string {
  switch (principal.kind) {
    case "service":
      return principal.service;
    case "anonymous":
      return "anonymous";
    case "role":
      return principal.sessionArn;
    default:
      return principalArn(principal);
  }
}
