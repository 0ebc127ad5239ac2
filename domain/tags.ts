/**
 * A hashtag: `#`, then letters, marks, digits, `_` and the two joiners. Marks (`\p{M}`) carry the vowel signs of the
 * Indic scripts: without them `#हिन्दी` would end after its first letter.
 */
const TAG = /^#[\p{L}\p{M}\p{N}_\u200c\u200d]+$/u;

/** Longest hashtag kept, in UTF-16 units. */
export const MAX_TAG_LENGTH = 100;

/**
 * One spelling for each tag: NFC, lower case, with the full-width `＃` read as `#`.
 * `undefined` when the text is no hashtag.
 */
export function normalizeTag(text: string): string | undefined {
  const tag = text.trim().replace(/^＃/u, "#").normalize("NFC").toLowerCase().normalize("NFC");
  return TAG.test(tag) && /[\p{L}\p{N}]/u.test(tag) && tag.length <= MAX_TAG_LENGTH ? tag : undefined;
}

/** The tags in the order of their first use, each once; texts that are no hashtags are left out. */
export function normalizeTags(texts: readonly string[]): readonly string[] {
  const tags = texts.map(normalizeTag).filter((tag) => tag !== undefined);
  return [...new Set(tags)];
}
