import { type SuggestInput, type TagPair, tagKey } from "../../domain";

/** A post as statistics see it. */
export interface CountedPost {
  readonly userId: string;
  readonly language: string;
  readonly day: number;
  /** What the author has set. */
  readonly tags: readonly string[];
  /** What the post says as tags, beside those. */
  readonly said: readonly string[];
  /** All its words. */
  readonly words: readonly string[];
}

/** Counts of how often something stood beside a tag. */
class Pairs {
  readonly #seeds = new Map<string, { posts: number; readonly tags: Map<string, number> }>();

  count(seeds: readonly string[], tags: readonly string[]): void {
    for (const seed of new Set(seeds)) {
      const seen = this.#seeds.get(seed) ?? { posts: 0, tags: new Map<string, number>() };
      this.#seeds.set(seed, seen);
      seen.posts += 1;
      for (const tag of tags) if (tag !== seed) seen.tags.set(tag, (seen.tags.get(tag) ?? 0) + 1);
    }
  }

  beside(seed: string): readonly TagPair[] {
    const seen = this.#seeds.get(seed);
    if (seen === undefined) return [];
    return Array.from(seen.tags, ([tag, posts]) => ({ seed, tag, posts, seedPosts: seen.posts }));
  }
}

class Tally {
  posts = 0;
  readonly tags = new Map<string, number>();

  count(tags: readonly string[]): void {
    this.posts += 1;
    for (const tag of tags) this.tags.set(tag, (this.tags.get(tag) ?? 0) + 1);
  }

  most(): NonNullable<SuggestInput["used"]> {
    const tags = Array.from(this.tags, ([tag, posts]) => ({ tag, posts }));
    return { posts: this.posts, tags: tags.sort((a, b) => b.posts - a.posts || (a.tag < b.tag ? -1 : 1)) };
  }
}

/** Days that a trend is of, and those that it is held against. */
const TREND_DAYS = 2;
const USUAL_DAYS = 14;

/** What is known of one language on the morning of a day, from earlier days only. */
export class LanguageStatistics {
  readonly used = new Tally();
  /** Beside the tags that authors set, as the co-occurrence baseline counts. */
  readonly tagPairs = new Pairs();
  /** Beside everything that posts say as tags: what the scorer is given. */
  readonly seedPairs = new Pairs();
  /** Beside words. */
  readonly wordPairs = new Pairs();
  readonly #days = new Map<number, Map<string, Set<string>>>();

  add(post: CountedPost): void {
    this.used.count(post.tags);
    this.tagPairs.count(post.tags, post.tags);
    this.seedPairs.count([...post.tags, ...post.said], post.tags);
    this.wordPairs.count(post.words, post.tags);
    const day = this.#days.get(post.day) ?? new Map<string, Set<string>>();
    this.#days.set(post.day, day);
    for (const tag of post.tags) day.set(tag, (day.get(tag) ?? new Set()).add(post.userId));
  }

  /** Tags with more authors in the last two days than usual, by how far beyond chance. */
  trends(today: number): readonly { readonly tag: string }[] {
    const authors = (from: number, to: number, tag: string): number => {
      let sum = 0;
      for (let day = from; day < to; day += 1) sum += this.#days.get(day)?.get(tag)?.size ?? 0;
      return sum;
    };
    const usualFrom = Math.max(0, today - TREND_DAYS - USUAL_DAYS);
    const days = Math.max(1, today - TREND_DAYS - usualFrom);
    const scored = [...this.used.tags.keys()].map((tag) => {
      const now = authors(today - TREND_DAYS, today, tag);
      const usual = (authors(usualFrom, today - TREND_DAYS, tag) * TREND_DAYS) / days;
      return { tag, now, z: (now - usual) / Math.sqrt(usual + 1) };
    });
    const trending = scored.filter(({ now, z }) => now >= 2 && z > 1);
    return trending.sort((a, b) => b.z - a.z || (a.tag < b.tag ? -1 : 1)).map(({ tag }) => ({ tag }));
  }
}

/** All statistics, by language and author. */
export class Statistics {
  readonly #languages = new Map<string, LanguageStatistics>();
  readonly #authors = new Map<string, Tally>();

  of(language: string): LanguageStatistics {
    const seen = this.#languages.get(language) ?? new LanguageStatistics();
    this.#languages.set(language, seen);
    return seen;
  }

  historyOf(userId: string): NonNullable<SuggestInput["history"]> | undefined {
    return this.#authors.get(userId)?.most();
  }

  add(post: CountedPost): void {
    this.of(post.language).add(post);
    const author = this.#authors.get(post.userId) ?? new Tally();
    this.#authors.set(post.userId, author);
    author.count(post.tags);
  }
}

/** The same tag, however it is spelled. Nothing is forgiven beyond spelling: a tag of the same meaning is another one. */
export const sameTag = (a: string, b: string): boolean => tagKey(a) === tagKey(b);
