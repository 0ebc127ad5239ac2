import { matchesGlob, IDENTITY_POLICIES, identityPoliciesOf, judgeAllows, resourceRule } from "../../model";

/** Each of them lets its holder give himself, or an identity that he controls, more than he has. */
const ESCALATING = [
  "iam:AddUserToGroup",
  "iam:AttachGroupPolicy",
  "iam:AttachRolePolicy",
  "iam:AttachUserPolicy",
  "iam:CreateAccessKey",
  "iam:CreateLoginProfile",
  "iam:CreatePolicyVersion",
  "iam:DeleteRolePermissionsBoundary",
  "iam:PutGroupPolicy",
  "iam:PutRolePermissionsBoundary",
  "iam:PutRolePolicy",
  "iam:PutUserPolicy",
  "iam:SetDefaultPolicyVersion",
  "iam:UpdateAssumeRolePolicy",
  "iam:UpdateLoginProfile",
];

export const rule = resourceRule({
  id: "iam-no-escalation",
  title: "No identity of the platform may change permissions",
  why: "An identity that may change policies may give itself everything, whatever else its own policy says.",
  cure: "Take the operation out; permissions change by a deployment of this program only.",
  severity: "critical",
  enforcement: "mandatory",
  links: ["https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html"],
  types: IDENTITY_POLICIES,
  check: (resource) =>
    judgeAllows(identityPoliciesOf(resource), ({ actions }) =>
      // `iam:*` and `*` have rules of their own.
      actions.filter((action) => /^iam:[^*]/i.test(action) && ESCALATING.some((one) => matchesGlob(action, one))),
    ),
});
