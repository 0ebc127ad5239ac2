import { FEED_DAYS, generateTaggedFeed } from "../../samples/hashtags/generate";
import { evaluate, FIRST_HELD_OUT_DAY } from "./evaluate";
import { figuresOf, meanOf, MEASURES, type Differences, type Figures, type Measure } from "./figures";

/** That suggestions are better than a baseline in one measure. */
export interface BetterThan {
  readonly what: string;
  /** Lower end of the 95 % interval of the difference. */
  readonly low: number;
  readonly met: boolean;
}

/** Everything that was measured. Shares, 0 to 1. */
export interface HashtagsReport {
  readonly seed: number;
  readonly posts: number;
  readonly authors: number;
  /** Held-out posts that have no tag in their language beside the known one. */
  readonly leftOut: number;
  readonly figures: Figures;
  readonly differences: Differences;
  readonly byLanguage: Readonly<
    Record<string, { readonly posts: number; readonly suggestions: Readonly<Record<Measure, number>> }>
  >;
  readonly demands: readonly BetterThan[];
}

const BASELINES = ["popular", "co-occurrence"] as const;

/** Makes a feed, plays it, and measures the days that are held out. */
export function reportOn(seed: number): HashtagsReport {
  const feed = generateTaggedFeed(seed);
  const all = evaluate(feed, [FIRST_HELD_OUT_DAY, FEED_DAYS]);
  const outcomes = all.filter(({ wanted }) => wanted > 0);
  const { figures, differences } = figuresOf(outcomes, seed);
  const groups = [...Map.groupBy(outcomes, ({ language }) => language)].sort(([a], [b]) => (a < b ? -1 : 1));
  const byLanguage = groups.map(([language, some]) => {
    const suggestions = MEASURES.map((measure) => [measure, meanOf(some, "suggestions", measure)]);
    return [language, { posts: some.length, suggestions: Object.fromEntries(suggestions) as Record<Measure, number> }];
  });
  const demands = BASELINES.flatMap((baseline) =>
    MEASURES.map((measure) => {
      const { low } = differences[baseline][measure];
      return { what: `${measure} better than ${baseline}`, low, met: low > 0 };
    }),
  );
  return {
    seed,
    posts: outcomes.length,
    authors: new Set(outcomes.map(({ userId }) => userId)).size,
    leftOut: all.length - outcomes.length,
    figures,
    differences,
    byLanguage: Object.fromEntries(byLanguage) as HashtagsReport["byLanguage"],
    demands,
  };
}
