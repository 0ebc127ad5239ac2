import type { ConditionalWrite } from "../conditional-write";
import type { Instant } from "../time";
import type { HeldTrend, TrendList } from "./compute";
import type { TrendWindow } from "./hours";
import type { TrendScope } from "./scopes";
import { newestWrite } from "./trend-items";

/** Where a tag is held, by the numbers that it would trend with. */
export interface HeldPlace extends Pick<HeldTrend, "authors" | "z" | "trust"> {
  readonly scope: TrendScope;
  readonly window: TrendWindow;
}

/** A tag that waits for a moderator, over all scopes and windows. */
export interface HeldTag {
  readonly tag: string;
  /** A sentence, of the first place. */
  readonly reason: string;
  /** Where most people used it first; eight at the most. */
  readonly places: readonly HeldPlace[];
}

/** What waits for moderators: one item of the table `trends`, so that nobody has to read eighty lists. */
export interface HeldItem {
  readonly scope: "reviews";
  readonly windowStart: "newest";
  readonly asOf: Instant;
  readonly held: readonly HeldTag[];
}

export const HELD_KEY = { scope: "reviews", windowStart: "newest" } as const;

/** Tags in the item, and places of each: some 140 KB. */
export const MOST_HELD = 200;
const MOST_PLACES = 8;

/** Everything that lists hold for review, a tag once, those of most people first. */
export function heldTags(lists: readonly TrendList[]): readonly HeldTag[] {
  const all = lists.flatMap(({ scope, window, review }) => review.map((held) => ({ ...held, scope, window })));
  const tags = [...Map.groupBy(all, ({ tag }) => tag)].map(([tag, places]) => ({ tag, places: places.sort(byPeople) }));
  return tags
    .sort((a, b) => byPeople(a.places[0]!, b.places[0]!) || (a.tag < b.tag ? -1 : 1))
    .slice(0, MOST_HELD)
    .map(({ tag, places }) => ({
      tag,
      reason: places[0]!.reason,
      places: places.slice(0, MOST_PLACES).map(({ scope, window, authors, z, trust }) => {
        return { scope, window, authors, z, trust };
      }),
    }));
}

function byPeople(a: HeldPlace, b: HeldPlace): number {
  if (a.authors !== b.authors) return b.authors - a.authors;
  const [left, right] = [`${a.scope} ${a.window}`, `${b.scope} ${b.window}`];
  return left < right ? -1 : left > right ? 1 : 0;
}

/** The write of what is held, refused over what was computed later. */
export function heldWrite(lists: readonly TrendList[], asOf: Instant): ConditionalWrite<"trends"> {
  const item: HeldItem = { ...HELD_KEY, asOf, held: heldTags(lists) };
  return newestWrite({ ...item }, asOf);
}
