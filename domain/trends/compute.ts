import type { Instant } from "../time";
import { leastRemarkable, type Baselines, type Tally } from "./baseline";
import { elapsedPart, hourOf, hourText, TREND_WINDOWS, WINDOW_HOURS, type Hour, type TrendWindow } from "./hours";
import { TREND_PARAMETERS, type TrendParameters } from "./parameters";
import type { Decisions } from "./reviews";
import { reviewReason, whySentence } from "./why";
import { hoursNeeded, scoreTag, type TagScore, type TrustedHour } from "./score";
import { eachScope, scopesIn, scopeWork, type ScopeVotes } from "./scope-votes";
import type { TrendScope } from "./scopes";
import type { VoteStore } from "./vote-store";

/** Languages of a trend's voters. A vote without a language counts as `und`. */
export interface LanguageShare {
  readonly language: string;
  readonly authors: number;
  /** Of the window's authors, 0 to 1. */
  readonly share: number;
}

/** A ranked tag, with what it rests on: numbers, and a sentence for a reader. */
export interface Trend {
  readonly tag: string;
  /** Decayed peak, standard deviations. */
  readonly score: number;
  /** Distinct authors of the window that ends now. */
  readonly authors: number;
  readonly peak: { readonly hour: string; readonly authors: number; readonly expected: number; readonly z: number };
  /** 0 to 1: what the penalties left. */
  readonly trust: number;
  /** Of the peak's window, most authors first. */
  readonly languages: readonly LanguageShare[];
  readonly why: string;
}

/** A tag that would trend, were it not held. */
export interface HeldTrend {
  readonly tag: string;
  readonly authors: number;
  readonly z: number;
  readonly trust: number;
  /** A sentence for the moderator. */
  readonly reason: string;
}

/** The trends of one scope and window. */
export interface TrendList {
  readonly scope: TrendScope;
  readonly window: TrendWindow;
  /** First hour of the window that ends now: `2026-11-02T05`. */
  readonly start: string;
  readonly asOf: Instant;
  /** Of a region: by what votes were placed there. `language` while no post says where it was written. */
  readonly placedBy?: "place" | "language";
  readonly trends: readonly Trend[];
  readonly review: readonly HeldTrend[];
}

export interface ComputeTrends {
  readonly asOf: Instant;
  /** What moderators decided. */
  readonly decisions?: Decisions;
  readonly parameters?: TrendParameters;
}

/** The hours whose votes {@link computeTrends} reads, the first and the last one. */
export function voteHours(
  asOf: Instant,
  parameters: TrendParameters = TREND_PARAMETERS,
): { readonly from: Hour; readonly to: Hour } {
  const to = hourOf(asOf);
  return { from: to - hoursNeeded(parameters) + 1, to };
}

/** The tags that have enough authors in any window of the horizon, by scope: those that baselines are needed of. */
export function trendCandidates(
  store: VoteStore,
  asOf: Instant,
  parameters: TrendParameters = TREND_PARAMETERS,
): ReadonlyMap<TrendScope, ReadonlySet<string>> {
  const { horizonHours } = parameters;
  const now = hourOf(asOf);
  const work = scopeWork(store, now - horizonHours + 1, now, parameters);
  const candidates = new Map<TrendScope, Set<string>>();
  eachScope(store, work, scopesIn(store), leastVotes(parameters), (tag, scope, votes) => {
    // A day has at least the authors of each of its hours: one count spares most tags the other one.
    const most = Math.max(...votes.live("day"));
    const [hourly, daily] = [leastRemarkable("hour", parameters), leastRemarkable("day", parameters)];
    if (most < daily && (most < hourly || Math.max(...votes.live("hour")) < hourly)) return;
    const tags = candidates.get(scope);
    if (tags === undefined) candidates.set(scope, new Set([tag]));
    else tags.add(tag);
  });
  return candidates;
}

function leastVotes(parameters: TrendParameters): number {
  return Math.min(...TREND_WINDOWS.map((window) => leastRemarkable(window, parameters)));
}

/**
 * The trends of every scope that has votes, in both windows. A pure function of votes, tallies and instant: replaying the
 * feed gives the same lists.
 *
 * @param store votes of {@link voteHours}
 * @param baselines of the same instant; tallies that it lacks only make it less sure. Tags that it does not want are passed over
 */
export function computeTrends(store: VoteStore, baselines: Baselines, options: ComputeTrends): readonly TrendList[] {
  const { asOf, decisions, parameters = TREND_PARAMETERS } = options;
  const { from, to } = voteHours(asOf, parameters);
  const elapsed = elapsedPart(to, asOf);
  const work = scopeWork(store, from, to, parameters);
  const scopes = scopesIn(store);
  const lists = new Map<string, Found[]>();
  eachScope(store, work, scopes, leastVotes(parameters), (tag, scope, votes) => {
    if (baselines.wanted !== undefined && baselines.wanted.get(scope)?.has(tag) !== true) return;
    const decision = decisions?.of(tag, scope);
    if (decision === "block") return;
    for (const window of TREND_WINDOWS) {
      const trusted = decision === "allow";
      const past = (hour: Hour) => baselines.past(scope, tag, hour, window);
      const suspicion = (first: Hour, last: Hour) => votes.suspicion(first, last);
      const found = scoreTag(votes.counts(window), { now: to, elapsed, parameters, window, past, suspicion, trusted });
      if (found === undefined || !(found.trending || found.suspect)) continue;
      const key = `${scope} ${window}`;
      const list = lists.get(key);
      const entry = { tag, votes, found, held: decision === "hold" };
      if (list === undefined) lists.set(key, [entry]);
      else list.push(entry);
    }
  });
  return scopes.scopes.flatMap((scope) =>
    TREND_WINDOWS.map((window): TrendList => {
      const found = (lists.get(`${scope} ${window}`) ?? []).sort(byScore);
      const start = hourText(to - WINDOW_HOURS[window] + 1);
      const placedBy = placing(scope, store);
      return {
        scope,
        window,
        start,
        asOf,
        ...(placedBy && { placedBy }),
        ...listOf(found, window, store, parameters),
      };
    }),
  );
}

