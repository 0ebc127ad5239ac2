import { expect, namesOwnKey, QUEUE, resourceRule } from "../../model";

export const rule = resourceRule({
  id: "sqs-queue-encrypted",
  controls: ["SQS.1"],
  title: "A queue encrypts its messages with a customer-managed key",
  why: "With SSE-SQS nobody can say who may read messages; the policy of AWS's own key admits no SNS, S3 or EventBridge, so that nothing arrives.",
  cure: "Set kmsMasterKeyId to the platform's key.",
  severity: "high",
  enforcement: "mandatory",
  links: [
    "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-server-side-encryption.html",
    "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html",
  ],
  types: [QUEUE],
  check: (queue) => {
    const key = queue.at("kmsMasterKeyId");
    return expect(namesOwnKey(key), String(key));
  },
});
