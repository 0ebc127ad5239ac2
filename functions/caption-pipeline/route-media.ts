import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import type { MediaRoute, PostOfMedia } from "@huut/domain";
import type { KinesisStreamBatchResponse, KinesisStreamEvent } from "aws-lambda";
import { boundedCalls } from "../shared/bounded-calls";
import { environment } from "../shared/environment";
import { lazily } from "../shared/lazily";
import { loadTools } from "../shared/tools";

/** The part used of a change, as DynamoDB writes it to Kinesis. */
interface TableChange {
  readonly dynamodb: {
    readonly NewImage?: Record<string, AttributeValue>;
    readonly OldImage?: Record<string, AttributeValue>;
  };
}

/** A message on its way, and the record that it comes from. */
interface Outgoing {
  readonly queueUrl: string;
  readonly body: string;
  readonly sequenceNumber: string;
}

/** The most that SQS takes in one call. */
const MESSAGES_A_CALL = 10;

async function loadClients() {
  const [sqs, { unmarshall }] = await Promise.all([import("@aws-sdk/client-sqs"), import("@aws-sdk/util-dynamodb")]);
  return { sqs, unmarshall, client: new sqs.SQSClient(boundedCalls()) };
}
type Clients = Awaited<ReturnType<typeof loadClients>>;

function postOf({ unmarshall }: Clients, image: Record<string, AttributeValue> | undefined): PostOfMedia | undefined {
  return image === undefined ? undefined : (unmarshall(image) as PostOfMedia);
}

/** Sends messages, as many a call as SQS takes. @returns the sequence numbers of the records whose messages it did not take */
async function sendAll({ sqs, client }: Clients, messages: readonly Outgoing[]): Promise<Set<string>> {
  const failed = new Set<string>();
  for (const queueUrl of new Set(messages.map((message) => message.queueUrl))) {
    const own = messages.filter((message) => message.queueUrl === queueUrl);
    for (let first = 0; first < own.length; first += MESSAGES_A_CALL) {
      const some = own.slice(first, first + MESSAGES_A_CALL);
      const Entries = some.map(({ body }, index) => ({ Id: String(index), MessageBody: body }));
      const { Failed = [] } = await client.send(new sqs.SendMessageBatchCommand({ QueueUrl: queueUrl, Entries }));
      for (const { Id } of Failed) failed.add(some[Number(Id)]?.sequenceNumber ?? "");
    }
  }
  return failed;
}

/**
 * Makes the reader of the stream of changes: posts whose recording is another one are sent to the queues of media and withdrawals.
 * It does nothing else, so that no slow copy holds up a shard.
 */
export function makeRouteMedia() {
  const clients = lazily(loadClients);
  const tools = lazily(loadTools);

  return async (event: KinesisStreamEvent): Promise<KinesisStreamBatchResponse> => {
    const env = environment("MEDIA_QUEUE_URL", "WITHDRAWALS_QUEUE_URL");
    const { mediaRoute } = await import("@huut/domain");
    const { logger } = await tools();
    const loaded = await clients();
    const messages: Outgoing[] = [];
    const failed = new Set<string>();
    for (const { kinesis } of event.Records) {
      const { sequenceNumber } = kinesis;
      try {
        const { dynamodb } = JSON.parse(Buffer.from(kinesis.data, "base64").toString("utf8")) as TableChange;
        const [after, before] = [postOf(loaded, dynamodb.NewImage), postOf(loaded, dynamodb.OldImage)];
        const { transcribe, withdraw }: MediaRoute = mediaRoute({ before, after });
        const to = (queueUrl: string, message: object) =>
          messages.push({ queueUrl, body: JSON.stringify(message), sequenceNumber });
        if (transcribe) to(env.MEDIA_QUEUE_URL, transcribe);
        if (withdraw) to(env.WITHDRAWALS_QUEUE_URL, withdraw);
      } catch (error) {
        logger.error("Could not read a change", { error: error as Error, sequenceNumber });
        failed.add(sequenceNumber);
      }
    }
    for (const sequenceNumber of await sendAll(loaded, messages)) failed.add(sequenceNumber);
    return { batchItemFailures: [...failed].map((itemIdentifier) => ({ itemIdentifier })) };
  };
}
