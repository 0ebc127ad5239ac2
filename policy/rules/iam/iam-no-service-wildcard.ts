import { IDENTITY_POLICIES, identityPoliciesOf, judgeAllows, resourceRule } from "../../model";

export const rule = resourceRule({
  id: "iam-no-service-wildcard",
  controls: ["IAM.21"],
  title: "No policy allows every action of a service",
  why: "Such a grant covers deletion and changes of permissions too, and whatever the service learns to do next year.",
  cure: "List the operations that are called.",
  severity: "high",
  enforcement: "mandatory",
  links: ["https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html"],
  types: IDENTITY_POLICIES,
  check: (resource) =>
    judgeAllows(identityPoliciesOf(resource), ({ actions }) => actions.filter((action) => /^[\w-]+:\*+$/.test(action))),
});
