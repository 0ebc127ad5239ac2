import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import type { TextMessage, TextRoute } from "@huut/domain";
import type { KinesisStreamBatchResponse, KinesisStreamEvent } from "aws-lambda";
import { type Dynamo, loadDynamo } from "../shared/dynamo";
import { environment } from "../shared/environment";
import { lazily } from "../shared/lazily";
import { loadSqs, type Sqs } from "../shared/queues";
import { loadTools } from "../shared/tools";
import { changeRawText, type RawTextDesk } from "./raw-text-table";

/** The part used of a change, as DynamoDB writes it to Kinesis. */
interface TableChange {
  readonly dynamodb: {
    readonly NewImage?: Record<string, AttributeValue>;
    readonly OldImage?: Record<string, AttributeValue>;
  };
}

/** What a record means, by its sequence number. */
interface RoutedRecord {
  readonly sequenceNumber: string;
  readonly route: TextRoute;
}

/** The most that SQS takes in one call. */
const MESSAGES_A_CALL = 10;
/** Posts that are noted at a time. */
const POSTS_AT_ONCE = 10;

function imageOf({ unmarshall }: Dynamo, image: Record<string, AttributeValue> | undefined): object | undefined {
  return image === undefined ? undefined : unmarshall(image);
}

/** Notes in `raw-text` what waits of one post: all records of a batch in one write. @returns what to send */
function note(desk: RawTextDesk, postId: string, routes: readonly TextRoute[]): Promise<TextMessage | undefined> {
  const { domain } = desk;
  const now = new Date().toISOString();
  const empty = domain.emptyRawText(postId, now);
  return changeRawText(desk, postId, (seen) => {
    let item = seen;
    for (const route of routes) item = domain.routed(item, route, empty, now) ?? item;
    if (item === seen || item === undefined) return undefined;
    return { ...item, revision: (seen?.revision ?? 0) + 1 };
  }).then((item) => domain.messageFor(item));
}

/** Sends messages, as many a call as SQS takes. @returns those that it did not take */
async function sendAll(
  { sdk, client }: Sqs,
  QueueUrl: string,
  messages: readonly TextMessage[],
): Promise<TextMessage[]> {
  const refused: TextMessage[] = [];
  for (let first = 0; first < messages.length; first += MESSAGES_A_CALL) {
    const some = messages.slice(first, first + MESSAGES_A_CALL);
    const Entries = some.map((message, index) => ({ Id: String(index), MessageBody: JSON.stringify(message) }));
    const { Failed = [] } = await client.send(new sdk.SendMessageBatchCommand({ QueueUrl, Entries }));
    refused.push(...Failed.flatMap(({ Id }) => some[Number(Id)] ?? []));
  }
  return refused;
}

/**
 * Makes the reader of the stream of changes: posts whose text or recording is another one are noted in `raw-text`, and sent on to be
 * analysed. What is noted and not sent is sent when the record comes again, or by the sweep.
 */
export function makeRouteTexts() {
  const clients = lazily(() => Promise.all([loadDynamo(), loadSqs()]));
  const tools = lazily(loadTools);

  return async (event: KinesisStreamEvent): Promise<KinesisStreamBatchResponse> => {
    const env = environment("RAW_TEXT_TABLE", "TEXTS_QUEUE_URL", "SUGGESTIONS_QUEUE_URL");
    const domain = await import("@huut/domain");
    const { logger } = await tools();
    const [dynamo, sqs] = await clients();
    const desk: RawTextDesk = { domain, dynamo, tables: { rawText: env.RAW_TEXT_TABLE } };
    const records: RoutedRecord[] = [];
    const failed = new Set<string>();
    for (const { kinesis } of event.Records) {
      const { sequenceNumber } = kinesis;
      try {
        const { dynamodb } = JSON.parse(Buffer.from(kinesis.data, "base64").toString("utf8")) as TableChange;
        const [after, before] = [imageOf(dynamo, dynamodb.NewImage), imageOf(dynamo, dynamodb.OldImage)];
        const route = domain.textRoute({ before, after });
        if (route !== undefined) records.push({ sequenceNumber, route });
      } catch (error) {
        logger.error("Could not read a change", { error: error as Error, sequenceNumber });
        failed.add(sequenceNumber);
      }
    }
    const posts = [...Map.groupBy(records, ({ route }) => route.postId)];
    const fail = (postId: string): void =>
      records
        .filter(({ route }) => route.postId === postId)
        .forEach(({ sequenceNumber }) => failed.add(sequenceNumber));
    const messages: TextMessage[] = [];
    for (let first = 0; first < posts.length; first += POSTS_AT_ONCE) {
      const noted = posts.slice(first, first + POSTS_AT_ONCE).map(async ([postId, own]) => {
        try {
          const message = await note(
            desk,
            postId,
            own.map(({ route }) => route),
          );
          if (message !== undefined) messages.push(message);
        } catch (error) {
          logger.error("Could not note a change", { error: error as Error, postId });
          fail(postId);
        }
      });
      await Promise.all(noted);
    }
    const queues = { analyse: env.TEXTS_QUEUE_URL, suggest: env.SUGGESTIONS_QUEUE_URL };
    for (const kind of ["analyse", "suggest"] as const) {
      const own = messages.filter((message) => message.kind === kind);
      for (const { postId } of await sendAll(sqs, queues[kind], own)) fail(postId);
    }
    return { batchItemFailures: [...failed].map((itemIdentifier) => ({ itemIdentifier })) };
  };
}
