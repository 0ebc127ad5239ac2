import { dayOf, partitionOf, type Instant } from "../time";
import { ERASED_VERSION } from "./markers";
import type { ErasedPost } from "./state";

/** Curated tables that have an author's words or identifier; tombstones have neither. */
export const CURATED_TABLES = ["posts", "posts_csv", "post_history"] as const;
export type ErasedTable = (typeof CURATED_TABLES)[number];

/** The curated dates that have posts of an author, in order. */
export function curatedDates(posts: readonly ErasedPost[]): readonly string[] {
  return [...new Set(posts.flatMap(({ createdAt }) => createdAt.map(dayOf)))].sort();
}

/** The days that have history of an author's posts, in order. */
function historyDays(posts: readonly ErasedPost[]): readonly string[] {
  return [...new Set(posts.flatMap(({ hours }) => hours.map((hour) => hour.slice(0, 10))))].sort();
}

/** The dates of a curated table that have an author's posts, in order. */
export function datesOf(table: ErasedTable, posts: readonly ErasedPost[]): readonly string[] {
  return table === "post_history" ? historyDays(posts) : curatedDates(posts);
}

/**
 * Lines for the raw zone that have the history of posts recomputed: a marker for each post and day of its events, where the ETL job drops all else.
 *
 * @param at when the erasure's pass began
 */
export function historyMarkers(posts: readonly ErasedPost[], erasureId: string, at: Instant): string {
  const lines = posts.flatMap((post) =>
    historyDays([post]).map((day) => {
      const occurredAt = `${day}T00:00:00.000Z`;
      const state = { version: ERASED_VERSION, deleted: true, eventId: erasureId, eventName: "REMOVE", occurredAt };
      const { postId, createdAt } = post;
      return { table: "post_updates", recordedAt: at, postId, createdAt: createdAt[0], updatedAt: at, ...state };
    }),
  );
  return lines.map((line) => `${JSON.stringify(line)}\n`).join("");
}

/** Where such lines of a pass lie: among the tombstones that it made. */
export function historyMarkersKey(erasureId: string, at: Instant): string {
  const { date, hour } = partitionOf(at);
  return `post_updates/created_date=${date}/created_hour=${hour}/${erasureId}-${Date.parse(at)}.gz`;
}

/** A version of an object below a curated date. */
export interface CuratedVersion {
  readonly key: string;
  readonly isLatest: boolean;
}

/**
 * Whether a version below a curated date is one that no reader of the catalog finds: of another run than the one in use, or replaced within it.
 *
 * @param inUse the prefix that the catalog's partition points to; `undefined` when there is no partition
 */
export function isLeftBehind({ key, isLatest }: CuratedVersion, inUse: string | undefined): boolean {
  return inUse === undefined || !key.startsWith(inUse) || !isLatest;
}
