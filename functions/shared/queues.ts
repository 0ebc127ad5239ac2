import { boundedCalls } from "./bounded-calls";

/** Most messages of one call. */
const BATCH = 10;

export async function loadSqs() {
  const sdk = await import("@aws-sdk/client-sqs");
  return { sdk, client: new sdk.SQSClient(boundedCalls()) };
}
export type Sqs = Awaited<ReturnType<typeof loadSqs>>;

/**
 * Sends messages to a queue.
 *
 * @throws Error when the queue did not take all of them: the caller's caller tries again, and those that were taken come twice
 */
export async function sendAll(sqs: Sqs, queueUrl: string, messages: readonly object[]): Promise<void> {
  for (let from = 0; from < messages.length; from += BATCH) {
    const Entries = messages
      .slice(from, from + BATCH)
      .map((message, index) => ({ Id: String(index), MessageBody: JSON.stringify(message) }));
    const answer = await sqs.client.send(new sqs.sdk.SendMessageBatchCommand({ QueueUrl: queueUrl, Entries }));
    const [refused] = answer.Failed ?? [];
    if (refused !== undefined) throw new Error(`The queue did not take a message: ${refused.Code} ${refused.Message}`);
  }
}
