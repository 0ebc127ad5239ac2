import { expectation, zScore, type Past } from "./baseline";
import { elapsedPart, hourOf, WINDOW_HOURS, type Hour, type TrendWindow } from "./hours";
import type { TrendParameters } from "./parameters";
import { trustOf, type Suspicion } from "./penalties";
import type { Instant } from "../time";

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
  /** The hour of the window that the score is from. */
  readonly peak: HourScore;
  /** The window that ends now. */
  readonly current: HourScore;
  /** The hour that would have begun a trend, had its votes been trusted; the one with the greatest `z` of several. */
  readonly suspect?: HourScore;
}

export interface HourScore {
  readonly hour: Hour;
  readonly authors: number;
  readonly expected: number;
  readonly z: number;
  /** `z` times trust; 0 below `leave`, and where trust is below `reviewBelow`. */
  readonly score: number;
  /** 0 to 1. */
  readonly trust: number;
  /** Absent where the count was too low to look. */
  readonly suspicion?: Suspicion;
}

/** How long before the present hour votes are looked at: the horizon, its windows, and the day before those. */
export function hoursNeeded({ horizonHours }: TrendParameters): number {
  return horizonHours - 1 + 2 * WINDOW_HOURS.day;
}

export interface ScoreContext {
  readonly asOf: Instant;
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
 * A trend begins where a score reaches `enter`, and ends where the decayed peak falls below `leave`.
 */
export function scoreTag(counts: TagCounts, context: ScoreContext): TagScore | undefined {
  const { asOf, parameters } = context;
  const { horizonHours, halfLifeHours, enter, leave } = parameters;
  const now = hourOf(asOf);
  let peak: HourScore | undefined;
  let current: HourScore | undefined;
  let suspect: HourScore | undefined;
  let score = 0;
  let trending = false;
  for (let hour = now - horizonHours + 1; hour <= now; hour++) {
    const elapsed = hour === now ? elapsedPart(now, asOf) : 1;
    current = scoreHour(counts, hour, elapsed, context);
    score *= 2 ** (-elapsed / halfLifeHours);
    if (peak === undefined || current.score >= score) {
      peak = current;
      score = current.score;
    }
    const distrusted = current.z >= enter && current.trust < parameters.reviewBelow;
    if (distrusted && current.z > (suspect?.z ?? 0)) suspect = current;
    trending = current.score >= enter || (trending && score >= leave);
  }
  if (peak === undefined || current === undefined) return undefined;
  return { score, trending, peak, current, ...(suspect && { suspect }) };
}

function scoreHour(counts: TagCounts, hour: Hour, elapsed: number, context: ScoreContext): HourScore {
  const { parameters, window } = context;
  const width = WINDOW_HOURS[window];
  const authors = at(counts.live, hour - counts.from);
  const passed = (width - 1 + Math.max(elapsed, parameters.leastElapsed)) / width;
  const usual = expectation(context.past(hour), dayBefore(counts, hour, window), passed, parameters);
  const z = zScore(authors, usual);
  const base = { hour, authors, expected: usual.mean, z };
  // Where there is nothing to rank there is nothing to suspect: this is what makes a million votes quick.
  const least = parameters.minAuthors[window];
  if (authors < least || z < parameters.leave) return { ...base, score: 0, trust: 1 };
  if (context.trusted === true) return { ...base, score: z, trust: 1 };
  const suspicion = context.suspicion(hour - width + 1, hour);
  const trust = trustOf(suspicion, least, parameters);
  return { ...base, score: trust < parameters.reviewBelow ? 0 : z * trust, trust, suspicion };
}

/** What the day before would lead one to expect: its mean hour, or the whole of it. */
function dayBefore({ from, ever, everHourly }: TagCounts, hour: Hour, window: TrendWindow): number {
  const day = WINDOW_HOURS.day;
  if (window === "day") return at(ever, hour - day - from);
  let sum = 0;
  for (let back = 1; back <= day; back++) sum += at(everHourly, hour - back - from);
  return sum / day;
}

function at(counts: Int32Array, index: number): number {
  return counts[index] ?? 0;
}
