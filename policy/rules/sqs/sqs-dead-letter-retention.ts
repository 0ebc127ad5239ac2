import { deadLetterQueues, QUEUE, stackRule } from "../../model";

const DAY = 86_400;

export const rule = stackRule({
  id: "sqs-dead-letter-retention",
  title: "A dead-letter queue keeps messages for 14 days",
  why: "A message keeps the age it had: what waited for four days vanishes from a dead-letter queue of four days as it arrives.",
  cure: "Set messageRetentionSeconds of the dead-letter queue to 1209600.",
  severity: "high",
  enforcement: "mandatory",
  links: ["https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html"],
  options: {
    days: { type: "integer", description: "For how many days at least", default: 14, minimum: 1, maximum: 14 },
  },
  types: [QUEUE],
  check: (stack, { days }) =>
    [...deadLetterQueues(stack)].map((queue) => {
      const retention = queue.at("messageRetentionSeconds");
      return { resource: queue, kept: retention.atLeast(Number(days) * DAY), message: String(retention) };
    }),
});
