import { admitsService, KEY, QUEUE, type Resource, type Stack, stackRule } from "../../model";

/** What a service encrypts for itself with a key, and as which service. */
const OWN: readonly (readonly [type: string, property: string, service: string])[] = [
  ["aws:cloudwatch/logGroup:LogGroup", "kmsKeyId", "logs.amazonaws.com"],
  ["aws:cloudtrail/trail:Trail", "kmsKeyId", "cloudtrail.amazonaws.com"],
];

/** What sends to queues, where it names the queue, and as which service: the queue's key has to admit it. */
const SENDERS: readonly (readonly [type: string, property: string, service: string])[] = [
  ["aws:cloudwatch/eventTarget:EventTarget", "arn", "events.amazonaws.com"],
  ["aws:cloudwatch/eventTarget:EventTarget", "deadLetterConfig", "events.amazonaws.com"],
  ["aws:s3/bucketNotification:BucketNotification", "queues", "s3.amazonaws.com"],
  ["aws:sns/topicSubscription:TopicSubscription", "endpoint", "sns.amazonaws.com"],
  ["aws:sns/topicSubscription:TopicSubscription", "redrivePolicy", "sns.amazonaws.com"],
];

export const rule = stackRule({
  id: "key-admits-consumers",
  title: "The policy of a key admits every service that has to use it by itself",
  why: "A service that may not use a queue's, trail's or log group's key drops what it should deliver.",
  cure: "Allow the service kms:GenerateDataKey* and kms:Decrypt in the policy of the key, bound to the account or source.",
  severity: "high",
  enforcement: "mandatory",
  links: [
    "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html",
    "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html#compatibility-with-aws-services",
  ],
  types: [KEY],
  check: (stack) =>
    stack.ofType(KEY).flatMap((resource) =>
      consumersOf(stack, resource).map((service) => ({
        resource,
        kept: admitsService(resource, service),
        message: `its policy does not admit ${service}, which uses it`,
      })),
    ),
});

function consumersOf(stack: Stack, key: Resource): readonly string[] {
  const queues = stack.referrers(key, QUEUE, "kmsMasterKeyId");
  const own = OWN.filter(([type, property]) => stack.referrers(key, type, property).length > 0);
  const senders = SENDERS.filter(([type, property]) =>
    queues.some((queue) => stack.referrers(queue, type, property).length > 0),
  );
  return [...new Set([...own, ...senders].map(([, , service]) => service))];
}
