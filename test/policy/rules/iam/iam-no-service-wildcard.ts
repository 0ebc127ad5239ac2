import { rule } from "../../../../policy/rules/iam/iam-no-service-wildcard";
import { type Specimen } from "../../support/specimen";
import { UNKNOWN } from "../../../../policy/model";
import { addStatement, allow, everyForm, policyCase } from "../../support/good/iam";

export const specimen: Specimen = {
  rule,
  cases: [
    ...everyForm(allow("s3:*"), UNKNOWN),
    policyCase("a service's every action", "bad", [allow("s3:*")], { says: /^allows s3:\*$/ }),
    policyCase("two services", "bad", [allow(["glue:*", "s3:*"])], { says: /glue:\*, s3:\*/ }),
    policyCase("a service with a hyphen", "bad", [allow("execute-api:*")]),
    policyCase("with a star too many", "bad", [allow("s3:**")]),
    policyCase("actions of one kind", "good", [allow("s3:Get*")]),
    policyCase("everything, for which there is another rule", "good", [allow("*")]),
    policyCase("everything in two parts, likewise", "good", [allow("*:*")]),
  ],
  mutation: {
    what: "lets the ETL job do everything with objects",
    change: (program) =>
      addStatement(
        program,
        "etl-policy",
        allow("s3:*", "arn:aws:s3:::huut-prod-curated-222222222222-ap-south-1/etl/*"),
      ),
  },
};
