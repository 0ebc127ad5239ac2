import { seedsOf, type SuggestInput } from "../../domain";
import { FEED_DAYS, type TaggedFeedPost } from "../../samples/hashtags/generate";
import { Analyst, plainWords } from "./analyst";
import { isOfLanguage, METHODS, SUGGEST, type Method } from "./methods";
import { sameTag, Statistics } from "./statistics";

/** The first day whose posts are held out: three weeks are learned from before it. */
export const FIRST_HELD_OUT_DAY = 21;
const DAY = 86_400_000;

/** How one held-out post went. */
export interface Outcome {
  readonly userId: string;
  readonly language: string;
  /** Tags that were to be found. */
  readonly wanted: number;
  readonly hits: Readonly<Record<Method, number>>;
  /** Tags that each method suggested. */
  readonly given: Readonly<Record<Method, number>>;
}

/**
 * Plays a feed day by day. On a day of the evaluation each method suggests tags for each post from what was counted on earlier days; only then
 * are the day's posts counted. Tags are taken out of the text. Of a post with several tags the first is known, as if its author had begun to tag;
 * the others are to be found. Of a post with one, that one is.
 *
 * @param days the first day to evaluate and the day after the last, 0 for the feed's first
 */
export function evaluate(
  feed: readonly TaggedFeedPost[],
  [from, to]: readonly [number, number] = [FIRST_HELD_OUT_DAY, FEED_DAYS],
): readonly Outcome[] {
  const statistics = new Statistics();
  const analyst = new Analyst();
  const outcomes: Outcome[] = [];
  const start = Math.floor((feed[0]?.at ?? 0) / DAY);
  for (const [absolute, posts] of Map.groupBy(feed, ({ at }) => Math.floor(at / DAY))) {
    const day = absolute - start;
    const morning = new Map<string, Pick<SuggestInput, "used" | "trends">>();
    const inputs = posts.map((post) => inputOf(post, day, statistics, analyst, morning));
    if (day >= from && day < to) {
      for (const [index, input] of inputs.entries())
        outcomes.push(outcomeOf(posts[index] as TaggedFeedPost, input, statistics));
    }
    for (const [index, post] of posts.entries()) {
      const input = inputs[index] as SuggestInput;
      const said = seedsOf({ ...input, manual: [] });
      const words = plainWords(`${post.text} ${post.captions ?? ""}`);
      statistics.add({ userId: post.userId, language: post.language, day, tags: post.tags, said, words });
      analyst.learn(post);
    }
  }
  return outcomes;
}

export function inputOf(
  post: TaggedFeedPost,
  day: number,
  statistics: Statistics,
  analyst: Analyst,
  morning: Map<string, Pick<SuggestInput, "used" | "trends">>,
): SuggestInput {
  const { language, userId, captions, tags } = post;
  const known = statistics.of(language);
  const common = morning.get(language) ?? { used: known.used.most(), trends: known.trends(day) };
  morning.set(language, common);
  const text = post.text.replaceAll(/#\S+/gu, "").trim();
  const history = statistics.historyOf(userId);
  const input: SuggestInput = {
    language,
    text,
    manual: tags.length > 1 ? tags.slice(0, 1) : [],
    analysis: { keyPhrases: analyst.keyPhrases({ language, text }), entities: [] },
    ...common,
    ...(captions === undefined ? {} : { captions }),
    ...(history === undefined ? {} : { history }),
  };
  return { ...input, together: seedsOf(input).flatMap((seed) => known.seedPairs.beside(seed)) };
}

function outcomeOf({ userId, language, tags }: TaggedFeedPost, input: SuggestInput, statistics: Statistics): Outcome {
  const wanted = tags.filter((tag) => !input.manual.includes(tag) && isOfLanguage(tag, language));
  const hits: Partial<Record<Method, number>> = {};
  const given: Partial<Record<Method, number>> = {};
  for (const method of METHODS) {
    const suggested = SUGGEST[method]({ input, statistics: statistics.of(language) });
    hits[method] = wanted.filter((tag) => suggested.some((each) => sameTag(each, tag))).length;
    given[method] = suggested.length;
  }
  return { userId, language, wanted: wanted.length, hits: hits as Outcome["hits"], given: given as Outcome["given"] };
}
