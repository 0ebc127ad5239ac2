import type { Hour } from "./hours";
import type { TagVotes } from "./vote-store";

/** Counts of distinct authors in windows that end with each hour of a range. */
export class AuthorCounter {
  /** Hour of an author's last vote so far, by index; -1 for none. Cleared after each count. */
  readonly #last: Int32Array;

  /** @param authors how many there are */
  constructor(authors: number) {
    this.#last = new Int32Array(authors).fill(-1);
  }

  /**
   * Distinct authors in the `width` hours that end with each hour of `[from, to]`. A vote covers the windows that end with its
   * hour and the `width - 1` after it; of those, an author's earlier vote has covered some already. So one pass over the
   * votes does for every window.
   *
   * @param chosen indexes of votes, by rising hour
   */
  count(votes: TagVotes, chosen: Int32Array, width: number, from: Hour, to: Hour, onlyLive: boolean): Int32Array {
    const changes = new Int32Array(to - from + 2);
    const { hours, authors, posts } = votes;
    for (const at of chosen) {
      if (onlyLive && posts[at]! < 0) continue;
      const hour = hours[at]!;
      const author = authors[at]!;
      const last = this.#last[author]!;
      this.#last[author] = hour;
      const begin = Math.max(hour, last < 0 ? hour : last + width, from);
      const end = Math.min(hour + width, to + 1);
      if (begin >= end) continue;
      changes[begin - from]! += 1;
      changes[end - from]! -= 1;
    }
    for (const at of chosen) this.#last[authors[at]!] = -1;
    for (let i = 1; i < changes.length; i++) changes[i]! += changes[i - 1]!;
    return changes.subarray(0, to - from + 1);
  }
}

/** Indexes of the votes that pass, by rising hour. */
export function chooseVotes(votes: TagVotes, passes: (place: number) => boolean): Int32Array {
  const { hours, places, length } = votes;
  const chosen: number[] = [];
  for (let at = 0; at < length; at++) if (passes(places[at]!)) chosen.push(at);
  return Int32Array.from(chosen).sort((a, b) => hours[a]! - hours[b]!);
}
