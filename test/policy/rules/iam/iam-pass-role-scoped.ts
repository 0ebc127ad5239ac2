import { rule } from "../../../../policy/rules/iam/iam-pass-role-scoped";
import { type Specimen } from "../../support/specimen";
import { UNKNOWN } from "../../../../policy/model";
import { addStatement, allow, everyForm, policyCase } from "../../support/good/iam";

const role = "arn:aws:iam::222222222222:role/huut-prod-etl";
const toGlue = { Condition: { StringEquals: { "iam:PassedToService": "glue.amazonaws.com" } } };
const pass = (resource: unknown, condition: object = toGlue) => [allow("iam:PassRole", resource, { ...condition })];

export const specimen: Specimen = {
  rule,
  cases: [
    ...everyForm(allow("iam:PassRole", "*"), UNKNOWN),
    policyCase("one role to one service", "good", pass(role)),
    policyCase("roles of one name to one service", "good", pass("arn:aws:iam::222222222222:role/huut-prod-*")),
    policyCase(
      "one role to services alike",
      "good",
      pass(role, { Condition: { StringLike: { "iam:PassedToService": "g*" } } }),
    ),
    policyCase("every role to one service", "bad", pass("*"), { says: /^allows passing on of \*$/ }),
    policyCase("every role of the account", "bad", pass("arn:aws:iam::222222222222:role/*"), { says: /:role\/\*$/ }),
    policyCase("a named one, and every one", "bad", pass([role, "*"])),
    policyCase("one role to any service", "bad", pass(role, {}), {
      says: /^allows passing on of roles to any service$/,
    }),
    policyCase(
      "one role to all services but one",
      "bad",
      pass(role, {
        Condition: { StringNotEquals: { "iam:PassedToService": "glue.amazonaws.com" } },
      }),
    ),
    policyCase(
      "one role to any service by its name",
      "bad",
      pass(role, { Condition: { StringLike: { "iam:PassedToService": "*" } } }),
    ),
    policyCase(
      "one role to nobody named",
      "bad",
      pass(role, { Condition: { StringEquals: { "iam:PassedToService": [] } } }),
    ),
    policyCase(
      "one role, under another condition",
      "bad",
      pass(role, { Condition: { StringEquals: { "aws:RequestedRegion": "r" } } }),
    ),
    policyCase("written otherwise", "bad", [allow("IAM:passrole", "*", toGlue)]),
    policyCase("written as a pattern", "bad", [allow("iam:Pass*", "*", toGlue)]),
    policyCase("written with question marks", "bad", [allow("iam:PassRol?", "*", toGlue)]),
    policyCase("among others", "bad", [allow(["s3:GetObject", "iam:PassRole"], "*", toGlue)]),
    policyCase("reading roles", "good", [allow("iam:GetRole", "*")]),
    policyCase("something longer", "good", [allow("iam:PassRoles", "*")]),
    policyCase("a point, which is no pattern", "good", [allow("iam:.assRole", "*")]),
    policyCase("everything of IAM, for which there is another rule", "good", [allow("iam:*", "*")]),
    policyCase("everything, likewise", "good", [allow("*", "*")]),
    policyCase("another service's", "good", [allow("siam:PassRole", "*")]),
  ],
  mutation: {
    what: "lets the ETL job pass its role to any service",
    change: (program) => addStatement(program, "etl-policy", allow("iam:PassRole", role)),
  },
};
