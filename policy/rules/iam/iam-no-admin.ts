import { IDENTITY_POLICIES, identityPoliciesOf, judgeAllows, resourceRule } from "../../model";

export const rule = resourceRule({
  id: "iam-no-admin",
  controls: ["IAM.1"],
  title: "No policy allows every action",
  why: "Whoever gets hold of such an identity owns what the policy reaches, and nobody can tell what it is meant for.",
  cure: "List the operations that are called.",
  severity: "critical",
  enforcement: "mandatory",
  links: ["https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html"],
  types: IDENTITY_POLICIES,
  check: (resource) =>
    judgeAllows(identityPoliciesOf(resource), ({ actions }) => actions.filter((action) => /^\*+(:\*+)?$/.test(action))),
});
