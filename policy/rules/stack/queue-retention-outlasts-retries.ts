import { not, type Resource, stackRule, type Truth, UNKNOWN, type Value, type Verdict } from "../../model";

const QUEUE = "aws:sqs/queue:Queue";
const REDRIVE = "aws:sqs/redrivePolicy:RedrivePolicy";

/** What Amazon SQS takes when nothing is set, in seconds. */
const DEFAULT = { visibility: 30, retention: 345_600 } as const;

export const rule = stackRule({
  id: "queue-retention-outlasts-retries",
  title: "A queue keeps messages for longer than all their retries take",
  why: "A message that expires before its last try vanishes: it never reaches the dead-letter queue.",
  cure: "Keep maxReceiveCount × visibilityTimeoutSeconds below messageRetentionSeconds.",
  severity: "high",
  enforcement: "mandatory",
  links: [
    "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html",
    "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-visibility-timeout.html",
  ],
  types: [QUEUE],
  check: (stack) => [
    ...stack.ofType(QUEUE).map((queue) => verdict(queue, queue.at("redrivePolicy"))),
    ...stack.ofType(REDRIVE).flatMap((redrive) => {
      const [queue] = stack.references(redrive, "queueUrl", QUEUE);
      return queue ? [verdict(queue, redrive.at("redrivePolicy"))] : [];
    }),
  ],
});

function verdict(queue: Resource, redrivePolicy: Value): Verdict & { readonly resource: Resource } {
  const tries = redrivePolicy.json().at("maxReceiveCount");
  const visibility = queue.at("visibilityTimeoutSeconds");
  const retention = queue.at("messageRetentionSeconds");
  return {
    resource: queue,
    kept: not(expires(tries.number(), seconds(visibility, DEFAULT.visibility), seconds(retention, DEFAULT.retention))),
    message: `${tries}, ${visibility}, ${retention}`,
  };
}

type Seconds = number | typeof UNKNOWN;

/** Whether the retries take as long as the retention, or longer. Without a bound of retries there is no last one. */
function expires(tries: Seconds | undefined, visibility: Seconds, retention: Seconds): Truth {
  if (tries === undefined) return false;
  if (tries === UNKNOWN || visibility === UNKNOWN || retention === UNKNOWN) return UNKNOWN;
  return tries * visibility >= retention;
}

function seconds(value: Value, fallback: number): Seconds {
  return value.number() ?? fallback;
}
