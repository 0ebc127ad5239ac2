import type * as HuutDomain from "@huut/domain";
import type {
  Decisions,
  FeedCandidate,
  FeedProfile,
  FeedQuery,
  FeedReader,
  FeedTag,
  PostOfText,
  ScopeOfFeed,
  TagHead,
  TallyItem,
  TrendItem,
  TrendScope,
} from "@huut/domain";
import type { Dynamo } from "../shared/dynamo";
import { queryAll } from "../shared/query";
import { readItems } from "../shared/read-items";
import { someAtOnce } from "../shared/some-at-once";

/** What a feed is read from. */
export interface FeedDesk {
  readonly domain: typeof HuutDomain;
  readonly dynamo: Dynamo;
  readonly tables: Readonly<Record<"posts" | "hashtags" | "trends", string>>;
  readonly userIndex: string;
  readonly decisions: Decisions;
  /** The instant that the feed is made for. */
  readonly now: string;
}

/** Partitions that are read at a time. */
const READS_AT_ONCE = 32;

/** A feed, and whom it was made for. */
export interface ReadFeed {
  readonly reader: FeedReader;
  readonly feed: readonly FeedCandidate[];
}

/**
 * Makes a feed. At most 517 reads, decisions apart: the user's 30 newest posts and their suggestions (2), lists and a tally of five languages and of everyone
 * (18), partitions of the index of tags (496, of ten posts each; fewer, where the first days have 200 posts), and the rows of the 100 best (1).
 */
export async function readFeed(desk: FeedDesk, query: FeedQuery): Promise<ReadFeed> {
  const { domain, decisions, now } = desk;
  const { userId, limit } = query;
  const profile = await readProfile(desk, userId);
  const languages = query.languages ?? profile.languages;
  const trends = await readTrends(desk, languages);
  const reader = { userId, languages, topics: profile.topics, trends, now, without: decisions.blocked() };
  const candidates = domain.feedCandidates(await readTagged(desk, reader), reader);
  // By the feed's own order: by score alone, one topic or author could be all that is left.
  const best = domain.arrangeFeed(candidates, domain.FEED_PARAMETERS.checked);
  const rows = await readItems<PostOfText>(
    desk.dynamo,
    desk.tables.posts,
    best.map(({ postId }) => ({ postId })),
  );
  return { reader, feed: domain.arrangeFeed(domain.standingCandidates(best, rows, languages), limit) };
}

/** What the user's own posts say, and what was suggested for them. */
async function readProfile(
  { domain, dynamo, tables, userIndex, decisions, now }: FeedDesk,
  userId: string,
): Promise<FeedProfile> {
  const posts = await queryAll<PostOfText>(dynamo, {
    table: tables.posts,
    index: userIndex,
    partition: ["userId", userId],
    descending: true,
    limit: domain.FEED_PARAMETERS.ownPosts,
  });
  const keys = posts.map(({ postId }) => ({ postId, sourceTag: "automated" }));
  const heads = await readItems<TagHead>(dynamo, tables.hashtags, keys);
  const suggested = new Map(heads.map(({ postId, tags }) => [postId, tags] as const));
  return domain.feedProfile(posts, suggested, now, decisions.blocked());
}

/** Trends of the languages; where those lead nowhere, everyone's. */
async function readTrends(desk: FeedDesk, languages: readonly string[]) {
  const { domain, decisions } = desk;
  const mayLead = (tag: string, scope: TrendScope) => !["block", "hold"].includes(decisions.of(tag, scope) ?? "");
  const scopes = await Promise.all(domain.feedScopes(languages).map((scope) => readScope(desk, scope)));
  const trends = domain.feedTrends(scopes, mayLead);
  if (trends.length > 0 || languages.length === 0) return trends;
  return domain.feedTrends([...scopes, await readScope(desk, "global")], mayLead);
}

async function readScope({ domain, dynamo, tables, now }: FeedDesk, scope: TrendScope): Promise<ScopeOfFeed> {
  const ranges = domain.feedRanges(scope, now);
  const newest = async <Item>([from, to]: readonly [string, string]): Promise<Item | undefined> => {
    const between = ["windowStart", from, to] as const;
    const query = { table: tables.trends, partition: ["scope", scope], between, descending: true, limit: 1 } as const;
    return (await queryAll<Item>(dynamo, query))[0];
  };
  const [hour, day, tally] = await Promise.all([
    newest<TrendItem>(ranges.hour),
    newest<TrendItem>(ranges.day),
    newest<TallyItem>(ranges.tally),
  ]);
  return { scope, hour, day, tally };
}

/** Tags of posts that the reader may be led to: the newest days, until there are enough posts. */
async function readTagged({ domain, dynamo, tables, now }: FeedDesk, reader: FeedReader): Promise<readonly FeedTag[]> {
  const { postsAPartition: limit, enough } = domain.FEED_PARAMETERS;
  const found: FeedTag[] = [];
  for (const partitions of domain.feedLookups(reader.topics, reader.trends, reader.languages, now)) {
    await someAtOnce(partitions, READS_AT_ONCE, async (value) => {
      const partition = [domain.TAG_INDEX, value] as const;
      const query = { table: tables.hashtags, index: domain.TAG_INDEX, partition, descending: true, limit };
      found.push(...(await queryAll<FeedTag>(dynamo, query)));
    });
    if (new Set(found.map(({ postId }) => postId)).size >= enough) break;
  }
  return found;
}
