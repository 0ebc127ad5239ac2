import { expectation, leastRemarkable, zScore, type Past } from "./baseline";
import { WINDOW_HOURS, type Hour, type TrendWindow } from "./hours";
import type { TrendParameters } from "./parameters";
import { trustOf, type Suspicion } from "./penalties";

/** A tag's counts in a scope, by hour of a range: what its scores follow from. */
export interface TagCounts {
  /** Hour of the first element. */
  readonly from: Hour;
  /** Distinct authors with a live vote in the window that ends with the hour. */
  readonly live: Int32Array;
  /** The same, withdrawn votes included, and per single hour. */
  readonly ever: Int32Array;
  readonly everHourly: Int32Array;
}

/** A tag in one window, as it stands at the instant of the computation. */
export interface TagScore {
  /** The greatest of the horizon's scores, each decayed since; what trends are ranked by. */
  readonly score: number;
  readonly trending: boolean;
  /** The hour of the window that the score is from; absent where no hour has a score. */
  readonly peak?: TrustedHour;
  /** The window that ends now. */
  readonly current: HourCount;
  /** The hour that would have been the peak, had its votes been trusted. */
  readonly suspect?: TrustedHour;
}

/** A window that ends with an hour, against what is usual. */
export interface HourCount {
  readonly hour: Hour;
  readonly authors: number;
  readonly expected: number;
  readonly z: number;
}

export interface TrustedHour extends HourCount {
  /** 0 to 1. */
  readonly trust: number;
  /** Absent where a moderator's word made it unnecessary to look. */
  readonly suspicion?: Suspicion;
}

/** How long before the present hour votes are looked at: the horizon, its windows, and the day before those. */
export function hoursNeeded({ horizonHours }: TrendParameters): number {
  return horizonHours - 1 + 2 * WINDOW_HOURS.day;
}

export interface ScoreContext {
  /** The present hour, and the part of it that has passed, 0 to 1. */
  readonly now: Hour;
  readonly elapsed: number;
  readonly parameters: TrendParameters;
  readonly window: TrendWindow;
  /** What past weeks had at an hour. */
  readonly past: (hour: Hour) => Past;
  readonly suspicion: (from: Hour, to: Hour) => Suspicion;
  /** Whether a moderator has let the tag pass: nothing is suspected then. */
  readonly trusted?: boolean;
}

/**
 * The score of a tag, from nothing but its votes and the tallies: the hours of the horizon are gone through each time, so
 * whoever computes it, and after whatever order of events, finds the same; and a vote that is withdrawn takes its part of past peaks with it.
 *
 * An hour's score is `z` times trust; none for too few authors, and none where trust is below `reviewBelow`. A trend begins where
 * it reaches `enter`, and ends where the decayed peak falls below `leave`.
 *
 * @returns nothing for a tag that no hour makes remarkable: most of them
 */
export function scoreTag(counts: TagCounts, context: ScoreContext): TagScore | undefined {
  const { parameters } = context;
  const { enter, leave } = parameters;
  const least = leastRemarkable(context.window, parameters);
  if (!counts.live.some((authors) => authors >= least)) return undefined;
  const hours = hourCounts(counts, context);
  if (!hours.some(({ z }) => z >= enter)) return undefined;
  const trusted = new Map<Hour, TrustedHour>();
  const trust = (count: HourCount): TrustedHour => {
    let known = trusted.get(count.hour);
    if (known === undefined) trusted.set(count.hour, (known = withTrust(count, context)));
    return known;
  };
  // Trust is dear to find, and no hour can have more than its z: from the greatest possible one down, the first few settle it.
  const possible = hours
    .filter(({ z }) => z >= leave)
    .map((count) => ({ count, decay: decayOf(count.hour, context) }))
    .sort((a, b) => b.count.z * b.decay - a.count.z * a.decay || b.count.hour - a.count.hour);
  let peak: TrustedHour | undefined;
  let suspect: TrustedHour | undefined;
  let score = 0;
  for (const { count, decay } of possible) {
    if (count.z * decay <= score) break;
    const hour = trust(count);
    if (count.z >= enter && hour.trust < parameters.reviewBelow) suspect ??= hour;
    const decayed = scoreOf(hour, parameters) * decay;
    if (decayed > score) [peak, score] = [hour, decayed];
  }
  const trending = score >= leave && (scoreOf(peak, parameters) >= enter || stillTrends(hours, trust, context));
  const current = hours.at(-1)!;
  return { score, trending, ...(peak && { peak }), current, ...(suspect && { suspect }) };
}

