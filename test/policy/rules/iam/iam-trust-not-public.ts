import { rule } from "../../../../policy/rules/iam/iam-trust-not-public";
import { type Specimen } from "../../support/specimen";
import { UNKNOWN } from "../../../../policy/model";
import { documentOf, policyCaseIn, trust, trustCase } from "../../support/good/iam";

const organization = { StringEquals: { "aws:PrincipalOrgID": "o-huut" } };
const type = "aws:iam/role:Role";

export const specimen: Specimen = {
  rule,
  cases: [
    trustCase("a service", "good", [trust({ Service: "glue.amazonaws.com" })]),
    trustCase("an account", "good", [trust({ AWS: "arn:aws:iam::111111111111:root" })]),
    trustCase("everyone of one organization", "good", [trust({ AWS: "*" }, organization)]),
    trustCase("nobody", "good", [{ ...trust("*"), Effect: "Deny" }]),
    trustCase("everyone", "bad", [trust("*")], { says: /^allows anyone$/ }),
    trustCase("every account", "bad", [trust({ AWS: "*" })]),
    trustCase("an account, and every account", "bad", [trust({ AWS: ["111111111111", "*"] })]),
    trustCase("everyone who knows a word", "bad", [
      trust({ AWS: "*" }, { StringEquals: { "sts:ExternalId": "huut" } }),
    ]),
    trustCase("everyone of any organization", "bad", [
      trust({ AWS: "*" }, { StringLike: { "aws:PrincipalOrgID": "*" } }),
    ]),
    trustCase("a service, and everyone", "bad", [trust({ Service: "glue.amazonaws.com" }), trust("*")]),
    trustCase("everyone but one", "bad", [
      { Effect: "Allow", NotPrincipal: { AWS: "111111111111" }, Action: "sts:AssumeRole" },
    ]),
    policyCaseIn(type, "as an object", "bad", { assumeRolePolicy: { Statement: trust("*") } }),
    policyCaseIn(type, "an unknown policy", "undecided", { assumeRolePolicy: UNKNOWN }),
    policyCaseIn(type, "a policy that nobody can read", "undecided", { assumeRolePolicy: "{" }),
    policyCaseIn(type, "no policy", "good", {}),
  ],
  mutation: {
    what: "lets everyone who knows a word read the media",
    change: (program) =>
      program.set(type, "media-reader", {
        assumeRolePolicy: documentOf(trust("*", { StringEquals: { "sts:ExternalId": "huut-prod-media" } })),
      }),
  },
};
