import type { Hour } from "./hours";
import type { VoteStore } from "./vote-store";

/** Counts of distinct authors in windows that end with each hour of a range. */
export class AuthorCounter {
  /** Hour of an author's last vote so far, by index; -1 for none. Cleared after each count. */
  readonly #last: Int32Array;

  constructor(readonly store: VoteStore) {
    this.#last = new Int32Array(store.authors.size).fill(-1);
  }

  /**
   * Distinct authors in the `width` hours that end with each hour of `[from, to]`. A vote covers the windows that end with its
   * hour and the `width - 1` after it; of those, an author's earlier vote has covered some already. So one pass over the
   * votes does for every window.
   *
   * @param rows of the store, by rising hour
   */
  count(rows: Int32Array, width: number, from: Hour, to: Hour, onlyLive: boolean): Int32Array {
    const changes = new Int32Array(to - from + 2);
    const { hours, authorOf, posts } = this.store;
    const last = this.#last;
    for (const row of rows) {
      if (onlyLive && posts[row]! < 0) continue;
      const hour = hours[row]!;
      const author = authorOf[row]!;
      const before = last[author]!;
      last[author] = hour;
      const begin = Math.max(hour, before < 0 ? hour : before + width, from);
      const end = Math.min(hour + width, to + 1);
      if (begin >= end) continue;
      changes[begin - from]! += 1;
      changes[end - from]! -= 1;
    }
    for (const row of rows) last[authorOf[row]!] = -1;
    for (let i = 1; i < changes.length; i++) changes[i]! += changes[i - 1]!;
    return changes.subarray(0, to - from + 1);
  }
}
