import { any, deadLetterQueues, QUEUE, stackRule } from "../../model";

const REDRIVE = "aws:sqs/redrivePolicy:RedrivePolicy";

export const rule = stackRule({
  id: "sqs-dead-letter-queue",
  title: "Every queue but a dead-letter queue has a dead-letter queue",
  why: "A message that nobody can work on comes back until it expires: it holds others up, and then it is gone.",
  cure: "Set redrivePolicy with deadLetterTargetArn and maxReceiveCount, on the queue or by a RedrivePolicy.",
  severity: "high",
  enforcement: "mandatory",
  links: ["https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html"],
  types: [QUEUE],
  check: (stack) => {
    const takers = deadLetterQueues(stack);
    const queues = stack.ofType(QUEUE).filter((queue) => !takers.has(queue));
    return queues.map((queue) => {
      const holders = [queue, ...stack.referrers(queue, REDRIVE, "queueUrl")];
      const made = holders.some((holder) => stack.references(holder, "redrivePolicy", QUEUE).length > 0);
      const named = holders.map((holder) => holder.at("redrivePolicy").json().at("deadLetterTargetArn").present());
      return { resource: queue, kept: any(made, ...named), message: "has no dead-letter queue, and is none" };
    });
  },
});
