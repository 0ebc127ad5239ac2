import type { Hour } from "./hours";
import type { VoteStore } from "./vote-store";

/** Hours that a count may span: each has its own numbers in `#last`, so that nothing needs to be cleared after it. */
const SPAN = 1_024;

/** Counts of distinct authors in windows that end with each hour of a range. */
export class AuthorCounter {
  /** By author: the count that saw it last, times `SPAN`, and the hour of its last vote there. */
  readonly #last: Int32Array;
  #base = 0;

  constructor(readonly store: VoteStore) {
    this.#last = new Int32Array(store.authors.size);
  }

  /**
   * Distinct authors in the `width` hours that end with each hour of `[from, to]`. A vote covers the windows that end with its
   * hour and the `width - 1` after it; of those, an author's earlier vote has covered some already. So one pass over the
   * votes does for every window.
   *
   * @param rows of the store, by rising hour
   * @throws RangeError when votes reach further back or forward than a thousand hours: the caller has read too many
   */
  count(rows: Int32Array, width: number, from: Hour, to: Hour, onlyLive: boolean): Int32Array {
    const { hours, authorOf, posts } = this.store;
    const changes = new Int32Array(to - from + 2);
    const base = this.#next();
    const last = this.#last;
    const origin = rows.length === 0 ? from : hours[rows[0]!]!;
    if (rows.length > 0 && hours[rows.at(-1)!]! - origin >= SPAN) {
      throw new RangeError(`The votes span more than ${SPAN} hours: read those of voteHours() only.`);
    }
    for (const row of rows) {
      if (onlyLive && posts[row]! < 0) continue;
      const hour = hours[row]!;
      let begin = Math.max(hour, from);
      if (width > 1) {
        const before = last[authorOf[row]!]! - base;
        last[authorOf[row]!] = base + hour - origin;
        if (before >= 0) begin = Math.max(begin, before + origin + width);
      }
      const end = Math.min(hour + width, to + 1);
      if (begin >= end) continue;
      changes[begin - from]! += 1;
      changes[end - from]! -= 1;
    }
    for (let i = 1; i < changes.length; i++) changes[i]! += changes[i - 1]!;
    return changes.subarray(0, to - from + 1);
  }

  #next(): number {
    this.#base += SPAN;
    if (this.#base > 2 ** 31 - 2 * SPAN) {
      this.#last.fill(0);
      this.#base = SPAN;
    }
    return this.#base;
  }
}
