import { normalizeLanguage } from "../captions/language-tag";
import { meaningOf } from "../hashtags/aliases";
import type { TagItem, TagSource } from "../hashtags/tag-items";
import type { Instant } from "../time";
import { FEED_PARAMETERS } from "./parameters";
import type { FeedTopic } from "./profile";
import type { FeedTrend } from "./trends";

/** Who a feed is for. */
export interface FeedReader {
  readonly userId: string;
  /** ISO 639; of none, every language is as good. */
  readonly languages: readonly string[];
  readonly topics: readonly FeedTopic[];
  readonly trends: readonly FeedTrend[];
  readonly now: Instant;
  /** Tags that lead to nothing. */
  readonly without?: ReadonlySet<string>;
}

/** A tag of a post that speaks for it, and why. */
export interface FeedMatch {
  readonly tag: string;
  readonly source: TagSource;
  readonly because:
    | { readonly kind: "affinity"; readonly topic: FeedTopic }
    | { readonly kind: "trend" | "popular"; readonly trend: FeedTrend };
  /** 0 to 1. */
  readonly strength: number;
}

/** A post that may stand in a feed. */
export interface FeedCandidate {
  readonly postId: string;
  readonly userId: string;
  readonly createdAt: Instant;
  readonly language?: string;
  /** What it says, as far as two posts are compared by it: no two of the same words stand in a feed. */
  readonly words?: string;
  /** The strongest reason first; those of the user's own topics before others. */
  readonly matches: readonly [FeedMatch, ...FeedMatch[]];
  /** 0 to 1: relevance, freshness and language. */
  readonly score: number;
}

/** The part of an item of the table `hashtags` that a feed is made of. */
export type FeedTag = Pick<TagItem, "postId" | "tag" | "source" | "state" | "userId" | "createdAt" | "language">;

/**
 * The posts that some of these tags speak for, the best first: not the user's own, not of the future, and of trends only those in the
 * user's languages. The order of what was found does not matter.
 */
export function feedCandidates(found: readonly FeedTag[], reader: FeedReader): readonly FeedCandidate[] {
  const topics = new Map(reader.topics.map((each) => [each.topic, each] as const));
  const trends = new Map(reader.trends.map((each) => [each.tag, each] as const));
  const codes = new Map<string, string | undefined>();
  const posts = Map.groupBy(
    found.filter((item) => mayStand(item, reader)).map((item) => withCode(item, codes)),
    ({ postId }) => postId,
  );
  const candidates = [...posts.values()].flatMap((items) => {
    const matches = items.flatMap((item) => matchesOf(item, topics, trends, reader)).sort(byReason);
    const [first, ...others] = oneATopic(matches);
    const item = items[0];
    return first === undefined || item === undefined ? [] : [candidateOf(item, [first, ...others], reader)];
  });
  return candidates.sort(byScore);
}

/** The item with its language's code. Reading a tag of BCP 47 takes long, and thousands of items have a few of them. */
function withCode({ language, ...item }: FeedTag, codes: Map<string, string | undefined>): FeedTag {
  if (language === undefined) return item;
  if (!codes.has(language)) codes.set(language, normalizeLanguage(language));
  const code = codes.get(language);
  return code === undefined ? item : { ...item, language: code };
}

function mayStand({ userId, createdAt, state, tag }: FeedTag, { userId: reader, now, without }: FeedReader): boolean {
  return userId !== reader && createdAt <= now && state === "live" && without?.has(tag) !== true;
}

function matchesOf(
  { tag, source, language }: FeedTag,
  topics: ReadonlyMap<string, FeedTopic>,
  trends: ReadonlyMap<string, FeedTrend>,
  { languages }: FeedReader,
): readonly FeedMatch[] {
  const weight = source === "manual" ? 1 : FEED_PARAMETERS.suggested.others;
  const topic = topics.get(meaningOf(tag));
  if (topic !== undefined) {
    return [{ tag, source, because: { kind: "affinity", topic }, strength: topic.weight * weight }];
  }
  const trend = trends.get(tag);
  if (trend === undefined || fitOf(language, languages) === "other") return [];
  return [{ tag, source, because: { kind: trend.kind, trend }, strength: trend.strength * weight }];
}

function byReason(a: FeedMatch, b: FeedMatch): number {
  const own = (match: FeedMatch) => (match.because.kind === "affinity" ? 0 : 1);
  return own(a) - own(b) || b.strength - a.strength || (a.tag < b.tag ? -1 : a.tag > b.tag ? 1 : 0);
}

/** A tag that was set and suggested, or two spellings of one topic, are one reason. */
function oneATopic(matches: readonly FeedMatch[]): readonly FeedMatch[] {
  const seen = new Set<string>();
  return matches.filter(({ tag }) => !seen.has(meaningOf(tag)) && seen.add(meaningOf(tag)));
}

function candidateOf(item: FeedTag, matches: FeedCandidate["matches"], reader: FeedReader): FeedCandidate {
  const { postId, userId, createdAt, language } = item;
  const { freshHours, oldest, match } = FEED_PARAMETERS;
  // A second reason adds to the first one, and many never make more than 1.
  const relevance = 1 - matches.reduce((left, { strength }) => left * (1 - match * strength), 1);
  const hours = Math.max(0, Date.parse(reader.now) - Date.parse(createdAt)) / 3_600_000;
  const freshness = oldest + (1 - oldest) * 2 ** (-hours / freshHours);
  const score = rounded(relevance * freshness * FEED_PARAMETERS.language[fitOf(language, reader.languages)]);
  return { postId, userId, createdAt, ...(language !== undefined && { language }), matches, score };
}

/** How a post's language suits its reader. */
export type LanguageFit = keyof typeof FEED_PARAMETERS.language;

export function fitOf(language: string | undefined, languages: readonly string[]): LanguageFit {
  if (languages.length === 0) return "own";
  if (language === undefined) return "unknown";
  return languages.includes(language) ? "own" : "other";
}

/** Equal scores: the newer post first, then by identifier, so that the same posts always stand in the same order. */
export function byScore(a: FeedCandidate, b: FeedCandidate): number {
  if (a.score !== b.score) return b.score - a.score;
  if (a.createdAt !== b.createdAt) return a.createdAt < b.createdAt ? 1 : -1;
  return a.postId < b.postId ? -1 : 1;
}

/** Three decimals: what is answered, and what is compared. */
export function rounded(value: number): number {
  return Math.round(value * 1_000) / 1_000;
}
