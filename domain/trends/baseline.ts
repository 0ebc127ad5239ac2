import { WEEK_HOURS, type Hour, type TrendWindow } from "./hours";
import type { TrendParameters } from "./parameters";
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

/** The hours whose tallies the scores of an hour are held against. */
export function baselineHours(hour: Hour, { baselineWeeks }: TrendParameters): readonly Hour[] {
  return Array.from({ length: baselineWeeks }, (_, week) => hour - (week + 1) * WEEK_HOURS);
}

/** Tallies at hand, by scope and hour. */
export class Tallies {
  readonly #byScope = new Map<TrendScope, Map<Hour, Tally["tags"]>>();

  constructor(tallies: Iterable<Tally> = []) {
    for (const { scope, hour, tags } of tallies) {
      let hours = this.#byScope.get(scope);
      if (hours === undefined) this.#byScope.set(scope, (hours = new Map()));
      hours.set(hour, tags);
    }
  }

  /** What the same hour of the week had before. Weeks without a tally say nothing: they do not count as weeks of none. */
  past(scope: TrendScope, tag: string, hour: Hour, window: TrendWindow, parameters: TrendParameters): Past {
    const hours = this.#byScope.get(scope);
    if (hours === undefined) return NOTHING;
    let [sum, weeks] = [0, 0];
    for (const each of baselineHours(hour, parameters)) {
      const tags = hours.get(each);
      if (tags === undefined) continue;
      weeks += 1;
      sum += tags[tag]?.[window === "hour" ? 0 : 1] ?? 0;
    }
    return { sum, weeks };
  }
}

/** Authors of the same hour of the week, summed over the weeks that are known. */
export interface Past {
  readonly sum: number;
  readonly weeks: number;
}
const NOTHING: Past = { sum: 0, weeks: 0 };

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
