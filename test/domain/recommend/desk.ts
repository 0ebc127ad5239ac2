import {
  arrangeFeed,
  feedCandidates,
  standingCandidates,
  type FeedCandidate,
  type FeedReader,
  type FeedTag,
  type FeedTopic,
  type FeedTrend,
  type PostOfText,
} from "@huut/domain";

export const NOW = "2026-11-03T05:20:00.000Z";

/** An instant so many hours before {@link NOW}. */
export function hoursAgo(hours: number): string {
  return new Date(Date.parse(NOW) - hours * 3_600_000).toISOString();
}

export function ownPost(postId: string, hours: number, change: Partial<PostOfText> = {}): PostOfText {
  return { postId, userId: "u-1", createdAt: hoursAgo(hours), version: 1, ...change };
}

/** A tag of somebody's post. */
export function tagged(postId: string, tag: string, change: Partial<FeedTag> = {}): FeedTag {
  return { postId, tag, source: "manual", state: "live", userId: `by-${postId}`, createdAt: hoursAgo(1), ...change };
}

export function topic(tag: string, weight = 1, change: Partial<FeedTopic> = {}): FeedTopic {
  return { topic: tag, weight, tags: [tag], suggested: false, ...change };
}

export function trend(tag: string, strength = 1, change: Partial<FeedTrend> = {}): FeedTrend {
  return { tag, kind: "trend", scope: "lang#hi", strength, why: `${tag} trends in Hindi.`, ...change };
}

export function reader(change: Partial<FeedReader> = {}): FeedReader {
  return { userId: "u-1", languages: [], topics: [], trends: [], now: NOW, ...change };
}

/** A feed from what was found, with every post still there but those that are named. */
export function feedOf(
  found: readonly FeedTag[],
  of: FeedReader,
  limit = 20,
  removed: readonly string[] = [],
): readonly FeedCandidate[] {
  const candidates = feedCandidates(found, of);
  const rows = candidates.map(({ postId, userId, createdAt }): PostOfText => {
    return { postId, userId, createdAt, version: 1, text: postId, deleted: removed.includes(postId) };
  });
  return arrangeFeed(standingCandidates(candidates, rows, of.languages), limit);
}
