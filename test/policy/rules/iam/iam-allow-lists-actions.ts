import { rule } from "../../../../policy/rules/iam/iam-allow-lists-actions";
import { type Specimen } from "../../support/specimen";
import { UNKNOWN } from "../../../../policy/model";
import { addStatement, allow, everyForm, policyCase } from "../../support/good/iam";

const resource = "arn:aws:s3:::huut-raw/*";

export const specimen: Specimen = {
  rule,
  cases: [
    ...everyForm({ Effect: "Allow", NotAction: "s3:DeleteObject", Resource: resource }, UNKNOWN),
    policyCase("all but some actions", "bad", [{ Effect: "Allow", NotAction: ["s3:A", "s3:B"], Resource: resource }], {
      says: /^allows everything but s3:A, s3:B$/,
    }),
    policyCase(
      "all but some resources",
      "bad",
      [{ Effect: "Allow", Action: "s3:GetObject", NotResource: ["a", "b"] }],
      {
        says: /^allows every resource but a, b$/,
      },
    ),
    policyCase("empty exceptions beside lists", "good", [
      allow("s3:GetObject", resource, { NotAction: [], NotResource: [] }),
    ]),
  ],
  mutation: {
    what: "lets the ETL job read all but one prefix of a bucket",
    change: (program) =>
      addStatement(program, "etl-policy", { Effect: "Allow", Action: "s3:GetObject", NotResource: resource }),
  },
};
