import { expect, isUnscopedService, KEY_POLICIES, not, resourceRule, someStatement } from "../../model";

export const rule = resourceRule({
  id: "kms-services-scoped",
  title: "A key admits services only for a named source",
  why: "A service acts for everybody: without a source, another account can have it use the key.",
  cure: "Bind the statement by aws:SourceArn, aws:SourceAccount or kms:EncryptionContext.",
  severity: "high",
  enforcement: "mandatory",
  links: ["https://docs.aws.amazon.com/kms/latest/developerguide/least-privilege.html"],
  types: KEY_POLICIES,
  check: (holder) => {
    const policy = holder.at("policy");
    return expect(not(someStatement(policy, isUnscopedService, false)), `admits a service for any source: ${policy}`);
  },
});
