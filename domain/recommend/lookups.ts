import { topicOf } from "../hashtags/aliases";
import { tagDayShards } from "../hashtags/tag-items";
import { addDays, dayOf, type Instant } from "../time";
import { FEED_PARAMETERS } from "./parameters";
import type { FeedTopic } from "./profile";
import type { FeedTrend } from "./trends";

/** Partitions of the index of tags that are read together: those of one day. The next is read where the ones before it had too few posts. */
export type DayOfLookups = readonly string[];

/**
 * The tags that posts of topics are looked up by: first each topic's own spellings, then what the user's languages call it, then
 * English and the others. Topics take turns, so that each has some.
 */
export function topicLookups(topics: readonly FeedTopic[], languages: readonly string[]): readonly string[] {
  const wanted = topics.map((topic) => spellingsOf(topic, languages));
  const turns = Math.max(0, ...wanted.map(({ length }) => length));
  const tags = new Set<string>();
  for (let turn = 0; turn < turns; turn += 1) {
    for (const tag of wanted.flatMap((spellings) => spellings[turn] ?? [])) {
      if (tags.size < FEED_PARAMETERS.lookups) tags.add(tag);
    }
  }
  return [...tags];
}

function spellingsOf({ tags }: FeedTopic, languages: readonly string[]): readonly string[] {
  const aliases = tags[0] === undefined ? [] : (topicOf(tags[0])?.aliases ?? []);
  const order = [...languages, "en"];
  const rank = (language: string) => (order.includes(language) ? order.indexOf(language) : order.length);
  const others = aliases.toSorted((a, b) => rank(a.language) - rank(b.language)).map(({ tag }) => tag);
  return [...new Set([...tags, ...others])];
}

/** What is read to find posts, day by day, the newest first: at most 16 tags for a week and 6 for two days, 496 partitions in all. */
export function feedLookups(
  topics: readonly FeedTopic[],
  trends: readonly FeedTrend[],
  languages: readonly string[],
  now: Instant,
): readonly DayOfLookups[] {
  const own = topicLookups(topics, languages);
  const trending = trends.map(({ tag }) => tag);
  const days = own.length === 0 ? FEED_PARAMETERS.trendDays : FEED_PARAMETERS.days;
  return Array.from({ length: days }, (_, back) => {
    const day = addDays(dayOf(now), -back);
    const tags = back < FEED_PARAMETERS.trendDays ? [...own, ...trending] : own;
    return [...new Set(tags)].flatMap((tag) => tagDayShards(tag, day));
  });
}
