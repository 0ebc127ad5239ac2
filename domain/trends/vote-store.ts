import { parseFingerprint } from "./fingerprint";
import type { Hour } from "./hours";
import { TREND_PARAMETERS } from "./parameters";
import { entriesOf, parseVoteKey, type VoteItem } from "./vote-items";

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
  const entries = entriesOf(item);
  if (key === undefined || entries.length === 0) return undefined;
  const alive = entries.filter(({ live }) => live);
  const counting = alive.length > 0 ? alive : entries;
  const first = counting.reduce((least, each) => (each.createdAt < least.createdAt ? each : least));
  const { hour } = key;
  return {
    hour,
    tag: key.tag,
    author: key.author,
    live: alive.length > 0,
    second: Math.floor(Date.parse(first.createdAt) / 1_000) - hour * 3_600,
    posts: Math.min(counting.length, TREND_PARAMETERS.postsPerAuthor),
    language: first.language,
    region: first.region,
    print: first.print,
  };
}

/** Votes of one tag in typed arrays: a million of them have to fit into the memory of a function. */
export class TagVotes {
  length = 0;
  hours = new Int32Array(4);
  /** Index of the author in the store. */
  authors = new Int32Array(4);
  /** Index of the place (language and region) in the store. */
  places = new Uint16Array(4);
  seconds = new Uint16Array(4);
  /** Posts; negative when none of them is live. */
  posts = new Int8Array(4);
  /** Both halves are 0 where there is no fingerprint. */
  high = new Uint32Array(4);
  low = new Uint32Array(4);

  constructor(readonly tag: string) {}

  add(vote: Vote, author: number, place: number): void {
    if (this.length === this.hours.length) this.#resize(this.length * 2);
    const at = this.length++;
    this.hours[at] = vote.hour;
    this.authors[at] = author;
    this.places[at] = place;
    this.seconds[at] = vote.second;
    this.posts[at] = vote.live ? vote.posts : -vote.posts;
    if (vote.print === undefined) return;
    const { high, low } = parseFingerprint(vote.print);
    this.high[at] = high;
    this.low[at] = low;
  }

  #resize(size: number): void {
    const grown = <Column extends Int32Array | Uint32Array | Uint16Array | Int8Array>(column: Column, into: Column) => {
      into.set(column);
      return into;
    };
    this.hours = grown(this.hours, new Int32Array(size));
    this.authors = grown(this.authors, new Int32Array(size));
    this.places = grown(this.places, new Uint16Array(size));
    this.seconds = grown(this.seconds, new Uint16Array(size));
    this.posts = grown(this.posts, new Int8Array(size));
    this.high = grown(this.high, new Uint32Array(size));
    this.low = grown(this.low, new Uint32Array(size));
  }
}

/** Where votes come from: a language and, where it is known, a region. */
export interface Place {
  readonly language?: string | undefined;
  readonly region?: string | undefined;
}

/**
 * The votes of the last days, by tag, as they are read from the table, in any order. Each vote is given once, because it is one
 * item: `add` does not look for duplicates.
 */
export class VoteStore {
  readonly tags = new Map<string, TagVotes>();
  readonly places: Place[] = [];
  /** Names by index. */
  readonly authors: string[] = [];
  readonly #authorIndex = new Map<string, number>();
  readonly #placeIndex = new Map<string, number>();

  add(vote: Vote): void {
    let votes = this.tags.get(vote.tag);
    if (votes === undefined) this.tags.set(vote.tag, (votes = new TagVotes(vote.tag)));
    votes.add(vote, this.#author(vote.author), this.#place(vote.language, vote.region));
  }

  #author(name: string): number {
    const known = this.#authorIndex.get(name);
    if (known !== undefined) return known;
    this.#authorIndex.set(name, this.authors.length);
    return this.authors.push(name) - 1;
  }

  #place(language: string | undefined, region: string | undefined): number {
    const name = `${language ?? ""} ${region ?? ""}`;
    const known = this.#placeIndex.get(name);
    if (known !== undefined) return known;
    this.#placeIndex.set(name, this.places.length);
    return this.places.push({ language, region }) - 1;
  }
}
