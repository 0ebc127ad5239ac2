import { deniesPlainHttp, QUEUE, somePolicyStates, stackRule } from "../../model";

const POLICY = "aws:sqs/queuePolicy:QueuePolicy";

export const rule = stackRule({
  id: "sqs-queue-tls-only",
  title: "The policy of a queue refuses whoever does not come over TLS",
  why: "SQS still answers plain HTTP, which shows messages and signatures to everybody on the way.",
  cure: "Deny sqs:* to everybody on the queue where aws:SecureTransport is false, in its policy or in a QueuePolicy.",
  severity: "medium",
  enforcement: "mandatory",
  links: [
    "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-security-best-practices.html",
  ],
  types: [QUEUE],
  check: (stack) =>
    stack.ofType(QUEUE).map((queue) => {
      const policies = [queue, ...stack.referrers(queue, POLICY, "queueUrl")].map((holder) => holder.at("policy"));
      const kept = somePolicyStates(policies, queue.at("arn"), (statement) => deniesPlainHttp(statement, "sqs"));
      return { resource: queue, kept, message: "no policy of it refuses plain HTTP" };
    }),
});
