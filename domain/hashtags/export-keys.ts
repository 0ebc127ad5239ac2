import { sha256 } from "../digest";
import { addDays, dayOf, type Day, type Instant } from "../time";

/**
 * The index of `hashtags` that the nightly export reads: `exportShard`, `exportSort`.
 *
 * | `exportShard` | `exportSort` | item |
 * | --- | --- | --- |
 * | `created#2026-11-02#3` | `p-1#manual#01` | a live tag, by the day on which its post was created |
 * | `changed#2026-11-03#3` | `2026-11-02#2026-11-03T05:00:00.000Z` | a head, by the day on which its tags changed; it names the day of its post |
 *
 * So a night finds the days whose tags have changed with a query a day and shard, however many tags there are, and the rows of a day in
 * their order. Withdrawn tags are in neither.
 */
export const EXPORT_INDEX = "export";

/** Days are spread over so many partitions of the index, each of which takes 1,000 writes a second; a shard is a file. */
export const EXPORT_SHARDS = 8;

/** Days back for which changes are looked for: an export that did not run is made up for within a week. */
export const EXPORT_LOOKBACK_DAYS = 7;

/** Attributes of an item that put it into the index. */
export interface ExportKey {
  readonly exportShard: string;
  readonly exportSort: string;
}

function shardOf(postId: string): number {
  return Number.parseInt(sha256(postId).slice(8, 16), 16) % EXPORT_SHARDS;
}

/** Of a live tag. */
export function createdKey(postId: string, createdAt: Instant, source: string, rank: number): ExportKey {
  return {
    exportShard: createdShard(dayOf(createdAt), shardOf(postId)),
    exportSort: `${postId}#${source}#${String(rank).padStart(2, "0")}`,
  };
}

/** Of a head. */
export function changedKey(postId: string, createdAt: Instant, changedAt: Instant): ExportKey {
  return {
    exportShard: `changed#${dayOf(changedAt)}#${shardOf(postId)}`,
    exportSort: `${dayOf(createdAt)}#${changedAt}`,
  };
}

/** The partition with a shard's tags of a day, `2026-11-02`. */
export function createdShard(day: Day, shard: number): string {
  return `created#${day}#${shard}`;
}

/** The partitions with what has changed lately, up to an instant. */
export function changedShards(at: Instant): string[] {
  const today = dayOf(at);
  const days = Array.from({ length: EXPORT_LOOKBACK_DAYS + 1 }, (_, back) => addDays(today, -back));
  return days.flatMap((day) => Array.from({ length: EXPORT_SHARDS }, (_, shard) => `changed#${day}#${shard}`));
}

/** What a change's `exportSort` says. */
export function changeOf({ exportSort }: Pick<ExportKey, "exportSort">): { readonly day: Day; readonly at: Instant } {
  return { day: exportSort.slice(0, 10), at: exportSort.slice(11) };
}
