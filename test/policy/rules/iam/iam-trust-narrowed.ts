import { rule } from "../../../../policy/rules/iam/iam-trust-narrowed";
import { type Specimen } from "../../support/specimen";
import { UNKNOWN } from "../../../../policy/model";
import { documentOf, policyCaseIn, trust, trustCase } from "../../support/good/iam";
import { type Case, type Outcome } from "../../support/specimen";

const type = "aws:iam/role:Role";
const account = { AWS: "arn:aws:iam::222222222222:root" };
const github = { Federated: "arn:aws:iam::222222222222:oidc-provider/token.actions.githubusercontent.com" };

function narrowed(
  is: Outcome,
  key: string,
  value: unknown,
  operator = "StringEquals",
  principal: object = account,
): Case {
  return trustCase(`${operator} ${key} ${JSON.stringify(value)}`, is, [
    trust(principal, { [operator]: { [key]: value } }),
  ]);
}

export const specimen: Specimen = {
  rule,
  cases: [
    trustCase("a service", "good", [trust({ Service: "glue.amazonaws.com" })]),
    trustCase("one role", "good", [trust({ AWS: "arn:aws:iam::222222222222:role/huut-prod-captions" })]),
    narrowed("good", "aws:PrincipalArn", "arn:aws:iam::222222222222:role/huut-prod-*", "ArnLike"),
    narrowed("good", "aws:PrincipalOrgID", "o-huut"),
    narrowed("good", "aws:PrincipalOrgPaths", "o-huut/r/ou/*", "ForAnyValue:StringLike"),
    narrowed("good", "aws:PrincipalAccount", "222222222222"),
    narrowed("good", "aws:PrincipalTag/team", "data", "StringEqualsIgnoreCase"),
    narrowed("good", "sts:ExternalId", "huut-prod-media"),
    narrowed("good", "token.actions.githubusercontent.com:sub", "repo:huut/platform:*", "StringLike", github),
    narrowed("good", "SAML:aud", "https://signin.aws.amazon.com/saml", "StringEquals", {
      Federated: "arn:aws:iam::222222222222:saml-provider/staff",
    }),
    narrowed("good", "cognito-identity.amazonaws.com:aud", "ap-south-1:x", "StringEquals", {
      Federated: "cognito-identity.amazonaws.com",
    }),
    trustCase("an account", "bad", [trust(account)], { says: /^allows everyone of arn:aws:iam::222222222222:root$/ }),
    trustCase("an account by its number", "bad", [trust({ AWS: "222222222222" })]),
    trustCase("an account of China", "bad", [trust({ AWS: "arn:aws-cn:iam::222222222222:root" })]),
    trustCase("one role, and its account", "bad", [
      trust({ AWS: ["arn:aws:iam::222222222222:role/a", "222222222222"] }),
    ]),
    trustCase("a condition in the other statement", "bad", [
      trust(account),
      trust(account, { StringEquals: { "sts:ExternalId": "x" } }),
    ]),
    trustCase("a provider", "bad", [trust(github)]),
    trustCase("a service and an account", "bad", [trust({ Service: "glue.amazonaws.com", ...account })]),
    narrowed("bad", "aws:PrincipalArn", "*", "ArnLike"),
    narrowed("bad", "aws:PrincipalArn", ["arn:aws:iam::222222222222:role/a", "**"], "ArnLike"),
    narrowed("bad", "sts:ExternalId", [], "StringEquals"),
    narrowed("bad", "sts:ExternalId", "x", "StringNotEquals"),
    narrowed("bad", "sts:ExternalId", "x", "StringEqualsFold"),
    narrowed("bad", "sts:ExternalId", "x", "NotStringEquals"),
    narrowed("bad", "sts:ExternalIds", "x"),
    narrowed("bad", "xsts:ExternalId", "x"),
    narrowed("bad", "aws:PrincipalTag/", "data"),
    narrowed("bad", "aws:RequestedRegion", "ap-south-1"),
    narrowed("bad", ":sub", "x", "StringLike", github),
    narrowed("bad", "token.actions.githubusercontent.com:aud", "sts.amazonaws.com", "StringEquals", github),
    trustCase("a session in the account, named like it", "good", [trust({ AWS: "x:arn:aws:iam::222222222222:root" })]),
    trustCase("a number too long", "good", [trust({ AWS: "2222222222223" })]),
    trustCase("a user named root something", "good", [trust({ AWS: "arn:aws:iam::222222222222:rooted" })]),
    trustCase("nobody of an account", "good", [{ ...trust(account), Effect: "Deny" }]),
    policyCaseIn(type, "an unknown policy", "undecided", { assumeRolePolicy: UNKNOWN }),
    policyCaseIn(type, "no policy", "good", {}),
  ],
  mutation: {
    what: "lets everyone of the data account read the media",
    change: (program) => program.set(type, "media-reader", { assumeRolePolicy: documentOf(trust(account)) }),
  },
};
