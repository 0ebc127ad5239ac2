import { assignments, type ConditionalWrite } from "../conditional-write";
import { sha256 } from "../digest";
import type { BridgeTable } from "../post-transaction";
import { addDays, dayOf, type Instant } from "../time";

/**
 * Days for which events of an erased author are refused: the longest that an event waits in the queue (14 days) and then in its dead-letter
 * queue (14), and two to spare.
 */
export const AUTHOR_MARKER_DAYS = 30;

/** What the identifiers of erasures begin with; they are the events that the tombstones of erased posts come from. */
export const ERASURE_PREFIX = "erasure-";

/** Above every version that the application will give a post: nothing that comes late is newer. */
export const ERASED_VERSION = Number.MAX_SAFE_INTEGER;

/** An item of `erased-authors`. */
export interface AuthorMarker {
  /** {@link authorDigest}. */
  readonly author: string;
  readonly erasureId: string;
  /** Seconds from 1970, for DynamoDB's time to live. */
  readonly expiresAt: number;
}

/** What an erased author is known by while late events are refused: 64 hexadecimal digits, the same for the same author. */
export function authorDigest(userId: string): string {
  return sha256(`erased author ${userId}`);
}

/**
 * What a receipt knows its author by: whoever has the author's identifier can tell that the receipt is theirs. The erasure's own identifier is in it, so
 * that receipts of one author cannot be told to be of one.
 */
export function receiptDigest(erasureId: string, userId: string): string {
  return sha256(`${erasureId} ${userId}`);
}

export function authorMarker(userId: string, erasureId: string, now: Instant): AuthorMarker {
  const until = `${addDays(dayOf(now), AUTHOR_MARKER_DAYS)}${now.slice(10)}`;
  return { author: authorDigest(userId), erasureId, expiresAt: Math.floor(Date.parse(until) / 1000) };
}

/** Whether events of the marker's author are refused. DynamoDB deletes what has expired within days: until then it counts as gone. */
export function refusesEvents(marker: AuthorMarker | undefined, now: Instant): boolean {
  return marker !== undefined && marker.expiresAt * 1000 > Date.parse(now);
}

/** What an author says and is known by in an item of `posts`; a tombstone of an erasure has none of it. */
const PERSONAL = [
  "userId",
  "text",
  "tags",
  "language",
  "audioFile",
  "videoFile",
  "image",
  "insertEventId",
  "insertDigest",
] as const;

/**
 * The removal of a post as an erasure makes it: one transaction, as for an event of the application, so that everyone who follows the streams of
 * both tables withdraws what they made of it, and the lake gets its tombstone. Refused for a post that is not, or no longer, the author's.
 *
 * @param at when the erasure's pass began: the lake's partition of all of its tombstones
 */
export function eraseWrites(
  post: { readonly postId: string; readonly createdAt: Instant },
  userId: string,
  erasureId: string,
  at: Instant,
): readonly ConditionalWrite<BridgeTable>[] {
  const { postId, createdAt } = post;
  const state = {
    createdAt,
    updatedAt: at,
    version: ERASED_VERSION,
    deleted: true,
    eventId: erasureId,
    eventName: "REMOVE",
    occurredAt: at,
    likes: 0,
    heard: 0,
  };
  const { update, names, values } = assignments(state, PERSONAL);
  return [
    {
      table: "post-updates",
      item: { postId, ...state, updateKey: `${at}#${erasureId}` },
      condition: "attribute_not_exists(#postId)",
      names: { "#postId": "postId" },
      values: {},
    },
    {
      table: "posts",
      key: { postId },
      update,
      condition: "#userId = :userId",
      names,
      values: { ...values, ":userId": userId },
    },
  ];
}

/** Whether a state of a post is the tombstone of an erasure, whoever's. */
export function isErasureEvent(eventId: unknown): boolean {
  return typeof eventId === "string" && eventId.startsWith(ERASURE_PREFIX);
}
