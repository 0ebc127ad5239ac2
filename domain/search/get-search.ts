import { jsonAnswer, type HttpAnswer } from "../http/answer";
import { accept, invalid, refuse, strangeParameter, wholeNumber, type Checked, type HttpCall } from "../http/call";
import { parseQuery, type SearchQuery } from "./query";
import { RANK_PARAMETERS, type SearchHit } from "./rank";
import { TERM_SHARDS } from "./search-items";

/** The scope that searching takes. */
export const SEARCH_READ_SCOPE = "search/read";

/** Most posts of an answer. */
export const MAX_SEARCH_HITS = 50;

/** Months that a search looks back, the present one included: eight rare words are 384 reads then. */
export const SEARCH_MONTHS = 12;

/** What `GET /v1/search` asks for. */
export interface SearchCall {
  readonly q: string;
  readonly query: SearchQuery;
  readonly limit: number;
}

/** Checks a search. */
export function parseGetSearch(call: HttpCall): Checked<SearchCall> {
  const { path, query } = call;
  const stranger = strangeParameter(call, ["q", "language", "limit"]);
  if (stranger !== undefined) return refuse(stranger);
  const q = query["q"] ?? "";
  const parsed = parseQuery(query["q"], query["language"]);
  if (!parsed.ok) {
    // "q is empty: give words to look for."
    const { parameter, reason } = parsed;
    const [what = "", cure = ""] = reason.replace(/\.$/, "").split(/: (?=[^:]*$)/);
    return refuse(invalid(path, parameter, what.slice(parameter.length + 1), cure));
  }
  const limit = wholeNumber(call, "limit", "20", MAX_SEARCH_HITS);
  return limit.ok ? accept({ q, query: parsed.query, limit: limit.value }) : limit;
}

/** Most postings that are read of one partition, so that all of a month's stay within what is ranked. */
export function postingsAPartition({ terms, without }: SearchQuery): number {
  return Math.ceil(RANK_PARAMETERS.postings / ((terms.length + without.length) * TERM_SHARDS));
}

export function searchAnswer({ q, query, limit }: SearchCall, hits: readonly SearchHit[]): HttpAnswer {
  const { terms, without, language } = query;
  const about = { q, terms, ...(without.length > 0 && { without }), ...(language !== undefined && { language }) };
  return jsonAnswer(200, { ...about, posts: hits.slice(0, limit) });
}
