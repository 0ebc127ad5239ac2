/**
 * A hashtag: `#`, then letters, marks, digits, `_`, emoji, `-`, `+` and the two joiners. Marks (`\p{M}`) carry the vowel signs of the
 * Indic scripts: without them `#हिन्दी` would end after its first letter. What of a text is a hashtag: `findTags`.
 */
const TAG =
  /^#(?:[\p{L}\p{M}\p{N}\p{XID_Continue}\p{Extended_Pictographic}_+\u200c-]|(?![#*])\p{Emoji_Component}|\*\ufe0f?\u20e3)+$/u;

const SUBSTANCE = /[\p{L}\p{N}\p{Extended_Pictographic}\p{Regional_Indicator}]/u;

/** Longest hashtag kept, in UTF-16 units. */
export const MAX_TAG_LENGTH = 100;

/**
 * One spelling for each tag: NFC, lower case, with the full-width `＃` and the small `﹟` read as `#`.
 * `undefined` when the text is no hashtag.
 */
export function normalizeTag(text: string): string | undefined {
  const written = text
    .trim()
    .replace(/^[＃﹟]/u, "#")
    .normalize("NFC");
  const tag = lowerCase(written).normalize("NFC");
  return TAG.test(tag) && SUBSTANCE.test(tag) && tag.length <= MAX_TAG_LENGTH ? tag : undefined;
}

/** Emoji keep their form: the lower case of Ⓜ️ is none. */
function lowerCase(text: string): string {
  return text.replaceAll(/\P{So}+/gu, (part) => part.toLowerCase());
}

/** The tags in the order of their first use, each once; texts that are no hashtags are left out. */
export function normalizeTags(texts: readonly string[]): readonly string[] {
  const tags = texts.map(normalizeTag).filter((tag) => tag !== undefined);
  return [...new Set(tags)];
}
