/**
 * The JSON of an AWS policy, as authors write it: every element may hold one value or a list.
 * Grammar: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */

export type OneOrMany<T> = T | readonly T[];

/** `"*"`, or identifiers by kind: `{ "AWS": [...], "Service": "sns.amazonaws.com" }`. */
export type PrincipalElement = "*" | Readonly<Record<string, OneOrMany<string>>>;

/** Operator → condition key → the values that are compared with the request's. */
export type ConditionBlock = Readonly<Record<string, Readonly<Record<string, OneOrMany<string | number | boolean>>>>>;

export interface Statement {
  readonly Sid?: string;
  readonly Effect: "Allow" | "Deny";
  readonly Principal?: PrincipalElement;
  readonly NotPrincipal?: PrincipalElement;
  readonly Action?: OneOrMany<string>;
  readonly NotAction?: OneOrMany<string>;
  readonly Resource?: OneOrMany<string>;
  readonly NotResource?: OneOrMany<string>;
  readonly Condition?: ConditionBlock;
}

export interface PolicyDocument {
  /** Absent means `2008-10-17`, in which policy variables are plain text. */
  readonly Version?: "2012-10-17" | "2008-10-17";
  readonly Id?: string;
  readonly Statement: OneOrMany<Statement>;
}

/**
 * Which elements a document may hold: an identity policy names no principal, a resource policy names one, and a role's
 * trust policy names one but no resource.
 */
export type PolicyKind = "identity" | "resource" | "trust";

/** The error that IAM, SNS, SQS, S3 and KMS answer, under this or a like code, to a policy that they cannot read. */
export class MalformedPolicyDocument extends Error {
  override readonly name = "MalformedPolicyDocument";
}

/** The elements of a value that may be written alone or as a list. */
export function listOf<T extends string | number | boolean | object>(value: OneOrMany<T> | undefined): readonly T[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? (value as readonly T[]) : [value as T];
}
