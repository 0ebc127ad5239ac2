import { normalizeLanguage } from "../captions/language-tag";
import { normalizeTag } from "../tags";
import { foldTerm } from "./fold";

/** Longest term kept, UTF-16 units: longer ones are addresses and noise. */
export const MAX_TERM_LENGTH = 64;

const segmenters = new Map<string, Intl.Segmenter>();

/** Made when first needed and kept, because making one takes milliseconds (https://unicode.org/reports/tr29/#Word_Boundaries). */
function segmenterOf(language: string): Intl.Segmenter {
  let segmenter = segmenters.get(language);
  if (segmenter === undefined) {
    segmenter = new Intl.Segmenter(language, { granularity: "word" });
    segmenters.set(language, segmenter);
  }
  return segmenter;
}

/**
 * The words of a text as terms, in their order. Addresses are left out; an underscore parts words, as in tags.
 *
 * @param language in any spelling; the rules of words are Unicode's for all languages, and dictionaries' for some (Thai, Japanese)
 */
export function termsOf(text: string, language?: string): readonly string[] {
  const plain = text
    .normalize("NFC")
    .replace(/https?:\/\/\S+/gu, " ")
    .replaceAll("_", " ");
  const terms: string[] = [];
  const locale = language === undefined ? "und" : (normalizeLanguage(language) ?? "und");
  for (const { segment, isWordLike } of segmenterOf(locale).segment(plain)) {
    if (isWordLike !== true) continue;
    const term = foldTerm(segment).slice(0, MAX_TERM_LENGTH);
    if (/[\p{L}\p{N}]/u.test(term)) terms.push(term);
  }
  return terms;
}

/** A tag as a term of its own, `#` included: it finds posts that carry the tag. `undefined` for what is no tag. */
export function tagTerm(text: string): string | undefined {
  const tag = normalizeTag(text);
  return tag === undefined ? undefined : `#${foldTerm(tag.slice(1))}`.slice(0, MAX_TERM_LENGTH);
}
