import { admitsAnyone, expect, KEY_POLICIES, not, resourceRule, someStatement } from "../../model";

export const rule = resourceRule({
  id: "kms-policy-not-public",
  controls: ["KMS.5"],
  title: "The policy of a key admits named principals only",
  why: "A key that anyone may use protects nothing, and anyone may run up its bill.",
  cure: "Name the accounts, roles or services in Principal, or bind the statement by kms:CallerAccount.",
  severity: "critical",
  enforcement: "mandatory",
  links: ["https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-overview.html"],
  types: KEY_POLICIES,
  check: (holder) => {
    const policy = holder.at("policy");
    return expect(not(someStatement(policy, admitsAnyone)), `admits anyone, or cannot be read: ${policy}`);
  },
});
