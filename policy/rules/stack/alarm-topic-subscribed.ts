import { stackRule } from "../../model";

const ALARM_TYPES = ["aws:cloudwatch/metricAlarm:MetricAlarm", "aws:cloudwatch/compositeAlarm:CompositeAlarm"];
const SUBSCRIPTION = "aws:sns/topicSubscription:TopicSubscription";
const TOPIC = "aws:sns/topic:Topic";

export const rule = stackRule({
  id: "alarm-topic-subscribed",
  title: "Somebody hears what an alarm tells its topic",
  why: "An alarm that notifies a topic without subscribers is a tree that falls in a forest.",
  cure: "Subscribe whoever is on call to the topic, in this stack.",
  severity: "high",
  enforcement: "mandatory",
  links: ["https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html"],
  types: [TOPIC],
  check: (stack) => {
    const told = stack.ofType(...ALARM_TYPES).flatMap((alarm) => stack.references(alarm, "alarmActions", TOPIC));
    return [...new Set(told)].map((resource) => ({
      resource,
      kept: stack.referrers(resource, SUBSCRIPTION, "topic").length > 0,
      message: "is told by alarms, and nobody subscribes to it",
    }));
  },
});