function placing(scope: TrendScope, { places }: VoteStore): "place" | "language" | undefined {
  if (!scope.startsWith("region#")) return undefined;
  return places.some(({ region }) => scope === `region#${region ?? ""}`) ? "place" : "language";
}

interface Found {
  readonly tag: string;
  readonly votes: ScopeVotes;
  readonly found: TagScore;
  /** Whether a moderator holds it: it is listed for review, and not shown. */
  readonly held: boolean;
}

/** Equal scores are ordered by tag, so that a list never depends on the order of votes. */
function byScore(a: Found, b: Found): number {
  return b.found.score - a.found.score || (a.tag < b.tag ? -1 : 1);
}

function listOf(
  all: readonly Found[],
  window: TrendWindow,
  store: VoteStore,
  { listed }: TrendParameters,
): Pick<TrendList, "trends" | "review"> {
  const shown = all.filter(({ found, held }) => found.trending && !held);
  const review = all.filter(({ found, held }) => held || found.suspect !== undefined);
  return {
    trends: shown.slice(0, listed).flatMap((each) => {
      const { peak } = each.found;
      return peak === undefined ? [] : [trendOf(each, peak, window, store)];
    }),
    review: review.slice(0, listed).map((each) => heldOf(each, window)),
  };
}

function trendOf({ tag, votes, found }: Found, peak: TrustedHour, window: TrendWindow, store: VoteStore): Trend {
  const { current, score } = found;
  const trend = {
    tag,
    score: rounded(score),
    authors: current.authors,
    peak: { hour: hourText(peak.hour), authors: peak.authors, expected: rounded(peak.expected), z: rounded(peak.z) },
    trust: rounded(peak.trust),
    languages: languagesOf(votes, peak.hour - WINDOW_HOURS[window] + 1, peak.hour, store),
  };
  return { ...trend, why: whySentence(trend, window, peak.hour === current.hour) };
}

function heldOf({ tag, found, held }: Found, window: TrendWindow): HeldTrend {
  const hour = found.suspect ?? found.peak;
  const { authors, z } = hour ?? found.current;
  const reason = reviewReason(hour, held, window);
  return { tag, authors, z: rounded(z), trust: rounded(hour?.trust ?? 0), reason };
}

function languagesOf({ rows }: ScopeVotes, from: Hour, to: Hour, store: VoteStore): readonly LanguageShare[] {
  const { hours, posts, authorOf, placeOf, places } = store;
  const authors = new Map<number, string>();
  for (const row of rows) {
    if (posts[row]! < 0 || hours[row]! < from || hours[row]! > to) continue;
    // The language of an author's first vote: rows rise by hour, and an author has one an hour.
    if (!authors.has(authorOf[row]!)) authors.set(authorOf[row]!, places[placeOf[row]!]?.language ?? "und");
  }
  const counts = new Map<string, number>();
  for (const language of authors.values()) counts.set(language, (counts.get(language) ?? 0) + 1);
  return [...counts]
    .sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))
    .map(([language, count]) => ({ language, authors: count, share: rounded(count / authors.size) }));
}

/** Three decimals: what is stored is compared by checksums, and a sum's last bits depend on nothing that matters. */
function rounded(value: number): number {
  return Math.round(value * 1_000) / 1_000;
}

/** The tallies of an hour, of every scope, from the votes of the 24 hours that end with it. */
export function tallyHour(
  store: VoteStore,
  hour: Hour,
  parameters: TrendParameters = TREND_PARAMETERS,
): readonly Tally[] {
  const { tallyAuthors, tallyTags } = parameters;
  const work = scopeWork(store, hour, hour, parameters);
  const scopes = scopesIn(store);
  const counts = new Map<TrendScope, [string, readonly [number, number]][]>();
  for (const scope of scopes.scopes) counts.set(scope, []);
  eachScope(store, work, scopes, tallyAuthors, (tag, scope, votes) => {
    const [hourly = 0, daily = 0] = [votes.counts("hour").ever[0], votes.counts("day").ever[0]];
    if (daily >= tallyAuthors) counts.get(scope)?.push([tag, [hourly, daily]]);
  });
  return Array.from(counts, ([scope, tags]) => {
    tags.sort(([a, [, n]], [b, [, m]]) => m - n || (a < b ? -1 : 1));
    return { scope, hour, tags: Object.fromEntries(tags.slice(0, tallyTags)) };
  });
}
