import type { BatchResultErrorEntry, SendMessageBatchRequestEntry } from "@aws-sdk/client-sqs";
import { AwsError } from "../../kernel/errors";
import { sizeOf } from "./message";
import { LIMITS } from "./settings";

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html */
export function checkBatch<E extends { Id: string | undefined }>(entries: E[] | undefined): E[] {
  if (!entries?.length) throw new AwsError("EmptyBatchRequest", "There should be at least one entry in the request.");
  if (entries.length > LIMITS.batchEntries) {
    throw new AwsError(
      "TooManyEntriesInBatchRequest",
      `Maximum number of entries per request are 10. You have sent ${entries.length}.`,
    );
  }
  const ids = entries.map(({ Id }) => Id ?? "");
  const bad = ids.find((id) => !/^[A-Za-z0-9_-]{1,80}$/.test(id));
  if (bad !== undefined) {
    throw new AwsError(
      "InvalidBatchEntryId",
      "A batch entry id can only contain alphanumeric characters, hyphens and underscores, at most 80.",
    );
  }
  const repeated = ids.find((id, i) => ids.indexOf(id) !== i);
  if (repeated !== undefined) throw new AwsError("BatchEntryIdsNotDistinct", `Id ${repeated} repeated.`);
  return entries;
}

export function checkBatchSize(entries: readonly SendMessageBatchRequestEntry[]): void {
  const size = entries.reduce((sum, entry) => sum + sizeOf(entry.MessageBody ?? "", entry.MessageAttributes ?? {}), 0);
  if (size > LIMITS.batchBytes) {
    throw new AwsError(
      "BatchRequestTooLong",
      `Batch requests cannot be longer than ${LIMITS.batchBytes} bytes. You have sent ${size} bytes.`,
    );
  }
}

/** Each entry succeeds or fails by itself. */
export function batch<E extends { Id: string | undefined }>(
  entries: readonly E[],
  act: (entry: E) => object | void,
): object {
  const Successful: object[] = [];
  const Failed: BatchResultErrorEntry[] = [];
  for (const entry of entries) {
    try {
      Successful.push({ Id: entry.Id, ...act(entry) });
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      Failed.push({ Id: entry.Id, Code: error.code, Message: error.message, SenderFault: error.statusCode < 500 });
    }
  }
  return { Successful, Failed };
}
