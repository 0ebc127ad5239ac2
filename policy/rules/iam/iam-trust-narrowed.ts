import { judgeAllows, pins, resourceRule, ROLE, type Statement } from "../../model";

/** A whole account: everyone in it whose own policy says so. */
const ACCOUNT = /^(\d{12}|arn:[^:]+:iam::\d{12}:root)$/;
/** Who of an account, an organization or an identity provider. */
const WHO =
  /^(aws:principal(arn|orgid|orgpaths|account|tag\/.+)|sts:externalid|.+:sub|saml:aud|cognito-identity\.amazonaws\.com:aud)$/;

export const rule = resourceRule({
  id: "iam-trust-narrowed",
  title: "A role that trusts an account or an identity provider says whom of it",
  why: "Otherwise everyone in that account may assume the role, or every user of a provider that serves the whole world.",
  cure: "Add a condition: aws:PrincipalArn and sts:ExternalId for an account, the subject for an identity provider.",
  severity: "high",
  enforcement: "mandatory",
  links: ["https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html"],
  types: [ROLE],
  check: (role) => judgeAllows([role.at("assumeRolePolicy")], offences),
});

function offences({ principals, conditions }: Statement): readonly string[] {
  if (conditions.some((condition) => pins(condition, (key) => WHO.test(key)))) return [];
  return principals
    .filter(({ type, id }) => type === "Federated" || (type === "AWS" && ACCOUNT.test(id)))
    .map(({ id }) => `everyone of ${id}`);
}
