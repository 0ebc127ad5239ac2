import { any, expect, resourceRule } from "../../model";

export const rule = resourceRule({
  id: "cloudwatch-log-retention",
  title: "A log group keeps its events for a set time that is long enough to look back",
  why: "Nothing set means for ever, at a price that grows; too short, and the cause is gone before anybody asks.",
  cure: "Set retentionInDays to 30 or more.",
  severity: "medium",
  enforcement: "mandatory",
  links: ["https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/Working-with-log-groups-and-streams.html"],
  options: {
    days: { type: "integer", description: "Days for which events are kept, at least", default: 30, minimum: 1 },
  },
  types: ["aws:cloudwatch/logGroup:LogGroup"],
  check: (group, { days }) => {
    const retention = group.at("retentionInDays");
    // CloudWatch keeps what it only delivers elsewhere for two days, whatever is set.
    const passing = group.at("logGroupClass").is("DELIVERY");
    return expect(any(passing, retention.atLeast(Number(days))), `${retention}`);
  },
});
