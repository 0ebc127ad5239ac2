import type { Instant } from "../time";
import { hourOf, WEEK_HOURS, type Hour, type TrendWindow } from "./hours";
import { TREND_PARAMETERS, type TrendParameters } from "./parameters";
import type { TrendScope } from "./scopes";

/**
 * How many distinct authors used each tag of a scope in an hour, and in the 24 hours that end with it. Withdrawn votes count, so a
 * tally does not depend on when it was made.
 */
export interface Tally {
  readonly scope: TrendScope;
  readonly hour: Hour;
  readonly tags: Readonly<Record<string, readonly [hour: number, day: number]>>;
}

/** The hours of the tallies that trends at an instant are held against, each once, the newest first. */
export function tallyHours(asOf: Instant, parameters: TrendParameters = TREND_PARAMETERS): readonly Hour[] {
  const { baselineWeeks, horizonHours } = parameters;
  const now = hourOf(asOf);
  return Array.from({ length: baselineWeeks * horizonHours }, (_, i) => {
    const [week, back] = [Math.floor(i / horizonHours) + 1, i % horizonHours];
    return now - back - week * WEEK_HOURS;
  });
}

/**
 * What past weeks had, for the hours of the horizon. It keeps sums only, and only of the tags that are asked for, because the tallies of
 * all scopes take a hundred times the memory: add each and forget it.
 */
export class Baselines {
  readonly #last: Hour;
  readonly #scopes = new Map<TrendScope, ScopeBaseline>();

  /** @param wanted the tags that may trend, by scope, as `trendCandidates` finds them; all, where it is left out */
  constructor(
    asOf: Instant,
    readonly wanted?: ReadonlyMap<TrendScope, ReadonlySet<string>>,
    readonly parameters: TrendParameters = TREND_PARAMETERS,
  ) {
    this.#last = hourOf(asOf);
  }

  /** Adds a tally of {@link tallyHours}, each once; others are passed over. */
  add({ scope, hour, tags }: Tally): void {
    const slot = this.#slotOf(hour);
    const wanted = this.wanted?.get(scope);
    if (slot === undefined || (this.wanted !== undefined && wanted === undefined)) return;
    let known = this.#scopes.get(scope);
    if (known === undefined) {
      known = { weeks: new Uint8Array(this.parameters.horizonHours), sums: new Map() };
      this.#scopes.set(scope, known);
    }
    known.weeks[slot]! += 1;
    // Whichever are fewer are gone through: a tally has a bounded number of tags, a scope may want many more.
    const few = wanted !== undefined && wanted.size <= this.parameters.tallyTags;
    for (const tag of few ? wanted : Object.keys(tags)) {
      const counts = tags[tag];
      if (counts !== undefined && wanted?.has(tag) !== false) this.#sum(known, tag, slot, counts);
    }
  }

  /** What the same hour of the week had before. Weeks without a tally say nothing: they do not count as weeks of none. */
  past(scope: TrendScope, tag: string, hour: Hour, window: TrendWindow): Past {
    const known = this.#scopes.get(scope);
    const slot = hour - this.#last + this.parameters.horizonHours - 1;
    const weeks = known?.weeks[slot] ?? 0;
    return { sum: known?.sums.get(tag)?.[2 * slot + (window === "hour" ? 0 : 1)] ?? 0, weeks };
  }

  #sum({ sums }: ScopeBaseline, tag: string, slot: number, [hour, day]: readonly [number, number]): void {
    let sum = sums.get(tag);
    if (sum === undefined) sums.set(tag, (sum = new Uint32Array(2 * this.parameters.horizonHours)));
    sum[2 * slot]! += hour;
    sum[2 * slot + 1]! += day;
  }

  /** The hour of the horizon that a tally is a past week of. */
  #slotOf(hour: Hour): number | undefined {
    const { baselineWeeks, horizonHours } = this.parameters;
    const weeks = Math.ceil((this.#last - horizonHours + 1 - hour) / WEEK_HOURS);
    const slot = hour + weeks * WEEK_HOURS - this.#last + horizonHours - 1;
    return weeks >= 1 && weeks <= baselineWeeks && slot >= 0 && slot < horizonHours ? slot : undefined;
  }
}

interface ScopeBaseline {
  /** Tallies by hour of the horizon. */
  readonly weeks: Uint8Array;
  /** By tag: authors of the hour and of the day, by hour of the horizon. */
  readonly sums: Map<string, Uint32Array>;
}

/** Authors of the same hour of the week, summed over the weeks that are known. */
export interface Past {
  readonly sum: number;
  readonly weeks: number;
}

export interface Expectation {
  /** Authors that are usual. */
  readonly mean: number;
  /** What their number has for a standard deviation. */
  readonly deviation: number;
}

/**
 * What a window usually has: the mean of the same hour of the week in past weeks, drawn towards the tag's mean of the day before as
 * by `priorWeeks` more weeks. A tag used evenly but never before at this hour is so not a surprise.
 *
 * The variance is the negative binomial's, `μ + φμ²`, because authors come in groups: for a Poisson variance a tag with
 * a thousand authors an hour would be trending at 1,100. It is made wider by `1 + 1/n` for a mean that was itself measured on `n`
 * weeks. And it is computed with `μ` of at least `expectedFloor`: else the first three authors of a new tag
 * would stand infinitely many deviations above nothing.
 *
 * @param before the tag's usual count as the day before had it
 * @param part of the window that has passed, 0 to 1
 */
export function expectation(past: Past, before: number, part: number, parameters: TrendParameters): Expectation {
  const { priorWeeks, expectedFloor, overdispersion } = parameters;
  const weeks = past.weeks + priorWeeks;
  const mean = ((past.sum + priorWeeks * before) / weeks) * part;
  const floored = Math.max(mean, expectedFloor);
  return { mean, deviation: Math.sqrt((floored + overdispersion * floored ** 2) * (1 + 1 / weeks)) };
}

/** How many standard deviations a count stands above what is usual. */
export function zScore(count: number, { mean, deviation }: Expectation): number {
  return (count - mean) / deviation;
}

/**
 * Fewer authors than this are nothing remarkable in any window, even where none are usual: the variance has a floor. Most tags are so
 * spared the rest.
 */
export function leastRemarkable(window: TrendWindow, parameters: TrendParameters): number {
  const { minAuthors, enter, expectedFloor, overdispersion } = parameters;
  return Math.max(
    minAuthors[window],
    Math.ceil(enter * Math.sqrt(expectedFloor + overdispersion * expectedFloor ** 2)),
  );
}
