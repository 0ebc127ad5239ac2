import { rule } from "../../../../policy/rules/iam/iam-no-escalation";
import { type Specimen } from "../../support/specimen";
import { UNKNOWN } from "../../../../policy/model";
import { addStatement, allow, everyForm, policyCase } from "../../support/good/iam";

const role = "arn:aws:iam::222222222222:role/huut-prod-etl";
const escalating =
  "AddUserToGroup AttachGroupPolicy AttachRolePolicy AttachUserPolicy CreateAccessKey CreateLoginProfile CreatePolicyVersion " +
  "DeleteRolePermissionsBoundary PutGroupPolicy PutRolePermissionsBoundary PutRolePolicy PutUserPolicy SetDefaultPolicyVersion " +
  "UpdateAssumeRolePolicy UpdateLoginProfile";
const harmless = "GetRole ListRoles PassRole TagRole CreateServiceLinkedRole DetachRolePolicy";

export const specimen: Specimen = {
  rule,
  cases: [
    ...everyForm(allow("iam:PutRolePolicy", role), UNKNOWN),
    ...escalating
      .split(" ")
      .map((name) =>
        policyCase(name, "bad", [allow(`iam:${name}`, role)], { says: new RegExp(`^allows iam:${name}$`) }),
      ),
    ...harmless.split(" ").map((name) => policyCase(name, "good", [allow(`iam:${name}`, role)])),
    policyCase("written otherwise", "bad", [allow("IAM:putrolepolicy", role)]),
    policyCase("written as a pattern", "bad", [allow("iam:Put*", role)]),
    policyCase("among others", "bad", [allow(["iam:GetRole", "iam:PutRolePolicy"], role)]),
    policyCase("everything of IAM, for which there is another rule", "good", [allow("iam:*", role)]),
    policyCase("everything, likewise", "good", [allow("*", role)]),
    policyCase("another service's", "good", [allow("x-iam:PutRolePolicy", role)]),
  ],
  mutation: {
    what: "lets the ETL job write its own policy",
    change: (program) => addStatement(program, "etl-policy", allow("iam:PutRolePolicy", role)),
  },
};
