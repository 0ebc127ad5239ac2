import { ALARM, all, expect, not, resourceRule } from "../../model";

export const rule = resourceRule({
  id: "cloudwatch-alarm-acts",
  title: "An alarm tells somebody",
  why: "An alarm without an action is a colour on a page that nobody has open.",
  cure: "Set alarmActions to the topic for alarms, and leave actionsEnabled on.",
  severity: "high",
  enforcement: "mandatory",
  links: ["https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-actions.html"],
  types: [ALARM, "aws:cloudwatch/compositeAlarm:CompositeAlarm"],
  check: (alarm) => {
    const actions = alarm.at("alarmActions");
    const enabled = alarm.at("actionsEnabled");
    return expect(all(actions.present(), not(enabled.is(false))), `${actions}, ${enabled}`);
  },
});
