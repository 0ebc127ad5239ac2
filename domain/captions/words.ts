/** One spoken word. Times are whole milliseconds from the beginning of the media. */
export interface Word {
  readonly text: string;
  readonly start: number;
  /** At least one millisecond after `start`. */
  readonly end: number;
  /** 0 to 1; absent where the recognizer gave none. */
  readonly confidence?: number;
  readonly speaker?: string;
  readonly channel?: string;
  /** BCP 47, as Transcribe writes it: `hi-IN`. Only where a word's language is known apart from its transcript's. */
  readonly language?: string;
  /** Punctuation that follows the word without a space. */
  readonly trail?: string;
  /** What stands before the word without a space: opening quotes, or a punctuation that came first. */
  readonly lead?: string;
}

/** Letters of scripts that put no space between words. */
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;
/** Punctuation beside such letters is as wide as they are and brings its own space. */
const WIDE_PUNCTUATION = /[\u3000-\u303f\uff00-\uffef]/;

/** A word with its punctuation, as it is shown. */
export function shown(word: Word): string {
  return `${word.lead ?? ""}${word.text}${word.trail ?? ""}`;
}

/** Whether a space stands between two texts that follow each other. */
export function spaced(before: string, after: string): boolean {
  const last = lastCharacter(before);
  const first = String.fromCodePoint(after.codePointAt(0) ?? 32);
  // Most texts are spaced: two comparisons settle it for everything below the first unspaced script.
  if (last < "\u0e00" || first < "\u0e00") return true;
  const unspaced = (character: string) => UNSPACED.test(character) || WIDE_PUNCTUATION.test(character);
  return !(unspaced(last) && unspaced(first));
}

function lastCharacter(text: string): string {
  const unit = text.slice(-1);
  return unit >= "\udc00" && unit <= "\udfff" ? text.slice(-2) : unit;
}

/** Texts one after another, with spaces where their script has them. */
export function joined(texts: readonly string[]): string {
  let text = "";
  let last = "";
  for (const next of texts) {
    if (next === "") continue;
    text += last !== "" && spaced(last, next) ? ` ${next}` : next;
    last = next;
  }
  return text;
}

/** The words `[from, to)` as running text. */
export function textOf(words: readonly Word[], from = 0, to = words.length): string {
  return joined(words.slice(from, to).map(shown));
}
