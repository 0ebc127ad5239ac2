import { all, any, expect, namesOwnKey, not, resourceRule } from "../../model";

export const rule = resourceRule({
  id: "athena-workgroup-encrypted",
  title: "A workgroup encrypts results with a customer-managed key, whatever its clients ask for",
  why: "Results are copies of the data. Where the workgroup does not enforce its settings, every client chooses place and key itself.",
  cure: "Set configuration.enforceWorkgroupConfiguration, and encryptionOption SSE_KMS or CSE_KMS with kmsKeyArn for its results.",
  severity: "high",
  enforcement: "mandatory",
  links: [
    "https://docs.aws.amazon.com/athena/latest/ug/workgroups-settings-override.html",
    "https://docs.aws.amazon.com/athena/latest/ug/encrypting-query-results-stored-in-s3.html",
  ],
  types: ["aws:athena/workgroup:Workgroup"],
  check: (workgroup) => {
    const enforced = workgroup.at("configuration.enforceWorkgroupConfiguration");
    const results = workgroup.at("configuration.resultConfiguration.encryptionConfiguration");
    const managed = workgroup.at("configuration.managedQueryResultsConfiguration");
    const [option, key] = [results.at("encryptionOption"), results.at("kmsKeyArn")];
    const ownPlace = all(option.isOneOf(["SSE_KMS", "CSE_KMS"]), namesOwnKey(key));
    const athenasPlace = all(managed.at("enabled").isTrue(), namesOwnKey(managed.at("encryptionConfiguration.kmsKey")));
    // Enforced is what a workgroup of the provider is when nothing is set.
    const kept = all(not(enforced.is(false)), any(ownPlace, athenasPlace));
    return expect(kept, `${enforced}, ${option}, ${key}`);
  },
});
