import { normalizeLanguage } from "../captions/language-tag";
import type { Instant } from "../time";
import type { Trend } from "./compute";
import { hourOf, WINDOW_HOURS } from "./hours";
import { trendKey } from "./trend-items";

/**
 * Keys of a language's lists of the last hour that had ended at an instant, that of the day first. A list is written again and again while its
 * last hour runs, and never afterwards: whoever asks about the same instant is told the same, however much later.
 *
 * @param language in any spelling: `hi`, `hi-Latn`
 */
export function trendKeysBefore(language: string, at: Instant) {
  const last = hourOf(at) - 1;
  const scope = `lang#${normalizeLanguage(language) ?? language}` as const;
  return (["day", "hour"] as const).map((window) => trendKey(scope, window, last - WINDOW_HOURS[window] + 1));
}

/** The tags of such lists, each once: those of the day by their ranks, then what only the last hour has. A list that is not there has none. */
export function trendingTags(
  lists: readonly ({ readonly trends: readonly Pick<Trend, "tag">[] } | undefined)[],
): readonly { readonly tag: string }[] {
  const tags = new Set(lists.flatMap((list) => list?.trends ?? []).map(({ tag }) => tag));
  return Array.from(tags, (tag) => ({ tag }));
}
