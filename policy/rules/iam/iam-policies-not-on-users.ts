import { not, resourceRule } from "../../model";

export const rule = resourceRule({
  id: "iam-policies-not-on-users",
  controls: ["IAM.2"],
  title: "Policies belong to roles and groups, not to users",
  why: "Permissions that hang on single users pile up unseen, and stay when a person's task changes.",
  cure: "Attach the policy to a role that people assume.",
  severity: "low",
  enforcement: "mandatory",
  links: ["https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html"],
  types: [
    "aws:iam/policyAttachment:PolicyAttachment",
    "aws:iam/userPolicy:UserPolicy",
    "aws:iam/userPolicyAttachment:UserPolicyAttachment",
  ],
  check: (resource) =>
    ["user", "users"].map((name) => {
      const users = resource.at(name);
      return { kept: not(users.present()), message: String(users) };
    }),
});
