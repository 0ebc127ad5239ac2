import { ones } from "./fingerprint";
import type { Hour } from "./hours";
import type { Ramp, TrendParameters } from "./parameters";
import type { VoteStore } from "./vote-store";

/** What speaks against a tag's votes being those of many people on their own. Shares are 0 to 1. */
export interface Suspicion {
  /** Effective number of authors: the exponential of the entropy of posts over authors (Hill 1973). */
  readonly effectiveAuthors: number;
  /** Authors whose text is nearly that of another author. */
  readonly duplicates: number;
  /** Authors who voted in the densest interval of `burstSeconds`. */
  readonly synchrony: number;
  /** Authors whose vote is withdrawn, of all who voted. */
  readonly deletions: number;
}

/** What is left of a score, 0 to 1: 1 without suspicion, and nothing below the entropy floor. */
export function trustOf(suspicion: Suspicion, minAuthors: number, parameters: TrendParameters): number {
  const { effectiveAuthors, duplicates, synchrony, deletions } = suspicion;
  if (effectiveAuthors < minAuthors * parameters.entropyFloor) return 0;
  return (
    (1 - along(duplicates, parameters.duplicates)) *
    (1 - along(synchrony, parameters.synchrony)) *
    (1 - along(deletions, parameters.deletions))
  );
}

function along(share: number, { from, to }: Ramp): number {
  return Math.min(1, Math.max(0, (share - from) / (to - from)));
}

/** Looks at the votes of one window. */
export class Suspicions {
  /** By author: the run that saw it last, and its place among the window's authors then. */
  readonly #seenIn: Int32Array;
  readonly #placeOf: Int32Array;
  #run = 0;

  constructor(
    readonly store: VoteStore,
    readonly parameters: TrendParameters,
  ) {
    this.#seenIn = new Int32Array(store.authors.size);
    this.#placeOf = new Int32Array(store.authors.size);
  }

  /**
   * @param rows of the store, by rising hour
   * @param from first hour of the window
   * @param to last hour of it
   */
  of(rows: Int32Array, from: Hour, to: Hour): Suspicion {
    this.#run += 1;
    const { hours, seconds, posts, authorOf } = this.store;
    const live: LiveAuthor[] = [];
    const times: number[] = [];
    const window = rows.subarray(firstFrom(hours, rows, from), firstFrom(hours, rows, to + 1));
    for (const row of window) {
      if (posts[row]! < 0) continue;
      times.push((hours[row]! - from) * 3_600 + seconds[row]!);
      // Rows rise by hour, and an author has one an hour: the first that is met is the author's first.
      this.#liveAuthor(live, authorOf[row]!, row).posts += posts[row]!;
    }
    const gone = this.#withdrawn(window);
    return {
      effectiveAuthors: effectiveNumber(live.map((each) => each.posts)),
      duplicates: this.#duplicates(live),
      synchrony: densest(times, this.parameters.burstSeconds),
      deletions: gone === 0 ? 0 : gone / (gone + live.length),
    };
  }

  #liveAuthor(live: LiveAuthor[], author: number, row: number): LiveAuthor {
    if (this.#seenIn[author] === this.#run) return live[this.#placeOf[author]!]!;
    this.#seenIn[author] = this.#run;
    const made = { author, posts: 0, row };
    this.#placeOf[author] = live.push(made) - 1;
    return made;
  }

  /** Distinct authors none of whose votes is live. */
  #withdrawn(window: Int32Array): number {
    let gone = 0;
    for (const row of window) {
      const author = this.store.authorOf[row]!;
      if (this.#seenIn[author] === this.#run) continue;
      this.#seenIn[author] = this.#run;
      gone += 1;
    }
    return gone;
  }

  /** Share of authors whose first text is nearly another's, among those whose texts tell anything, times the share of those. */
  #duplicates(live: readonly LiveAuthor[]): number {
    const { high, low } = this.store;
    const telling = live.filter(({ row }) => high[row] !== 0 || low[row] !== 0);
    if (telling.length < 2) return 0;
    const sample = this.#sample(telling);
    const alike = new Uint8Array(sample.length);
    for (let i = 0; i < sample.length; i++) {
      const a = sample[i]!.row;
      for (let j = i + 1; j < sample.length; j++) {
        if (alike[i] === 1 && alike[j] === 1) continue;
        const b = sample[j]!.row;
        const bits = ones(high[a]! ^ high[b]!) + ones(low[a]! ^ low[b]!);
        if (bits <= this.parameters.duplicateBits) alike[i] = alike[j] = 1;
      }
    }
    const share = alike.reduce((sum, each) => sum + each, 0) / sample.length;
    return share * (telling.length / live.length);
  }

  /** The authors of the least hashes (a bottom-k sketch: Cohen and Kaplan 2007): the same ones in whatever order votes came. */
  #sample(live: readonly LiveAuthor[]): readonly LiveAuthor[] {
    const { duplicateSample } = this.parameters;
    if (live.length <= duplicateSample) return live;
    const { authors } = this.store;
    return [...live].sort((a, b) => authors.compare(a.author, b.author)).slice(0, duplicateSample);
  }
}

interface LiveAuthor {
  readonly author: number;
  posts: number;
  /** Of the author's first live vote in the window. */
  readonly row: number;
}

/** Index of the first row of an hour or later. */
function firstFrom(hours: Int32Array, rows: Int32Array, hour: Hour): number {
  let [low, high] = [0, rows.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (hours[rows[middle]!]! < hour) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Computed from counts of counts, so that the order of authors cannot move the last bit. */
function effectiveNumber(posts: readonly number[]): number {
  const total = posts.reduce((sum, each) => sum + each, 0);
  if (total === 0) return 0;
  const authorsBy = new Map<number, number>();
  for (const each of posts) authorsBy.set(each, (authorsBy.get(each) ?? 0) + 1);
  let entropy = 0;
  for (const [each, authors] of [...authorsBy].sort(([a], [b]) => a - b)) {
    entropy -= authors * (each / total) * Math.log(each / total);
  }
  return Math.exp(entropy);
}

/** The share of times in the densest interval of that length. */
function densest(times: number[], seconds: number): number {
  if (times.length === 0) return 0;
  times.sort((a, b) => a - b);
  let [most, first] = [0, 0];
  for (let last = 0; last < times.length; last++) {
    while (times[last]! - times[first]! >= seconds) first += 1;
    most = Math.max(most, last - first + 1);
  }
  return most / times.length;
}
