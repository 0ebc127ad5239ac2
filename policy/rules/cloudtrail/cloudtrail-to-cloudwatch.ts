import { all, expect, resourceRule, TRAIL } from "../../model";

export const rule = resourceRule({
  id: "cloudtrail-to-cloudwatch",
  controls: ["CloudTrail.5"],
  title: "A trail is sent to CloudWatch Logs, too",
  why: "Files in a bucket are found after the fact; alarms need events while they happen.",
  cure: "Set cloudWatchLogsGroupArn, which ends in :*, and cloudWatchLogsRoleArn.",
  severity: "low",
  enforcement: "mandatory",
  links: ["https://docs.aws.amazon.com/awscloudtrail/latest/userguide/send-cloudtrail-events-to-cloudwatch-logs.html"],
  types: [TRAIL],
  check: (trail) => {
    const group = trail.at("cloudWatchLogsGroupArn");
    const role = trail.at("cloudWatchLogsRoleArn");
    return expect(all(group.present(), role.present()), `${group}, ${role}`);
  },
});
