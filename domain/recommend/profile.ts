import { languageByScript } from "../analysis/text-language";
import type { PostOfText } from "../analysis/routes";
import { normalizeLanguage } from "../captions/language-tag";
import { meaningOf } from "../hashtags/aliases";
import { manualTags } from "../hashtags/tag-items";
import type { Instant } from "../time";
import { FEED_PARAMETERS } from "./parameters";

/** What a user writes about, over spellings and languages. */
export interface FeedTopic {
  /** What its tags have in common: see `meaningOf`. */
  readonly topic: string;
  /** 0 to 1: recency and frequency, against the user's first topic, which has 1. */
  readonly weight: number;
  /** The user's own spellings, the weightiest first. */
  readonly tags: readonly string[];
  /** Whether the user has set none of them: they were suggested for the user's posts. */
  readonly suggested: boolean;
}

/** What is known of a user from earlier posts. */
export interface FeedProfile {
  /** The weightiest first. Of none, the user is new. */
  readonly topics: readonly FeedTopic[];
  /** ISO 639, the language of most posts first. */
  readonly languages: readonly string[];
}

/** Languages that a feed is made for, at most: each has lists of trends of its own that are read. */
export const MAX_FEED_LANGUAGES = 5;

/** Topics of a user, from the user's posts. */
interface Interest {
  weight: number;
  set: boolean;
  readonly tags: Map<string, number>;
}

/**
 * What a user writes about. Each post with a topic counts once, half as much for each `interestDays` of its age; a tag that was only suggested
 * for it counts `suggested.own`.
 *
 * @param posts the user's own, in any order; removed ones are passed over
 * @param suggested tags that were suggested, by post
 * @param without tags that nobody is to be led to
 */
export function feedProfile(
  posts: readonly PostOfText[],
  suggested: ReadonlyMap<string, readonly string[]>,
  now: Instant,
  without: ReadonlySet<string> = new Set(),
): FeedProfile {
  const standing = posts.filter(({ deleted, createdAt }) => deleted !== true && createdAt <= now).sort(byAge);
  const interests = new Map<string, Interest>();
  for (const post of standing) {
    for (const [topic, { tag, set }] of topicsOf(post, suggested.get(post.postId) ?? [], without)) {
      const weight = decayOf(post.createdAt, now) * (set ? 1 : FEED_PARAMETERS.suggested.own);
      const interest = interests.get(topic) ?? { weight: 0, set: false, tags: new Map<string, number>() };
      interests.set(topic, interest);
      interest.weight += weight;
      interest.set ||= set;
      interest.tags.set(tag, (interest.tags.get(tag) ?? 0) + weight);
    }
  }
  const ranked = [...interests].sort(([a, one], [b, other]) => other.weight - one.weight || (a < b ? -1 : 1));
  const most = ranked[0]?.[1].weight ?? 1;
  return {
    topics: ranked.slice(0, FEED_PARAMETERS.topics).map(([topic, { weight, set, tags }]) => ({
      topic,
      weight: weight / most,
      tags: [...tags].sort(([a, one], [b, other]) => other - one || (a < b ? -1 : 1)).map(([tag]) => tag),
      suggested: !set,
    })),
    languages: languagesOf(standing),
  };
}

/** The oldest first: sums do not depend on the order that posts come in. */
function byAge(a: PostOfText, b: PostOfText): number {
  if (a.createdAt !== b.createdAt) return a.createdAt < b.createdAt ? -1 : 1;
  return a.postId < b.postId ? -1 : 1;
}

/** A post's topics, each with the tag that speaks for it: one that the author has set before one that was suggested. */
function topicsOf(post: PostOfText, suggested: readonly string[], without: ReadonlySet<string>) {
  const found = new Map<string, { readonly tag: string; readonly set: boolean }>();
  const add = (tags: readonly string[], set: boolean) => {
    for (const tag of tags) {
      const topic = meaningOf(tag);
      if (!without.has(tag) && !found.has(topic)) found.set(topic, { tag, set });
    }
  };
  add(
    manualTags(post).map(({ tag }) => tag),
    true,
  );
  add(suggested, false);
  return found;
}

function decayOf(createdAt: Instant, now: Instant): number {
  const days = Math.max(0, Date.parse(now) - Date.parse(createdAt)) / 86_400_000;
  return 2 ** (-days / FEED_PARAMETERS.interestDays);
}

/** The language that a post says it is in, else the one that its script tells. */
export function languageOfPost({ language, text = "" }: Pick<PostOfText, "language" | "text">): string | undefined {
  if (language !== undefined) return normalizeLanguage(language);
  const told = languageByScript(text);
  return told.kind === "known" ? normalizeLanguage(told.language.tag) : undefined;
}

function languagesOf(posts: readonly PostOfText[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const post of posts) {
    const language = languageOfPost(post);
    if (language !== undefined) counts.set(language, (counts.get(language) ?? 0) + 1);
  }
  return [...counts]
    .sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))
    .slice(0, MAX_FEED_LANGUAGES)
    .map(([language]) => language);
}
