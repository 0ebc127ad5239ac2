import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import type { KinesisStreamBatchResponse, KinesisStreamEvent } from "aws-lambda";
import type { Dynamo } from "../shared/dynamo";
import type { Tools } from "../shared/tools";

/** The part used of a change, as DynamoDB writes it to Kinesis. */
interface TableChange {
  readonly dynamodb: {
    readonly NewImage?: Record<string, AttributeValue>;
    readonly OldImage?: Record<string, AttributeValue>;
  };
}

/** An item of one post, before and after a change; both are of the same post. */
export interface PostChange {
  readonly before?: object;
  readonly after?: object;
}

/** Posts that are handled at a time. */
const POSTS_AT_ONCE = 10;

interface ReadChange extends PostChange {
  readonly sequenceNumber: string;
  readonly postId: string;
}

function readChange({ unmarshall }: Dynamo, data: string): Omit<ReadChange, "sequenceNumber"> {
  const { dynamodb } = JSON.parse(Buffer.from(data, "base64").toString("utf8")) as TableChange;
  const { NewImage, OldImage } = dynamodb;
  const change = {
    ...(OldImage && { before: unmarshall(OldImage) }),
    ...(NewImage && { after: unmarshall(NewImage) }),
  };
  const postId: unknown = (change.after ?? change.before)?.["postId"];
  if (typeof postId !== "string") throw new Error("The change has no image of an item with a postId");
  return { ...change, postId };
}

/**
 * Handles all that a batch of the stream of changes says of a post at once, ten posts at a time. Where that fails, the
 * post's records fail, and no others.
 */
export async function eachPost(
  event: KinesisStreamEvent,
  dynamo: Dynamo,
  { logger, metrics }: Tools,
  handle: (postId: string, changes: readonly PostChange[]) => Promise<void>,
): Promise<KinesisStreamBatchResponse> {
  const failed: string[] = [];
  const read: ReadChange[] = [];
  for (const { kinesis } of event.Records) {
    const { sequenceNumber, data } = kinesis;
    try {
      read.push({ sequenceNumber, ...readChange(dynamo, data) });
    } catch (error) {
      logger.error("Could not read a change", { error: error as Error, sequenceNumber });
      failed.push(sequenceNumber);
    }
  }
  const posts = [...Map.groupBy(read, ({ postId }) => postId)];
  for (let first = 0; first < posts.length; first += POSTS_AT_ONCE) {
    const some = posts.slice(first, first + POSTS_AT_ONCE).map(async ([postId, changes]) => {
      try {
        await handle(postId, changes);
      } catch (error) {
        logger.error("Could not follow a change", { error: error as Error, postId });
        failed.push(...changes.map(({ sequenceNumber }) => sequenceNumber));
      }
    });
    await Promise.all(some);
  }
  if (metrics.hasStoredMetrics()) metrics.publishStoredMetrics();
  return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
}
