import {
  matchesGlob,
  IDENTITY_POLICIES,
  identityPoliciesOf,
  judgeAllows,
  pins,
  resourceRule,
  type Statement,
} from "../../model";

export const rule = resourceRule({
  id: "iam-pass-role-scoped",
  title: "Roles that may be passed on are named, and so is the service that gets them",
  why: "Whoever may pass any role hands a strong one to a function of his own, and has its permissions.",
  cure: "Name the roles in Resource, and the service in a condition StringEquals on iam:PassedToService.",
  severity: "high",
  enforcement: "mandatory",
  links: ["https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html"],
  types: IDENTITY_POLICIES,
  check: (resource) => judgeAllows(identityPoliciesOf(resource), offences),
});

function offences({ actions, resources, conditions }: Statement): readonly string[] {
  // `iam:*` and `*` have rules of their own.
  if (!actions.some((action) => /^iam:[^*]/i.test(action) && matchesGlob(action, "iam:PassRole"))) return [];
  const toService = conditions.some((condition) => pins(condition, (key) => key === "iam:passedtoservice"));
  return [
    ...resources.filter((arn) => /^\*|:role\/\*/.test(arn)).map((arn) => `passing on of ${arn}`),
    ...(toService ? [] : ["passing on of roles to any service"]),
  ];
}
