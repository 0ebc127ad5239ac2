import { namesOwnKey, resourceRule, settingEverywhere, TABLE, TABLE_REPLICA, type Verdict } from "../../model";

export const rule = resourceRule({
  id: "dynamodb-customer-managed-key",
  title: "A table and each of its replicas are encrypted with a customer-managed key",
  why: "Rows hold what people wrote; with a key of AWS's own nobody can say who may read them, see who did, or stop it.",
  cure: "Set serverSideEncryption.enabled and serverSideEncryption.kmsKeyArn, and kmsKeyArn of each replica to the key of its region.",
  severity: "high",
  enforcement: "mandatory",
  links: ["https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.howitworks.html"],
  types: [TABLE, TABLE_REPLICA],
  check: (table) => {
    const keys = settingEverywhere(table, "serverSideEncryption.kmsKeyArn", "kmsKeyArn");
    const verdicts: Verdict[] = keys.map((key) => ({ kept: namesOwnKey(key), message: String(key) }));
    if (table.type === TABLE_REPLICA) return verdicts;
    // A key that is named without this is ignored.
    const enabled = table.at("serverSideEncryption.enabled");
    return [...verdicts, { kept: enabled.isTrue(), message: String(enabled) }];
  },
});
