import { IDENTITY_POLICIES, identityPoliciesOf, judgeAllows, resourceRule } from "../../model";

export const rule = resourceRule({
  id: "iam-allow-lists-actions",
  title: "A statement that allows says what, not what else",
  why: "NotAction and NotResource allow everything beside a few exceptions, and grow by themselves with every new service.",
  cure: "List actions and resources; say exceptions in a statement that denies.",
  severity: "high",
  enforcement: "mandatory",
  links: ["https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notaction.html"],
  types: IDENTITY_POLICIES,
  check: (resource) =>
    judgeAllows(identityPoliciesOf(resource), ({ notActions, notResources }) => [
      ...(notActions.length > 0 ? [`everything but ${notActions.join(", ")}`] : []),
      ...(notResources.length > 0 ? [`every resource but ${notResources.join(", ")}`] : []),
    ]),
});
