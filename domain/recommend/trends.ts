import { languageRow } from "../captions/language-table";
import { meaningOf } from "../hashtags/aliases";
import type { Instant } from "../time";
import { hourOf, hourText, WINDOW_HOURS } from "../trends/hours";
import { tallyKey, trendKey, type TallyItem, type TrendItem } from "../trends/trend-items";
import type { TrendScope } from "../trends/scopes";
import { FEED_PARAMETERS } from "./parameters";

/** A tag that many write about, and so leads to posts. */
export interface FeedTrend {
  readonly tag: string;
  /** `trend`: more than is usual; `popular`: many, as ever. */
  readonly kind: "trend" | "popular";
  readonly scope: TrendScope;
  /** 0 to 1, by its place. */
  readonly strength: number;
  /** A sentence for the reader. */
  readonly why: string;
}

/** What was read of one scope, each the newest of the last day. */
export interface ScopeOfFeed {
  readonly scope: TrendScope;
  readonly hour?: TrendItem | undefined;
  readonly day?: TrendItem | undefined;
  /** Of the hour that was tallied last. */
  readonly tally?: TallyItem | undefined;
}

/** Whether a tag may lead somebody anywhere in a scope. */
export type MayLead = (tag: string, scope: TrendScope) => boolean;

/** The scopes of a reader: of languages, or everyone's where none is known. */
export function feedScopes(languages: readonly string[]): readonly TrendScope[] {
  return languages.length === 0 ? ["global"] : languages.map((language) => `lang#${language}` as const);
}

/** Keys of the lists and tallies of a scope that are new enough: of the last 24 hours. */
export function feedRanges(scope: TrendScope, now: Instant) {
  const [last, first] = [hourOf(now), hourOf(now) - WINDOW_HOURS.day];
  const list = (window: "hour" | "day") => {
    const from = first - WINDOW_HOURS[window] + 1;
    return [trendKey(scope, window, from).windowStart, trendKey(scope, window, last).windowStart] as const;
  };
  const tally = (hour: number) => tallyKey(scope, hour).windowStart;
  return { hour: list("hour"), day: list("day"), tally: [tally(first), tally(last)] as const };
}

/**
 * The tags that lead to posts: trends of the scopes, those of the hour before those of the day, scopes taking turns; where they are few, tags that
 * most people used in a day. What is held for review in a scope leads nobody anywhere.
 */
export function feedTrends(scopes: readonly ScopeOfFeed[], mayLead: MayLead): readonly FeedTrend[] {
  const held = heldIn(scopes);
  const may: MayLead = (tag, scope) => !held.has(tag) && mayLead(tag, scope);
  const trending = inTurns(scopes.map((each) => trendsOf(each, may)));
  const popular = trending.length < FEED_PARAMETERS.leastTrends ? scopes.map((each) => popularOf(each, may)) : [];
  const seen = new Set<string>();
  const kept = [...trending, ...inTurns(popular)].filter(({ tag }) => {
    const isNew = !seen.has(meaningOf(tag));
    seen.add(meaningOf(tag));
    return isNew;
  });
  return kept.slice(0, FEED_PARAMETERS.trends).map((each, place) => ({ ...each, strength: 0.9 ** place }));
}

type Unplaced = Omit<FeedTrend, "strength">;

/** The first of each, then the second of each, each tag once. */
function inTurns(lists: readonly (readonly Unplaced[])[]): readonly Unplaced[] {
  const turns = Math.max(0, ...lists.map(({ length }) => length));
  const all = Array.from({ length: turns }, (_, turn) => lists.flatMap((list) => list[turn] ?? [])).flat();
  const tags = new Set<string>();
  return all.filter(({ tag }) => !tags.has(tag) && tags.add(tag));
}

function trendsOf({ scope, hour, day }: ScopeOfFeed, mayLead: MayLead): readonly Unplaced[] {
  return [...(hour?.trends ?? []), ...(day?.trends ?? [])]
    .filter(({ tag }) => mayLead(tag, scope))
    .map(({ tag, why }) => ({ tag, kind: "trend", scope, why: `${tag} trends${placeOf(scope)}: ${why}` }));
}

function popularOf({ scope, tally }: ScopeOfFeed, mayLead: MayLead): readonly Unplaced[] {
  return Object.entries(tally?.tags ?? {})
    .map(([tag, [, authors]]) => ({ tag, authors }))
    .filter(({ tag, authors }) => authors >= FEED_PARAMETERS.popularAuthors && mayLead(tag, scope))
    .sort((a, b) => b.authors - a.authors || (a.tag < b.tag ? -1 : 1))
    .slice(0, FEED_PARAMETERS.trends)
    .map(({ tag, authors }) => {
      const why = `${authors} people used ${tag} within 24 hours${placeOf(scope)}, to ${hourText(tallied(tally))}:00 UTC.`;
      return { tag, kind: "popular", scope, why };
    });
}

/** The hour after the one that was tallied. */
function tallied(tally: TallyItem | undefined): number {
  return hourOf(`${tally?.windowStart.slice("tally#".length) ?? ""}:00:00Z`) + 1;
}

function heldIn(scopes: readonly ScopeOfFeed[]): ReadonlySet<string> {
  const held = scopes.flatMap(({ hour, day }) => [...(hour?.review ?? []), ...(day?.review ?? [])]);
  return new Set(held.map(({ tag }) => tag));
}

function placeOf(scope: TrendScope): string {
  const [, language] = scope.split("#");
  return language === undefined ? "" : ` in ${languageRow(language)?.name ?? language}`;
}
