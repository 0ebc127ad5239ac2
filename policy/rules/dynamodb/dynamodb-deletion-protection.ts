import { resourceRule, settingEverywhere, TABLE, TABLE_REPLICA } from "../../model";

const SETTING = "deletionProtectionEnabled";

export const rule = resourceRule({
  id: "dynamodb-deletion-protection",
  controls: ["DynamoDB.6"],
  title: "A table and each of its replicas refuse to be deleted",
  why: "Whoever may delete a table by mistake may delete all of it, in the console or by any program.",
  cure: "Set deletionProtectionEnabled on the table and on each replica.",
  severity: "medium",
  enforcement: "mandatory",
  links: [
    "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/WorkingWithTables.Basics.html#WorkingWithTables.Basics.DeletionProtection",
  ],
  types: [TABLE, TABLE_REPLICA],
  check: (table) =>
    settingEverywhere(table, SETTING, SETTING).map((setting) => ({ kept: setting.isTrue(), message: String(setting) })),
});
