import { admitsService, KEY, type Resource, type Stack, stackRule } from "../../model";

const TOPIC = "aws:sns/topic:Topic";

/** What publishes to topics, where it names the topic, and as which service. */
const PUBLISHERS: readonly (readonly [type: string, property: string, service: string])[] = [
  ["aws:cloudwatch/metricAlarm:MetricAlarm", "alarmActions", "cloudwatch.amazonaws.com"],
  ["aws:cloudwatch/metricAlarm:MetricAlarm", "okActions", "cloudwatch.amazonaws.com"],
  ["aws:cloudwatch/compositeAlarm:CompositeAlarm", "alarmActions", "cloudwatch.amazonaws.com"],
  ["aws:cloudwatch/compositeAlarm:CompositeAlarm", "okActions", "cloudwatch.amazonaws.com"],
  ["aws:cloudwatch/eventTarget:EventTarget", "arn", "events.amazonaws.com"],
  ["aws:budgets/budget:Budget", "notifications", "budgets.amazonaws.com"],
  ["aws:s3/bucketNotification:BucketNotification", "topics", "s3.amazonaws.com"],
];

export const rule = stackRule({
  id: "topic-key-admits-publishers",
  title: "The key of a topic admits every service that publishes to it",
  why: "A service that may not use the key cannot publish, and says so nowhere: the alarm rings and nobody hears it.",
  cure: "Allow the service kms:GenerateDataKey* and kms:Decrypt in the policy of the key, bound to this account.",
  severity: "high",
  enforcement: "mandatory",
  links: ["https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html#compatibility-with-aws-services"],
  types: [TOPIC],
  check: (stack) =>
    stack.ofType(TOPIC).flatMap((resource) =>
      stack.references(resource, "kmsMasterKeyId", KEY).flatMap((key) =>
        publishersOf(stack, resource).map((service) => ({
          resource,
          kept: admitsService(key, service),
          message: `${service} publishes to it, and the policy of its key ${key.name} does not admit ${service}`,
        })),
      ),
    ),
});

function publishersOf(stack: Stack, topic: Resource): readonly string[] {
  const found = PUBLISHERS.filter(([type, property]) => stack.referrers(topic, type, property).length > 0);
  return [...new Set(found.map(([, , service]) => service))];
}
