import { deadLetterQueuesOf, QUEUE, stackRule, type Watched, watches } from "../../model";

const MAPPING = "aws:lambda/eventSourceMapping:EventSourceMapping";

const depth: Watched = {
  namespace: "AWS/SQS",
  metrics: ["ApproximateNumberOfMessagesVisible"],
  dimension: "QueueName",
};

export const rule = stackRule({
  id: "dead-letters-raise-alarm",
  title: "An alarm watches the dead letters of every queue that a function reads",
  why: "Dead letters are work that was given up: unless somebody is told, they expire after two weeks.",
  cure: "Declare a metric alarm on ApproximateNumberOfMessagesVisible of the dead-letter queue, with an action.",
  severity: "high",
  enforcement: "mandatory",
  links: [
    "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/dead-letter-queues-alarms-cloudwatch.html",
  ],
  types: [QUEUE],
  check: (stack) => {
    const read = stack.ofType(MAPPING).flatMap((mapping) => stack.references(mapping, "eventSourceArn", QUEUE));
    const deadLetters = new Set(read.flatMap((queue) => deadLetterQueuesOf(stack, queue)));
    return [...deadLetters].map((resource) => ({
      resource,
      kept: watches(stack, resource, depth),
      message: "takes dead letters, and no alarm watches how many",
    }));
  },
});
