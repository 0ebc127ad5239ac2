import type { Ground, Vocabulary } from "./content";
import type { SuggestInput } from "./types";
import { SUGGEST_PARAMETERS } from "./weights";

/** Trends beyond this rank say nothing of a post. */
const TREND_RANKS = 20;

/** What is known around a post: tags that stand beside its seeds, trends of its language, its author's habits. */
export function contextGrounds(
  input: SuggestInput,
  seeds: readonly string[],
  vocabulary: Vocabulary,
): readonly Ground[] {
  return [...pairGrounds(input, seeds, vocabulary), ...trendGrounds(input), ...historyGrounds(input)];
}

/**
 * How much likelier a tag is beside each seed than anywhere. Seeds are taken as independent reasons (noisy-or), and small counts
 * are shrunk, so that a tag seen once beside a seed seen once is no certainty.
 */
function pairGrounds(
  { together = [] }: SuggestInput,
  seeds: readonly string[],
  vocabulary: Vocabulary,
): readonly Ground[] {
  const known = new Set(seeds);
  const found = new Map<string, { missing: number; best: number; evidence: string }>();
  for (const { seed, tag, posts, seedPosts } of together) {
    const share = posts / (seedPosts + SUGGEST_PARAMETERS.pairShrinkage);
    const gain = Math.max(0, share - vocabulary.share(tag));
    if (!known.has(seed) || gain === 0) continue;
    const seen = found.get(tag) ?? { missing: 1, best: 0, evidence: "" };
    const better = gain > seen.best;
    found.set(tag, {
      missing: seen.missing * (1 - gain),
      best: Math.max(seen.best, gain),
      evidence: better ? `${seed} (${posts} of ${seedPosts} posts)` : seen.evidence,
    });
  }
  return Array.from(found, ([tag, { missing, evidence }]) => ({
    tag,
    feature: "together" as const,
    value: 1 - missing,
    evidence,
  }));
}

function trendGrounds({ trends = [] }: SuggestInput): readonly Ground[] {
  return trends.slice(0, TREND_RANKS).map(({ tag }, index) => ({
    tag,
    feature: "trend" as const,
    value: 1 - index / TREND_RANKS,
    evidence: `${index + 1}`,
  }));
}

function historyGrounds({ history }: SuggestInput): readonly Ground[] {
  if (history === undefined) return [];
  return history.tags.map(({ tag, posts }) => ({
    tag,
    feature: "history" as const,
    value: Math.min(1, posts / (history.posts + SUGGEST_PARAMETERS.historyShrinkage)),
    evidence: `${posts} of ${history.posts} posts`,
  }));
}
