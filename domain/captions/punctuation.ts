/**
 * Punctuation that ends a sentence, in every script of the platform's languages and in those that Transcribe mixes in:
 * full stop, question and exclamation mark, ellipsis, danda and double danda, Urdu's full stop and question mark, and the
 * wide ones of Chinese and Japanese.
 */
const SENTENCE_END = /[.?!…।॥۔؟。！？][\p{Pe}\p{Pf}"']*$/u;
/** Punctuation that ends a clause. */
const CLAUSE_END = /[,;:،؛、，；：–—-][\p{Pe}\p{Pf}"']*$/u;

/** Shortenings whose full stop ends no sentence, without it, in lower case. */
const SHORTENED = new Set(
  [
    "mr mrs ms dr prof st sr jr smt shri no vs rs",
    "डॉ प्रो श्री सुश्री रु",
    "ডা ড প্রো",
    "திரு டாக்டர்",
    "డా శ్రీ",
    "ડૉ શ્રી",
    "ਡਾ ਸ਼੍ਰੀ",
  ]
    .join(" ")
    .normalize("NFC")
    .split(" "),
);

/** Whether the text ends a sentence, as far as it alone can tell. */
export function endsSentence(text: string): boolean {
  return SENTENCE_END.test(text);
}

export function endsClause(text: string): boolean {
  return CLAUSE_END.test(text);
}

/**
 * Whether a sentence ends between the two texts. A full stop also follows titles (`Dr.`), initials (`A. P. J.`) and shortened words
 * (`p.m.`), after which a sentence ends only where the next word has no small letter. Elsewhere small letters tell nothing: some
 * recognizers write no others.
 */
export function sentenceEndsBetween(before: string, after: string | undefined): boolean {
  if (!endsSentence(before)) return false;
  if (after === undefined || !before.endsWith(".") || before.endsWith("..")) return true;
  const word = before.slice(0, -1).replace(/^\P{L}+/u, "");
  if (word.includes(".")) return !/^\p{Ll}/u.test(after);
  return !SHORTENED.has(word.normalize("NFC").toLowerCase()) && !/^\p{Lu}$/u.test(word);
}
