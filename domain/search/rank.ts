import { languageRow } from "../captions/language-table";
import { daysBetween, dayOf, type Instant } from "../time";
import type { SearchSource } from "./documents";
import type { SearchQuery } from "./query";
import { postingEntries, type Posting, type PostMarker } from "./search-items";

/**
 * | parameter | value | source |
 * | --- | --- | --- |
 * | `halfLifeDays` | 30 | ours: a month |
 * | `oldest` | 0.3 | ours: what is left for an old post, so that a good answer of last year beats a poor one of today |
 * | `postings` | 4000 | ours: newest postings that are looked at, of all terms of a query together |
 * | `candidates` | 200 | ours: ranked posts whose markers are read, in two batches of DynamoDB's 100 |
 */
export const RANK_PARAMETERS = { halfLifeDays: 30, oldest: 0.3, postings: 4_000, candidates: 200 } as const;

/** Why a post was found by a term. */
export interface TermReason {
  readonly term: string;
  readonly source: SearchSource;
  /** ISO 639 of the document that has the term. */
  readonly language: string;
  /** The term's part of the score, before recency. */
  readonly weight: number;
}

export interface SearchHit {
  readonly postId: string;
  readonly createdAt: Instant;
  readonly score: number;
  readonly terms: readonly TermReason[];
  /** What age leaves of the score, 0.3 to 1. */
  readonly recency: number;
  /** A sentence for the reader. */
  readonly why: string;
}

export interface RankContext {
  readonly now: Instant;
  /** Posts in the index, about: what makes a term rare. */
  readonly posts: number;
}

/**
 * Ranks posts by what their terms weigh (BM25: Robertson and Zaragoza 2009), by how many of the query's terms they have, and by recency.
 * Text, captions and translations of a post say the same thing in several ways, so of those the best one counts, not their sum.
 *
 * @param postings by term: of the query's, and of those left out
 * @returns the best candidates; `withoutRemoved` has the last word
 */
export function rankPosts(
  { terms, without, language }: SearchQuery,
  postings: ReadonlyMap<string, readonly Posting[]>,
  { now, posts }: RankContext,
): readonly SearchHit[] {
  const excluded = new Set(without.flatMap((term) => idsOf(postings.get(term) ?? [], language)));
  const found = new Map<string, Found>();
  for (const term of terms) {
    const all = postings.get(term) ?? [];
    const rarity = rarityOf(all.length, posts);
    for (const posting of all) {
      const best = excluded.has(posting.postId) ? undefined : bestEntry(posting, language);
      if (best === undefined) continue;
      let hit = found.get(posting.postId);
      if (hit === undefined) found.set(posting.postId, (hit = { posting, sum: 0, terms: [] }));
      hit.sum += best.weight * rarity;
      hit.terms.push({ ...best, term, weight: best.weight * rarity });
    }
  }
  return [...found.values()]
    .map((each) => ({ ...each, ...scoreOf(each, terms.length, now) }))
    .sort((a, b) => b.score - a.score || newerFirst(a.posting, b.posting))
    .slice(0, RANK_PARAMETERS.candidates)
    .map((each) => hitOf(each, now));
}

/** The hits whose posts still stand, by the markers that were read after ranking. A post without a marker is not yet wholly indexed. */
export function withoutRemoved(hits: readonly SearchHit[], markers: readonly PostMarker[]): readonly SearchHit[] {
  const standing = new Set(markers.filter(({ removed }) => !removed).map((marker) => marker.termShard));
  return hits.filter(({ postId }) => standing.has(`post#${postId}`));
}

interface Found {
  readonly posting: Posting;
  sum: number;
  readonly terms: TermReason[];
}

function idsOf(postings: readonly Posting[], language: string | undefined): string[] {
  return postings.filter((each) => bestEntry(each, language) !== undefined).map(({ postId }) => postId);
}

/** Of the documents that have the term, the one that it weighs most in; the first by name of equal ones. */
function bestEntry(posting: Posting, language: string | undefined): Omit<TermReason, "term"> | undefined {
  let best: Omit<TermReason, "term"> | undefined;
  let bestName = "";
  for (const [name, { weight, source }] of postingEntries(posting)) {
    const of = name.slice(name.indexOf("#") + 1);
    if (language !== undefined && of !== language) continue;
    const better = best === undefined || weight > best.weight || (weight === best.weight && name < bestName);
    if (better) [best, bestName] = [{ source, language: of, weight }, name];
  }
  return best;
}

/** BM25's inverse document frequency, never below 0. */
function rarityOf(having: number, posts: number): number {
  const all = Math.max(posts, having);
  return Math.log(1 + (all - having + 0.5) / (having + 0.5));
}

/** A post with half of the terms has half of the score that its terms add up to, and so comes after one with all of them. */
function scoreOf({ posting, sum, terms }: Found, wanted: number, now: Instant) {
  const { halfLifeDays, oldest } = RANK_PARAMETERS;
  const age = Math.max(0, Date.parse(now) - Date.parse(posting.createdAt)) / 86_400_000;
  const recency = oldest + (1 - oldest) * 2 ** (-age / halfLifeDays);
  return { recency, score: sum * (terms.length / wanted) * recency };
}

function newerFirst(a: Posting, b: Posting): number {
  if (a.createdAt !== b.createdAt) return a.createdAt < b.createdAt ? 1 : -1;
  return a.postId < b.postId ? -1 : 1;
}

const WHERE: Readonly<Record<SearchSource, (language: string) => string>> = {
  text: (language) => `the ${language} text`,
  "text-translation": (language) => `the text's ${language} translation`,
  captions: (language) => `what is said in ${language}`,
  "captions-translation": (language) => `the captions' ${language} translation`,
};

function hitOf(
  { posting, terms, recency, score }: Found & { recency: number; score: number },
  now: Instant,
): SearchHit {
  const { postId, createdAt } = posting;
  const places = terms.map(({ term, source, language }) => `“${term}” in ${WHERE[source](nameOf(language))}`);
  return {
    postId,
    createdAt,
    score: rounded(score),
    terms: terms.map((each) => ({ ...each, weight: rounded(each.weight) })),
    recency: rounded(recency),
    why: `It has ${places.join(", ")}, and is ${ageOf(createdAt, now)}.`,
  };
}

function ageOf(createdAt: Instant, now: Instant): string {
  const days = Math.max(0, daysBetween(dayOf(createdAt), dayOf(now)));
  if (days === 0) return "of today";
  return days === 1 ? "of yesterday" : `${days} days old`;
}

function nameOf(language: string): string {
  return language === "und" ? "unidentified" : (languageRow(language)?.name ?? language);
}

function rounded(value: number): number {
  return Math.round(value * 1_000) / 1_000;
}
