import { normalizeLanguage } from "../captions/language-tag";
import type { StateOrder } from "../event-order";
import type { Instant } from "../time";
import { isStopWord } from "./stop-words";
import { tagTerm, termsOf } from "./words";

/**
 * Where the words of a document come from:
 * - `text`: what the author wrote; `text-translation`: the same in another language
 * - `captions`: what was said; `captions-translation`: the same in another language
 */
export const SEARCH_SOURCES = ["text", "text-translation", "captions", "captions-translation"] as const;
export type SearchSource = (typeof SEARCH_SOURCES)[number];

/** One text of a post in one language. */
export interface SearchDocument {
  readonly postId: string;
  /** When the post was made: what recency counts from. */
  readonly createdAt: Instant;
  readonly source: SearchSource;
  /** Any spelling; `und` where it is not known. */
  readonly language: string;
  /** Which state of its source it is: an older one never wins. Of captions: the post's version, `updatedAt`, media version and revision. */
  readonly order: StateOrder;
  readonly text: string;
  /** Of a `text`: the post's tags, manual and automated. */
  readonly tags?: readonly string[];
}

/** A term with what a document gives it, before the term's rarity is known. */
export interface WeighedTerm {
  readonly term: string;
  /** Three decimals. */
  readonly weight: number;
}

/**
 * | parameter | value | source |
 * | --- | --- | --- |
 * | `k1`, `b` | 1.2, 0.75 | Robertson and Zaragoza, The Probabilistic Relevance Framework: BM25 and Beyond (2009), 3.3 |
 * | `averageLength` | 20, 120 words | ours: a post, a minute of speech. Fixed, so that a weight does not change with other posts |
 * | `sources` | 1, 0.7, 0.7, 0.5 | ours: speech is recognized and translations are machines', so both err |
 * | `tag`, `opening` | 3, 1.5 | ours: field weights of BM25F, for a tag and for words among the first twelve |
 * | `maxTerms` | 28, 36 | 64 a post and language, as the contract has it: a language has one text and one file of captions |
 */
export const SEARCH_PARAMETERS = {
  k1: 1.2,
  b: 0.75,
  averageLength: { text: 20, captions: 120 },
  sources: { text: 1, "text-translation": 0.7, captions: 0.7, "captions-translation": 0.5 },
  tag: 3,
  opening: 1.5,
  openingWords: 12,
  maxTerms: { text: 28, captions: 36 },
} as const satisfies Readonly<Record<string, unknown>> & { readonly sources: Readonly<Record<SearchSource, number>> };

/** What a document is of: its text or its captions. A post has one of each in a language. */
export function kindOf(source: SearchSource): "text" | "captions" {
  return source === "text" || source === "text-translation" ? "text" : "captions";
}

/** `captions#hi`: what tells the documents of a post from each other. */
export function documentName({ source, language }: Pick<SearchDocument, "source" | "language">): string {
  return `${kindOf(source)}#${normalizeLanguage(language) ?? "und"}`;
}

/**
 * The terms that a document is found by, the weightiest first: BM25's part that depends on the document alone, with tags and the opening
 * words as weightier fields (BM25F), times the weight of its source. Equal weights are ordered by their place in the text.
 */
export function weighTerms({ source, language, text, tags = [] }: SearchDocument): readonly WeighedTerm[] {
  const { k1, b, averageLength, sources, tag, opening, openingWords, maxTerms } = SEARCH_PARAMETERS;
  const kind = kindOf(source);
  const code = normalizeLanguage(language);
  const words = termsOf(text, language);
  const frequency = new Map<string, number>();
  const add = (term: string, by: number) => frequency.set(term, (frequency.get(term) ?? 0) + by);
  for (const [place, term] of words.entries()) {
    if (!isStopWord(term, code)) add(term, place < openingWords ? opening : 1);
  }
  for (const each of tags) {
    const term = tagTerm(each);
    if (term === undefined) continue;
    add(term, tag);
    for (const word of termsOf(term.slice(1), language)) add(word, tag);
  }
  const length = k1 * (1 - b + (b * words.length) / averageLength[kind]);
  return [...frequency]
    .map(([term, count]) => ({ term, weight: rounded((sources[source] * count * (k1 + 1)) / (count + length)) }))
    .sort((x, y) => y.weight - x.weight)
    .slice(0, maxTerms[kind]);
}

function rounded(value: number): number {
  return Math.round(value * 1_000) / 1_000;
}
