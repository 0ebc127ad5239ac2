import {
  IDENTITY_POLICIES,
  identityPoliciesOf,
  judgeAllows,
  KEY_POLICIES,
  matchesGlob,
  resourceRule,
  type Statement,
} from "../../model";

/** Who may do everything with a key administers it, or is another rule's business. */
const WHOLE_SERVICE = /^(\*|kms:\*)$/i;
const ACCOUNT = /^(\d{12}|arn:[\w-]+:iam::\d{12}:root)$/;

export const rule = resourceRule({
  id: "kms-grants-for-aws-resources",
  title: "Grants on a key can be made for AWS's own services only",
  why: "A grant lives outside every policy: who may make one freely hands the key to anybody, and nobody sees it.",
  cure: 'Add the condition { Bool: { "kms:GrantIsForAWSResource": "true" } } beside kms:CreateGrant.',
  severity: "medium",
  enforcement: "mandatory",
  links: [
    "https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-grant-is-for-aws-resource",
  ],
  types: [...IDENTITY_POLICIES, ...KEY_POLICIES],
  check: (holder) => {
    const isIdentity = IDENTITY_POLICIES.includes(holder.type);
    return judgeAllows(isIdentity ? identityPoliciesOf(holder) : [holder.at("policy")], offences);
  },
});

function offences({ actions, principals, conditions }: Statement): readonly string[] {
  const granting = actions.filter((pattern) => matchesGlob(pattern, "kms:CreateGrant"));
  // An identity's policy names no principals.
  const administers =
    principals.every(({ id }) => ACCOUNT.test(id)) && granting.every((one) => WHOLE_SERVICE.test(one));
  const bound = conditions.some(
    ({ operator, key, values }) =>
      operator === "bool" && key === "kms:grantisforawsresource" && values.length === 1 && values[0] === "true",
  );
  return administers || bound ? [] : granting.map((action) => `${action} for anything`);
}
