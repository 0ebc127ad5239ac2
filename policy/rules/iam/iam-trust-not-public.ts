import { admitsAnyone, judgeAllows, resourceRule, ROLE } from "../../model";

export const rule = resourceRule({
  id: "iam-trust-not-public",
  title: "A role trusts nobody it does not name",
  why: "A role that trusts everyone is open to every account of AWS.",
  cure: "Name the service, the account or the role in Principal.",
  severity: "critical",
  enforcement: "mandatory",
  links: ["https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html"],
  types: [ROLE],
  check: (role) =>
    judgeAllows([role.at("assumeRolePolicy")], (statement) => (admitsAnyone(statement) ? ["anyone"] : [])),
});
