import { AuthorIndex } from "./author-index";
import { parseFingerprint } from "./fingerprint";
import type { Hour } from "./hours";
import { TREND_PARAMETERS } from "./parameters";
import { isEntry, parseVoteKey, type VoteEntry, type VoteItem } from "./vote-items";

/** One author's vote for a tag in an hour: what counts of a {@link VoteItem}. */
export interface Vote {
  readonly hour: Hour;
  readonly tag: string;
  readonly author: string;
  /** Whether any post of it still has the tag. */
  readonly live: boolean;
  /** Seconds from the beginning of the hour: of the first post that counts. */
  readonly second: number;
  /** Posts that count; at most `postsPerAuthor`. */
  readonly posts: number;
  readonly language?: string | undefined;
  readonly region?: string | undefined;
  readonly print?: string | undefined;
}

/** Reads an item of `tag-activity`; `undefined` for a ledger, and for a vote of which no post is left. */
export function voteOf(item: VoteItem): Vote | undefined {
  const key = parseVoteKey(item);
  if (key === undefined) return undefined;
  let [live, posts] = [false, 0];
  let first: VoteEntry | undefined;
  let firstName = "";
  // No lists on the way: this is done a million times.
  for (const name in item) {
    if (!isEntry(name)) continue;
    const entry = item[name] as VoteEntry;
    // Entries that no longer count are looked at only where none does.
    if (live && !entry.live) continue;
    if (entry.live && !live) [live, posts, first] = [true, 0, undefined];
    posts += 1;
    const earlier =
      first === undefined ||
      entry.createdAt < first.createdAt ||
      (entry.createdAt === first.createdAt && name < firstName);
    if (earlier) [first, firstName] = [entry, name];
  }
  if (first === undefined) return undefined;
  const { hour, tag, author } = key;
  const { language, region, print } = first;
  const second = secondOf(first.createdAt);
  posts = Math.min(posts, TREND_PARAMETERS.postsPerAuthor);
  return { hour, tag, author, live, second, posts, language, region, print };
}

/** Seconds from the beginning of an instant's hour. */
function secondOf(instant: string): number {
  const digit = (at: number) => instant.charCodeAt(at) - 48;
  return (digit(14) * 10 + digit(15)) * 60 + digit(17) * 10 + digit(18);
}

/** Where votes come from: a language and, where it is known, a region. */
export interface Place {
  readonly language?: string | undefined;
  readonly region?: string | undefined;
}

/**
 * The votes of the last days as they are read from the table, in any order. Each vote is given once, because it is one item:
 * `add` does not look for duplicates.
 *
 * Columns instead of objects: a million votes have to fit into the memory of a function.
 */
export class VoteStore {
  length = 0;
  hours = new Int32Array(FIRST);
  /** Seconds from the beginning of the hour. */
  seconds = new Uint16Array(FIRST);
  /** Posts; negative when none of them is live. */
  posts = new Int8Array(FIRST);
  /** Halves of the fingerprint; both are 0 where there is none. */
  high = new Uint32Array(FIRST);
  low = new Uint32Array(FIRST);
  /** Indexes into what follows. */
  tagOf = new Int32Array(FIRST);
  authorOf = new Int32Array(FIRST);
  placeOf = new Uint16Array(FIRST);

  readonly tags: string[] = [];
  readonly authors = new AuthorIndex();
  readonly places: Place[] = [];
  readonly #tagIndex = new Map<string, number>();
  readonly #placeIndex = new Map<string, number>();
  #order: VoteOrder | undefined;

  add(vote: Vote): void {
    if (this.length === this.hours.length) this.#grow(Math.ceil(this.length * 1.5));
    const row = this.length++;
    this.hours[row] = vote.hour;
    this.seconds[row] = vote.second;
    this.posts[row] = vote.live ? vote.posts : -vote.posts;
    // A partition is read in the order of its tags: most votes follow one for the same tag.
    const sameTag = row > 0 && this.tags[this.tagOf[row - 1]!] === vote.tag;
    this.tagOf[row] = sameTag ? this.tagOf[row - 1]! : this.#tag(vote.tag);
    this.authorOf[row] = this.authors.of(vote.author);
    this.placeOf[row] = this.#place(vote.language, vote.region);
    this.#order = undefined;
    if (vote.print === undefined) return;
    const { high, low } = parseFingerprint(vote.print);
    this.high[row] = high;
    this.low[row] = low;
  }

  /** The rows of one tag, by rising hour. */
  rowsOf(tag: number): Int32Array {
    this.#order ??= orderOf(this);
    const { rows, begins } = this.#order;
    return rows.subarray(begins[tag], begins[tag + 1]);
  }

  #tag(name: string): number {
    const known = this.#tagIndex.get(name);
    if (known !== undefined) return known;
    this.#tagIndex.set(name, this.tags.length);
    return this.tags.push(name) - 1;
  }

  #place(language = "", region = ""): number {
    const name = region === "" ? language : `${language} ${region}`;
    const known = this.#placeIndex.get(name);
    if (known !== undefined) return known;
    this.#placeIndex.set(name, this.places.length);
    return this.places.push({ language: language || undefined, region: region || undefined }) - 1;
  }

  #grow(size: number): void {
    const into = <Column extends Int32Array | Uint32Array | Uint16Array | Int8Array>(column: Column, grown: Column) => {
      grown.set(column);
      return grown;
    };
    this.hours = into(this.hours, new Int32Array(size));
    this.seconds = into(this.seconds, new Uint16Array(size));
    this.posts = into(this.posts, new Int8Array(size));
    this.high = into(this.high, new Uint32Array(size));
    this.low = into(this.low, new Uint32Array(size));
    this.tagOf = into(this.tagOf, new Int32Array(size));
    this.authorOf = into(this.authorOf, new Int32Array(size));
    this.placeOf = into(this.placeOf, new Uint16Array(size));
  }
}

const FIRST = 1_024;

interface VoteOrder {
  /** Rows by tag, and within a tag by hour. */
  readonly rows: Int32Array;
  /** Where each tag's rows begin; one more for the end. */
  readonly begins: Int32Array;
}

/** Two stable counting sorts, by hour and then by tag: a comparison sort of a million rows would take most of the time. */
function orderOf({ length, hours, tagOf, tags }: VoteStore): VoteOrder {
  let [least, most] = [Infinity, -Infinity];
  for (let row = 0; row < length; row++) {
    least = Math.min(least, hours[row]!);
    most = Math.max(most, hours[row]!);
  }
  const byHour = new Int32Array(length);
  const hourBegins = new Int32Array(length === 0 ? 1 : most - least + 2);
  for (let row = 0; row < length; row++) hourBegins[hours[row]! - least + 1]! += 1;
  for (let i = 1; i < hourBegins.length; i++) hourBegins[i]! += hourBegins[i - 1]!;
  for (let row = 0; row < length; row++) byHour[hourBegins[hours[row]! - least]!++] = row;

  const begins = new Int32Array(tags.length + 1);
  for (let row = 0; row < length; row++) begins[tagOf[row]! + 1]! += 1;
  for (let i = 1; i < begins.length; i++) begins[i]! += begins[i - 1]!;
  const next = begins.slice();
  const rows = new Int32Array(length);
  for (const row of byHour) rows[next[tagOf[row]!]!++] = row;
  return { rows, begins };
}
