/** Part of a text, in UTF-16 units; `end` is exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * What a reader's application makes a link of: `http://`, `https://` or `ftp://`, `www.`, an address of mail, or a host with a path or a
 * query. A link ends at the next blank: what follows its `#` is a fragment in any script.
 */
const LINK =
  /(?:https?|ftp):\/\/\S+|www\.\S+|mailto:\S+|(?<![#﹟＃\p{L}\p{M}\p{N}.-])[\p{L}\p{M}\p{N}-]+(?:\.[\p{L}\p{M}\p{N}-]+)*\.[\p{L}\p{M}]{2,}[/?]\S*/giu;

/** The links of a text in their order. */
export function linkSpans(text: string): readonly Span[] {
  // Most posts have none, and the rule is dear.
  if (!/[/?]|www\.|mailto:/iu.test(text)) return [];
  return Array.from(text.matchAll(LINK), ({ index, 0: link }) => ({ start: index, end: index + link.length }));
}
