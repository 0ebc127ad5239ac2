import { not, resourceRule } from "../../model";

/** AWS's own policies for people who administer an account or a service. */
const BROAD = /^arn:[^:]+:iam::aws:policy\/(.*\/)?\w*(FullAccess|Administrator(Access)?|PowerUser(Access)?)(_v\d+)?$/;

export const rule = resourceRule({
  id: "iam-no-broad-managed-policy",
  title: "No identity has a managed policy made for administrators",
  why: "AWS's policies for full access are written for people; they name no resources, and AWS widens them over time.",
  cure: "Write a policy with the operations that are called, on the resources that they touch.",
  severity: "high",
  enforcement: "mandatory",
  links: ["https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-vs-inline.html"],
  types: [
    "aws:iam/groupPolicyAttachment:GroupPolicyAttachment",
    "aws:iam/policyAttachment:PolicyAttachment",
    "aws:iam/role:Role",
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
    "aws:iam/userPolicyAttachment:UserPolicyAttachment",
  ],
  check: (resource) =>
    [...resource.at("policyArn").items(), ...resource.at("managedPolicyArns").items()].map((arn) => ({
      kept: not(arn.matches(BROAD)),
      message: `${arn}, which is for administrators`,
    })),
});