/** Whether the trend goes on that an hour before the peak began: hour by hour, what {@link scoreTag} mostly is spared. */
function stillTrends(
  hours: readonly HourCount[],
  trust: (count: HourCount) => TrustedHour,
  { now, elapsed, parameters }: ScoreContext,
): boolean {
  const { enter, leave, halfLifeHours } = parameters;
  let [running, trending] = [0, false];
  for (const count of hours) {
    const passed = count.hour === now ? elapsed : 1;
    const score = count.z >= leave ? scoreOf(trust(count), parameters) : 0;
    running = Math.max(score, running * 2 ** (-passed / halfLifeHours));
    trending = score >= enter || (trending && running >= leave);
  }
  return trending;
}

function scoreOf(hour: TrustedHour | undefined, { reviewBelow }: TrendParameters): number {
  return hour === undefined || hour.trust < reviewBelow ? 0 : hour.z * hour.trust;
}

/** What time has left of the score of a window since its end. */
function decayOf(hour: Hour, { now, elapsed, parameters }: ScoreContext): number {
  const age = hour === now ? 0 : now - hour - 1 + elapsed;
  return 2 ** (-age / parameters.halfLifeHours);
}

/** The windows of the horizon, oldest first. Those with too few authors have no `z` to speak of. */
function hourCounts(counts: TagCounts, context: ScoreContext): readonly HourCount[] {
  const { now, parameters, window, past } = context;
  const width = WINDOW_HOURS[window];
  const nowElapsed = Math.max(context.elapsed, parameters.leastElapsed);
  const first = now - parameters.horizonHours + 1;
  const lastDay = window === "hour" ? meanOfDayBefore(counts, first, now) : undefined;
  return Array.from({ length: parameters.horizonHours }, (_, i) => {
    const hour = first + i;
    const authors = at(counts.live, hour - counts.from);
    if (authors < parameters.minAuthors[window] && hour !== now) return { hour, authors, expected: 0, z: 0 };
    const elapsed = hour === now ? nowElapsed : 1;
    const before = lastDay?.[i] ?? at(counts.ever, hour - WINDOW_HOURS.day - counts.from);
    const usual = expectation(past(hour), before, (width - 1 + elapsed) / width, parameters);
    const z = authors < parameters.minAuthors[window] ? 0 : zScore(authors, usual);
    return { hour, authors, expected: usual.mean, z };
  });
}

/** For each hour of a range, the mean of the 24 before it. */
function meanOfDayBefore({ from, everHourly }: TagCounts, first: Hour, last: Hour): readonly number[] {
  const day = WINDOW_HOURS.day;
  let sum = 0;
  for (let hour = first - day; hour < first; hour++) sum += at(everHourly, hour - from);
  const means: number[] = [];
  for (let hour = first; hour <= last; hour++) {
    means.push(sum / day);
    sum += at(everHourly, hour - from) - at(everHourly, hour - day - from);
  }
  return means;
}

function withTrust(count: HourCount, { parameters, window, suspicion, trusted }: ScoreContext): TrustedHour {
  if (trusted === true) return { ...count, trust: 1 };
  const found = suspicion(count.hour - WINDOW_HOURS[window] + 1, count.hour);
  return { ...count, trust: trustOf(found, parameters.minAuthors[window], parameters), suspicion: found };
}

function at(counts: Int32Array, index: number): number {
  return counts[index] ?? 0;
}
