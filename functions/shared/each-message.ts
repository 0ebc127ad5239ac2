import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import type { Tools } from "./tools";

/**
 * Handles the messages of a batch one by one, in their order; those that fail stay in the queue, and the log says why. Metrics are
 * published at the end.
 */
export async function eachMessage(
  event: SQSEvent,
  context: Context,
  { logger, metrics }: Tools,
  handle: (record: SQSRecord) => Promise<void>,
): Promise<SQSBatchResponse> {
  const { BatchProcessor, EventType, processPartialResponse } = await import("@aws-lambda-powertools/batch");
  const recordHandler = async (record: SQSRecord): Promise<void> => {
    try {
      await handle(record);
    } catch (error) {
      logger.error("Left a message in the queue", { error: error as Error, messageId: record.messageId });
      throw error;
    }
  };
  const answer = await processPartialResponse(event, recordHandler, new BatchProcessor(EventType.SQS), {
    context,
    throwOnFullBatchFailure: false,
  });
  if (metrics.hasStoredMetrics()) metrics.publishStoredMetrics();
  return answer;
}
