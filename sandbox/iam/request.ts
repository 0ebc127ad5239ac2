import type { PolicyDocument } from "./document";

/** Who makes a request. */
export type Principal =
  | { readonly kind: "root"; readonly account: string }
  | {
      readonly kind: "role";
      readonly account: string;
      /** `arn:aws:iam::<account>:role/<path and name>`. */
      readonly roleArn: string;
      /** `arn:aws:sts::<account>:assumed-role/<name>/<session name>`. */
      readonly sessionArn: string;
      readonly sessionName: string;
    }
  | { readonly kind: "user"; readonly account: string; readonly userArn: string }
  /** An AWS service that acts for a resource, such as `sns.amazonaws.com`. */
  | { readonly kind: "service"; readonly service: string; readonly account?: string }
  | { readonly kind: "anonymous" };

export interface AccessRequest {
  readonly principal: Principal;
  /** `sqs:SendMessage`, in any case. */
  readonly action: string;
  /** ARN of the resource, or `*` for an action that has none. */
  readonly resource: string;
  readonly resourceAccount: string;
  /** Condition keys, in any case, without those that follow from principal and resource account. */
  readonly context: Readonly<Record<string, string | readonly string[]>>;
}

/**
 * What a resource's policy means: a `plain` one adds to what identity policies allow; the policy of a KMS `key` and the
 * `trust` policy of a role must allow by themselves, and identity policies count only where they delegate to the account.
 */
export type ResourcePolicyKind = "plain" | "key" | "trust";

export interface NamedPolicy {
  readonly name: string;
  readonly document: PolicyDocument;
}

export interface PolicySources {
  readonly identity: readonly NamedPolicy[];
  /** The permissions boundary; absent when none is attached, which differs from one that allows nothing. */
  readonly boundary?: readonly NamedPolicy[] | undefined;
  /** Policies passed to AssumeRole; absent when none was. */
  readonly session?: readonly NamedPolicy[] | undefined;
  readonly resource?: PolicyDocument | undefined;
  /** What reports call the resource's policy; by default "resource-based policy". */
  readonly resourcePolicyName?: string | undefined;
  /** By default `plain`. */
  readonly resourceKind?: ResourcePolicyKind | undefined;
}

export type PolicyLayer = "identity" | "boundary" | "session" | "resource";

/** One action pattern on one resource pattern of one statement. */
export interface StatementRef {
  readonly layer: PolicyLayer;
  readonly policy: string;
  /** Position of the statement in its document, from 0. */
  readonly index: number;
  readonly sid?: string | undefined;
  /** The pattern that matched; `NotAction(...)` for a statement that names what it leaves out. */
  readonly action: string;
  /** The pattern that matched; `NotResource(...)`, or `*` in a trust policy, which names none. */
  readonly resource: string;
}

export interface Decision {
  readonly allowed: boolean;
  readonly reason: "Allowed" | "ExplicitDeny" | "ImplicitDeny";
  /** In AWS's words; empty when allowed. */
  readonly message: string;
  /** The kind of policy that denied, or that lacks the grant. */
  readonly layer?: PolicyLayer | undefined;
  /** The statement that denied explicitly. */
  readonly denied?: StatementRef | undefined;
  /** Every grant that took part in allowing the request; none when it was denied. */
  readonly used: readonly StatementRef[];
}
