import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import { captionRow, type Images } from "./caption-row";

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
    /** Since 1970, in the unit that comes with it; milliseconds where none does. */
    readonly ApproximateCreationDateTime?: number;
    readonly ApproximateCreationDateTimePrecision?: "MILLISECOND" | "MICROSECOND";
  };
}

/** One line of the raw zone. */
export type RawRow = Readonly<Record<string, unknown>>;

/** The fields of posts that somebody reads; keys of indexes, digests and traces of writers stay behind. */
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

/** The state of a post or of a row of its history that belongs into the lake, or nothing. */
function postOf(
  table: string,
  eventName: TableChange["eventName"],
  { before = {}, after = {} }: Images,
): RawRow | undefined {
  if (eventName === "INSERT") return after;
  // A row of the history never changes, and goes only when it is cleaned up: neither is news.
  if (table !== "posts") return undefined;
  if (eventName === "REMOVE") return { ...before, deleted: true };
  return insertedLate(after, before) ? after : undefined;
}

function postRow(table: string, eventName: TableChange["eventName"], images: Images): RawRow | undefined {
  const post = postOf(table, eventName, images);
  if (post === undefined) return undefined;
  const kept = KEPT.filter((field) => post[field] !== undefined).map((field) => [field, plain(post[field])] as const);
  return { recordedAt: table === "posts" ? post["createdAt"] : post["occurredAt"], ...Object.fromEntries(kept) };
}

/** When a change was made, `2026-11-02T05:31:07.120345Z`; `undefined` when the record does not say. */
function changedAt({ dynamodb }: TableChange): string | undefined {
  const { ApproximateCreationDateTime: at, ApproximateCreationDateTimePrecision: unit } = dynamodb;
  if (at === undefined || !Number.isSafeInteger(at)) return undefined;
  const [milliseconds, rest] = unit === "MICROSECOND" ? [Math.floor(at / 1000), at % 1000] : [at, 0];
  return `${new Date(milliseconds).toISOString().slice(0, -1)}${String(rest).padStart(3, "0")}Z`;
}

/**
 * The line that a change leaves in the raw zone, or nothing when another one tells the same.
 *
 * `recordedAt` decides the partition: for `posts` when the post was created, for `post_updates` when the event occurred, so
 * that a like on an old post opens no old partition, for `captions` when the item changed. Every line of the first two
 * carries `createdAt` of its post, by which the curated zone is partitioned.
 *
 * @param table the lake's name of the table: `posts`, `post_updates` or `captions`
 * @throws Error when the change lacks the instant that decides its partition, or the version that orders it
 */
export function rawRow(table: string, change: TableChange): RawRow | undefined {
  const { OldImage, NewImage } = change.dynamodb;
  const images = { before: OldImage && unmarshall(OldImage), after: NewImage && unmarshall(NewImage) };
  const row = table === "captions" ? captionRow(images, changedAt(change)) : postRow(table, change.eventName, images);
  if (row === undefined) return undefined;
  const { recordedAt } = row;
  if (typeof recordedAt !== "string" || !/^\d{4}-\d\d-\d\dT\d\d:/.test(recordedAt)) {
    throw new Error(`A change of ${table} has no instant to partition it by: ${JSON.stringify(recordedAt)}`);
  }
  return { table, ...row };
}

/** DynamoDB's string sets come out as sets, which JSON would write as `{}`. */
function plain(value: unknown): unknown {
  return value instanceof Set ? [...(value as Set<unknown>)] : value;
}
