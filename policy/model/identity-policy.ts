import { type Condition, type Statement, statementsOf } from "./policy-document";
import { type Resource } from "./resource";
import { expect, type Verdict } from "./rule";
import { UNKNOWN } from "./truth";
import { type Value } from "./value";

export const ROLE = "aws:iam/role:Role";

/** What carries policies that say what an identity may do. */
export const IDENTITY_POLICIES = [
  "aws:iam/groupPolicy:GroupPolicy",
  "aws:iam/policy:Policy",
  ROLE,
  "aws:iam/rolePolicy:RolePolicy",
  "aws:iam/userPolicy:UserPolicy",
];

/** The policies that a resource carries: a role's inline ones, or the one that it is. */
export function identityPoliciesOf(resource: Resource): readonly Value[] {
  if (resource.type !== ROLE) return [resource.at("policy")];
  return resource
    .at("inlinePolicies")
    .items()
    .map((inline) => inline.at("policy"));
}

/**
 * The verdict on what documents allow. What is wrong in one is wrong whatever the others hold; a document that is not
 * known yet, or is none, leaves it open.
 * @param offences what is wrong with a statement that allows; nothing when it is right
 */
export function judgeAllows(
  documents: readonly Value[],
  offences: (statement: Statement) => readonly string[],
): readonly Verdict[] {
  const read = documents.map(statementsOf);
  const statements = read.flatMap((one) => (typeof one === "object" ? one : []));
  const found = [...new Set(statements.filter(({ allows }) => allows).flatMap(offences))];
  if (found.length > 0) return expect(false, `allows ${found.join(", ")}`);
  const open = read.some((one) => typeof one !== "object");
  return expect(open ? UNKNOWN : true, "its policy is not known yet, or cannot be read");
}

/** Whether a condition holds a key to given values; `*` is none. */
export function pins({ operator, key, values }: Condition, isKey: (key: string) => boolean): boolean {
  const compares = /^(string|arn)(equals|like)(ignorecase)?$/.test(operator);
  return compares && isKey(key) && values.length > 0 && !values.some((value) => /^\*+$/.test(value));
}
