import { any, type Resource, type Stack, stackRule, type Truth } from "../../model";

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
      kept: isHeard(stack, resource),
      message: "is told by alarms, and nobody subscribes to it",
    }));
  },
});

function isHeard(stack: Stack, topic: Resource): Truth {
  if (stack.referrers(topic, SUBSCRIPTION, "topic").length > 0) return true;
  const others = stack.ofType(SUBSCRIPTION).filter((other) => stack.references(other, "topic", TOPIC).length === 0);
  return any(...others.map((other) => other.at("topic").isSameAs(topic.at("arn"))));
}
