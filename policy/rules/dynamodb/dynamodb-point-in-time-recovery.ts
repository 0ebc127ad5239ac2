import { resourceRule, settingEverywhere, TABLE, TABLE_REPLICA } from "../../model";

export const rule = resourceRule({
  id: "dynamodb-point-in-time-recovery",
  controls: ["DynamoDB.2"],
  title: "A table and each of its replicas can be restored to any point in time",
  why: "A bad write reaches every replica in seconds: only a restore undoes it. Exports for a second region need it too, and each replica has a switch of its own.",
  cure: "Set pointInTimeRecovery.enabled of the table, and pointInTimeRecovery of each replica.",
  severity: "high",
  enforcement: "mandatory",
  links: ["https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/PointInTimeRecovery.html"],
  types: [TABLE, TABLE_REPLICA],
  check: (table) =>
    settingEverywhere(table, "pointInTimeRecovery.enabled", "pointInTimeRecovery").map((setting) => ({
      kept: setting.isTrue(),
      message: String(setting),
    })),
});
