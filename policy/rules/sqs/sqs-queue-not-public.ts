import { admitsAnyone, expect, not, QUEUE, resourceRule, someStatement } from "../../model";

export const rule = resourceRule({
  id: "sqs-queue-not-public",
  controls: ["SQS.3"],
  title: "The policy of a queue does not admit everybody",
  why: "Whoever may send makes work and events up; whoever may receive takes them away, and nobody notices.",
  cure: "Name the principals, or bind the statement by aws:SourceArn or aws:SourceAccount.",
  severity: "critical",
  enforcement: "mandatory",
  links: [
    "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-security-best-practices.html",
  ],
  types: [QUEUE, "aws:sqs/queuePolicy:QueuePolicy"],
  check: (holder) => {
    const policy = holder.at("policy");
    return expect(not(someStatement(policy, admitsAnyone)), `admits everybody, or cannot be read: ${policy}`);
  },
});
