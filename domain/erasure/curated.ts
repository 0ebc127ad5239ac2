import { dayOf } from "../time";
import type { ErasedPost } from "./state";

/** Curated tables that have an author's words or identifier; tombstones have neither. */
export const CURATED_TABLES = ["posts", "posts_csv"] as const;

/** The curated dates that have posts of an author, in order. */
export function curatedDates(posts: readonly ErasedPost[]): readonly string[] {
  return [...new Set(posts.flatMap(({ createdAt }) => createdAt.map(dayOf)))].sort();
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
