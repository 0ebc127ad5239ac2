import type { Span } from "./spans";

/** Addresses, hashtags and handles; hashtags as Unicode defines them: https://www.unicode.org/reports/tr31/#hashtag_identifiers */
const ADDRESS =
  /https?:\/\/[^\s<>"]+|www\.[^\s<>"]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|[#@][\p{XID_Continue}\u200c\u200d_+-]+/gu;

/** What in a text is no word of its language, in any of them. */
export function addresses(text: string): Span[] {
  return [...text.matchAll(ADDRESS)].map(({ 0: found, index }) => ({ begin: index, end: index + found.length }));
}
