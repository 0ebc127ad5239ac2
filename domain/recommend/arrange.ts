import { meaningOf } from "../hashtags/aliases";
import type { FeedCandidate } from "./candidates";
import { FEED_PARAMETERS } from "./parameters";

/** A candidate with what it is compared by. */
interface Waiting {
  readonly candidate: FeedCandidate;
  readonly topic: string;
  readonly ofTrend: boolean;
}

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
 *
 * @param candidates the best first: of equal ones the first is taken
 */
export function arrangeFeed(candidates: readonly FeedCandidate[], limit: number): readonly FeedCandidate[] {
  const left = new Set(candidates.map(waiting));
  const told: Told = { topics: new Map(), authors: new Map(), words: new Set(), last: undefined };
  const feed: FeedCandidate[] = [];
  while (feed.length < limit) {
    const next = bestOf(left, told, (feed.length + 1) % FEED_PARAMETERS.trendEvery === 0);
    if (next === undefined) break;
    left.delete(next);
    feed.push(next.candidate);
    note(next, told);
  }
  return feed;
}

function waiting(candidate: FeedCandidate): Waiting {
  const [{ tag, because }] = candidate.matches;
  return { candidate, topic: meaningOf(tag), ofTrend: because.kind !== "affinity" };
}

/** The best of the kind whose turn it is, else of the other one. */
function bestOf(left: ReadonlySet<Waiting>, told: Told, trendsTurn: boolean): Waiting | undefined {
  let [wanted, other]: [Waiting | undefined, Waiting | undefined] = [undefined, undefined];
  let [mostWanted, mostOther] = [-1, -1];
  for (const each of left) {
    const { userId, words = "" } = each.candidate;
    if (userId === told.last || told.words.has(words)) continue;
    const value = valueOf(each, told);
    if (each.ofTrend === trendsTurn) {
      if (value > mostWanted) [wanted, mostWanted] = [each, value];
    } else if (value > mostOther) [other, mostOther] = [each, value];
  }
  return wanted ?? other;
}

function valueOf({ candidate: { score, userId }, topic }: Waiting, { topics, authors }: Told): number {
  const { again } = FEED_PARAMETERS;
  return score * again.topic ** (topics.get(topic) ?? 0) * again.author ** (authors.get(userId) ?? 0);
}

function note({ candidate: { userId, words }, topic }: Waiting, told: Told): void {
  told.topics.set(topic, (told.topics.get(topic) ?? 0) + 1);
  told.authors.set(userId, (told.authors.get(userId) ?? 0) + 1);
  if (words !== undefined) told.words.add(words);
  told.last = userId;
}
