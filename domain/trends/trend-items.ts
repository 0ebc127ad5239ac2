import type { ConditionalWrite } from "../conditional-write";
import type { Instant } from "../time";
import type { Tally } from "./baseline";
import type { TrendList } from "./compute";
import { hourText, parseHour, type Hour, type TrendWindow } from "./hours";
import type { TrendScope } from "./scopes";

/**
 * The table `trends`, by `scope` and `windowStart`:
 *
 * | keys | item |
 * | --- | --- |
 * | `lang#hi`, `hour#2026-11-02T05` | {@link TrendItem}: the ranked list of the window; of `day`, the 24 hours from there |
 * | `lang#hi`, `tally#2026-11-02T05` | {@link TallyItem}: authors by tag, which later baselines are made of |
 * | `holds`, `#tag` | `ReviewItem`: what a moderator decided about a tag |
 * | `reviews`, `newest` | `HeldItem`: every tag that is held for review |
 * | `decisions`, `#tag 00000001` | the same, and every decision before it |
 *
 * Lists and tallies are replaced only by a later computation.
 */
export interface TrendItem extends TrendList {
  readonly windowStart: string;
}

export interface TallyItem {
  readonly scope: TrendScope;
  readonly windowStart: string;
  readonly asOf: Instant;
  readonly tags: Tally["tags"];
}

/** `hour#2026-11-02T05`: text order within a window is time order, so the newest list is the last one. */
export function trendKey(scope: TrendScope, window: TrendWindow, start: Hour) {
  return { scope, windowStart: `${window}#${hourText(start)}` };
}

export function tallyKey(scope: TrendScope, hour: Hour) {
  return { scope, windowStart: `tally#${hourText(hour)}` };
}

/** The write of a list, refused over one that was computed later. */
export function trendWrite(list: TrendList): ConditionalWrite<"trends"> {
  const item: TrendItem = { ...list, ...trendKey(list.scope, list.window, parseHour(list.start)) };
  return newestWrite({ ...item }, list.asOf);
}

/** The write of a tally, refused over one that was computed later. */
export function tallyWrite(tally: Tally, asOf: Instant): ConditionalWrite<"trends"> {
  const item: TallyItem = { ...tallyKey(tally.scope, tally.hour), asOf, tags: tally.tags };
  return newestWrite({ ...item }, asOf);
}

/** Reads a tally back. */
export function tallyOf({ scope, windowStart, tags }: TallyItem): Tally {
  return { scope, hour: parseHour(windowStart.slice("tally#".length)), tags };
}

/** The write of what was computed for an instant. */
export function newestWrite(item: Readonly<Record<string, unknown>>, asOf: Instant): ConditionalWrite<"trends"> {
  return {
    table: "trends",
    item,
    condition: "attribute_not_exists(#asOf) OR #asOf <= :asOf",
    names: { "#asOf": "asOf" },
    values: { ":asOf": asOf },
  };
}
