import { normalizeLanguage } from "../captions/language-tag";
import { isStopWord } from "./stop-words";
import { tagTerm, termsOf } from "./words";

/** Longest query, UTF-16 units, and the most terms in it: each is a read of the index. */
export const MAX_QUERY_LENGTH = 200;
export const MAX_QUERY_TERMS = 8;

/** What a search looks for: posts with any of the terms, the more the better, and none of those left out. */
export interface SearchQuery {
  readonly terms: readonly string[];
  readonly without: readonly string[];
  /** ISO 639: only documents in this language count. */
  readonly language?: string;
}

export type ParsedQuery =
  | { readonly ok: true; readonly query: SearchQuery }
  | { readonly ok: false; readonly parameter: "q" | "language"; readonly reason: string };

const refused = (parameter: "q" | "language", reason: string): ParsedQuery => ({ ok: false, parameter, reason });

/**
 * Reads a query: words in any language, `#tag` for the tag alone, `-word` for posts without it.
 *
 * @param language only documents in it; the query itself may be in any
 */
export function parseQuery(q: string | undefined, language?: string): ParsedQuery {
  if (q === undefined || q.trim() === "") return refused("q", "q is empty: give words to look for, as in q=cricket.");
  if (!q.isWellFormed()) return refused("q", "q is broken text: send it as UTF-8, percent-encoded.");
  if (q.length > MAX_QUERY_LENGTH) {
    return refused("q", `q has ${q.length} characters: use at most ${MAX_QUERY_LENGTH}.`);
  }
  if (/["“”„«»]/u.test(q)) return refused("q", "q has quotation marks: phrases are not searched, leave the marks out.");
  const code = language === undefined ? undefined : normalizeLanguage(language);
  if (language !== undefined && code === undefined) {
    return refused("language", `language "${language}" is no language tag: use one such as hi or ta-IN.`);
  }
  const pieces = q.normalize("NFC").trim().split(/\s+/u);
  const wanted = pieces.filter((piece) => !isExclusion(piece)).flatMap((piece) => pieceTerms(piece, code));
  const without = pieces.filter(isExclusion).flatMap((piece) => pieceTerms(piece.slice(1), code));
  // Of nothing but common words, those are what is meant.
  const rare = wanted.filter((term) => !isStopWord(term, code));
  const terms = [...new Set(rare.length > 0 ? rare : wanted)];
  if (terms.length === 0) {
    return without.length > 0
      ? refused("q", "q only leaves words out: give at least one to look for, too.")
      : refused("q", "q has no word in it: give letters or digits to look for.");
  }
  const all = terms.length + new Set(without).size;
  if (all > MAX_QUERY_TERMS) return refused("q", `q has ${all} words: use at most ${MAX_QUERY_TERMS}.`);
  return { ok: true, query: { terms, without: [...new Set(without)], ...(code !== undefined && { language: code }) } };
}

/** A minus before a letter; a hyphen within a word is none, nor is a dash on its own. */
function isExclusion(piece: string): boolean {
  return /^-[#＃]?[\p{L}\p{N}]/u.test(piece);
}

function pieceTerms(piece: string, language: string | undefined): readonly string[] {
  const tag = /^[#＃]/u.test(piece) ? tagTerm(piece) : undefined;
  return tag === undefined ? termsOf(piece, language) : [tag];
}
