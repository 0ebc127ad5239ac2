import { type Resource } from "./resource";
import { type Stack } from "./stack";

export const QUEUE = "aws:sqs/queue:Queue";
const REDRIVE = "aws:sqs/redrivePolicy:RedrivePolicy";

/** Where a queue's messages go when all tries have failed, by its own property or by a resource beside it. */
export function deadLetterQueuesOf(stack: Stack, queue: Resource): readonly Resource[] {
  const beside = stack.referrers(queue, REDRIVE, "queueUrl");
  const targets = [queue, ...beside].flatMap((holder) => stack.references(holder, "redrivePolicy", QUEUE));
  return [...new Set(targets)].filter((other) => other !== queue);
}
