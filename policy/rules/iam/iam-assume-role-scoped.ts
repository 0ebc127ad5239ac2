import { matchesGlob, IDENTITY_POLICIES, identityPoliciesOf, judgeAllows, resourceRule } from "../../model";

export const rule = resourceRule({
  id: "iam-assume-role-scoped",
  title: "Roles that may be assumed are named",
  why: "Many roles trust a whole account; only the caller's own policy then decides who of it becomes what.",
  cure: "Name the roles in Resource.",
  severity: "high",
  enforcement: "mandatory",
  links: ["https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_permissions-to-switch.html"],
  types: IDENTITY_POLICIES,
  check: (resource) =>
    judgeAllows(identityPoliciesOf(resource), ({ actions, resources }) =>
      actions.some((action) => /^sts:[^*]/i.test(action) && matchesGlob(action, "sts:AssumeRole"))
        ? resources.filter((arn) => /^\*|:role\/\*/.test(arn)).map((arn) => `becoming ${arn}`)
        : [],
    ),
});
