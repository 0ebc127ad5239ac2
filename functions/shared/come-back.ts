import type { SQSRecord } from "aws-lambda";
import { loadSqs } from "./queues";
import type { Tools } from "./tools";

/**
 * Lets a message that failed come back before the queue's visibility timeout, which is as long as six tries of its function: sooner
 * after its first receives than after its last ones. When SQS does not take that, the timeout is what brings it back.
 */
export async function comeBack(
  queueUrl: string,
  { receiptHandle, messageId, attributes }: SQSRecord,
  { logger }: Tools,
): Promise<void> {
  const { comeBackSeconds } = await import("@huut/domain");
  const { sdk, client } = await loadSqs();
  const VisibilityTimeout = comeBackSeconds(Number(attributes.ApproximateReceiveCount), Math.random());
  const input = { QueueUrl: queueUrl, ReceiptHandle: receiptHandle, VisibilityTimeout };
  try {
    await client.send(new sdk.ChangeMessageVisibilityCommand(input));
  } catch (error) {
    logger.warn("A message comes back late", { error: error as Error, messageId });
  }
}
