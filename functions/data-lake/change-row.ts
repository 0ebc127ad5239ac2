import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { unmarshall } from "@aws-sdk/util-dynamodb";

/**
 * A change as DynamoDB writes it to Kinesis.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/kds_gettingstarted.html
 */
export interface TableChange {
  readonly eventName: "INSERT" | "MODIFY" | "REMOVE";
  readonly tableName: string;
  readonly dynamodb: {
    readonly NewImage?: Record<string, AttributeValue>;
    readonly OldImage?: Record<string, AttributeValue>;
  };
}

/** One line of the raw zone. */
export type RawRow = Readonly<Record<string, unknown>>;

/** The fields that somebody reads; keys of indexes, digests and traces of writers stay behind. */
const KEPT = [
  "postId",
  "userId",
  "createdAt",
  "updatedAt",
  "version",
  "deleted",
  "eventId",
  "eventName",
  "occurredAt",
  "text",
  "tags",
  "language",
  "audioFile",
  "videoFile",
  "image",
  "likes",
  "heard",
] as const;

/** An INSERT event that was applied over an earlier state is told by no row of `post-updates`. */
function insertedLate(image: RawRow, before: RawRow): boolean {
  const inserted = image["insertEventId"];
  return inserted !== undefined && inserted === image["eventId"] && inserted !== before["insertEventId"];
}

/** The image of a change that belongs into the lake, or nothing. */
function imageOf(table: string, change: TableChange): RawRow | undefined {
  const { NewImage, OldImage } = change.dynamodb;
  const before = OldImage ? unmarshall(OldImage) : {};
  const after = NewImage ? unmarshall(NewImage) : {};
  if (change.eventName === "INSERT") return after;
  // A row of the history never changes, and goes only when it is cleaned up: neither is news.
  if (table !== "posts") return undefined;
  if (change.eventName === "REMOVE") return { ...before, deleted: true };
  return insertedLate(after, before) ? after : undefined;
}

/**
 * The line that a change leaves in the raw zone, or nothing when another table tells the same.
 *
 * `recordedAt` decides the partition: for `posts` when the post was created, for `post_updates` when the event occurred, so
 * that a like on an old post opens no old partition. Every line carries `createdAt` of its post, by which the
 * curated zone is partitioned.
 *
 * @param table the lake's name of the table: `posts` or `post_updates`
 * @throws Error when the image lacks the instant that decides its partition
 */
export function rawRow(table: string, change: TableChange): RawRow | undefined {
  const image = imageOf(table, change);
  if (image === undefined) return undefined;
  const recordedAt = table === "posts" ? image["createdAt"] : image["occurredAt"];
  if (typeof recordedAt !== "string" || !/^\d{4}-\d\d-\d\dT\d\d:/.test(recordedAt)) {
    throw new Error(`A change of ${table} has no instant to partition it by: ${JSON.stringify(recordedAt)}`);
  }
  const kept = KEPT.filter((field) => image[field] !== undefined).map((field) => [field, plain(image[field])] as const);
  return { table, recordedAt, ...Object.fromEntries(kept) };
}

/** DynamoDB's string sets come out as sets, which JSON would write as `{}`. */
function plain(value: unknown): unknown {
  return value instanceof Set ? [...(value as Set<unknown>)] : value;
}
