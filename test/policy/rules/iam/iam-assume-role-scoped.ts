import { rule } from "../../../../policy/rules/iam/iam-assume-role-scoped";
import { type Specimen } from "../../support/specimen";
import { UNKNOWN } from "../../../../policy/model";
import { addStatement, allow, everyForm, policyCase } from "../../support/good/iam";

const role = "arn:aws:iam::111111111111:role/huut-prod-media-reader";

export const specimen: Specimen = {
  rule,
  cases: [
    ...everyForm(allow("sts:AssumeRole", "*"), UNKNOWN),
    policyCase("one role", "good", [allow("sts:AssumeRole", role)]),
    policyCase("roles of one name", "good", [allow("sts:AssumeRole", "arn:aws:iam::111111111111:role/huut-*")]),
    policyCase("every role", "bad", [allow("sts:AssumeRole", "*")], { says: /^allows becoming \*$/ }),
    policyCase("every role of an account", "bad", [allow("sts:AssumeRole", "arn:aws:iam::111111111111:role/*")]),
    policyCase("a named one, and every one", "bad", [allow("sts:AssumeRole", [role, "*"])]),
    policyCase("written otherwise", "bad", [allow("STS:assumerole", "*")]),
    policyCase("written as a pattern", "bad", [allow("sts:Assume*", "*")]),
    policyCase("among others", "bad", [allow(["s3:GetObject", "sts:AssumeRole"], "*")]),
    policyCase("asking who one is", "good", [allow("sts:GetCallerIdentity", "*")]),
    policyCase("everything of the service, for which there is another rule", "good", [allow("sts:*", "*")]),
    policyCase("everything, likewise", "good", [allow("*", "*")]),
    policyCase("another service's", "good", [allow("xsts:AssumeRole", "*")]),
  ],
  mutation: {
    what: "lets the ETL job become every role of the application",
    change: (program) =>
      addStatement(program, "etl-policy", allow("sts:AssumeRole", "arn:aws:iam::111111111111:role/*")),
  },
};
