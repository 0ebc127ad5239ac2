import { meaningOf } from "../hashtags/aliases";
import type { FeedCandidate } from "./candidates";
import { FEED_PARAMETERS } from "./parameters";

/** What stands in the feed already. */
interface Told {
  readonly topics: Map<string, number>;
  readonly authors: Map<string, number>;
  readonly words: Set<string>;
  last: string | undefined;
}

/**
 * A feed from candidates: again and again what has the highest score, once each post before it of its topic, and of its author, has taken
 * its part of that. No two posts of one author follow each other, and no two say the same words; every fourth one is of a trend, where
 * there is one. It ends where only the last post's author is left. A shorter feed is the beginning of a longer one.
 */
export function arrangeFeed(candidates: readonly FeedCandidate[], limit: number): readonly FeedCandidate[] {
  const left = new Set(candidates);
  const told: Told = { topics: new Map(), authors: new Map(), words: new Set(), last: undefined };
  const feed: FeedCandidate[] = [];
  while (feed.length < limit) {
    const ofTrend = (feed.length + 1) % FEED_PARAMETERS.trendEvery === 0;
    const fitting = [...left].filter(({ userId, words = "" }) => userId !== told.last && !told.words.has(words));
    const wanted = fitting.filter(({ matches }) => (matches[0].because.kind !== "affinity") === ofTrend);
    const next = bestOf(wanted.length > 0 ? wanted : fitting, told);
    if (next === undefined) break;
    left.delete(next);
    feed.push(next);
    note(next, told);
  }
  return feed;
}

/** The first of equal ones: candidates come in their order. */
function bestOf(candidates: readonly FeedCandidate[], told: Told): FeedCandidate | undefined {
  let [best, most]: [FeedCandidate | undefined, number] = [undefined, -1];
  for (const candidate of candidates) {
    const { topic, author } = FEED_PARAMETERS.again;
    const before = { topic: told.topics.get(topicOf(candidate)) ?? 0, author: told.authors.get(candidate.userId) ?? 0 };
    const value = candidate.score * topic ** before.topic * author ** before.author;
    if (value > most) [best, most] = [candidate, value];
  }
  return best;
}

function note(candidate: FeedCandidate, told: Told): void {
  const { userId, words } = candidate;
  const topic = topicOf(candidate);
  told.topics.set(topic, (told.topics.get(topic) ?? 0) + 1);
  told.authors.set(userId, (told.authors.get(userId) ?? 0) + 1);
  if (words !== undefined) told.words.add(words);
  told.last = userId;
}

function topicOf({ matches }: FeedCandidate): string {
  return meaningOf(matches[0].tag);
}
