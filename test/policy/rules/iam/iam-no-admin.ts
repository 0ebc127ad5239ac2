import { rule } from "../../../../policy/rules/iam/iam-no-admin";
import { type Specimen } from "../../support/specimen";
import { UNKNOWN } from "../../../../policy/model";
import { addStatement, allow, everyForm, policyCase } from "../../support/good/iam";

export const specimen: Specimen = {
  rule,
  cases: [
    ...everyForm(allow("*"), UNKNOWN),
    policyCase("every action on everything", "bad", [allow("*", "*")], { says: /^allows \*$/ }),
    policyCase("every action of every service", "bad", [allow("*:*")]),
    policyCase("every action, with a star too many", "bad", [allow("**")]),
    policyCase("every action of every service, with stars too many", "bad", [allow("**:**")]),
    policyCase("among others, twice", "bad", [allow(["s3:GetObject", "*"]), allow("*")], { says: /^allows \*$/ }),
    policyCase("every action of one service, for which there is another rule", "good", [allow("s3:*")]),
    policyCase("actions of one kind", "good", [allow("s3:Get*")]),
    policyCase("everything that ends alike", "good", [allow("*Object")]),
  ],
  mutation: {
    what: "lets the ETL job do everything to a bucket",
    change: (program) => addStatement(program, "etl-policy", allow("*")),
  },
};
