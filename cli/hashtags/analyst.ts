import type { KeyPhrase } from "../../domain";
import type { TaggedFeedPost } from "../../samples/hashtags/generate";

/** Words in this share of a language's texts are about nothing. */
const STOP_SHARE = 0.06;
const MOST_WORDS = 2;

/**
 * Stands in for Comprehend in the report: key phrases are what stands between a language's commonest words, which are counted in earlier posts. It
 * knows no grammar and no tag, and takes noise for phrases as readily as anything.
 */
export class Analyst {
  readonly #languages = new Map<string, { texts: number; readonly words: Map<string, number> }>();

  learn({ language, text }: Pick<TaggedFeedPost, "language" | "text">): void {
    const seen = this.#languages.get(language) ?? { texts: 0, words: new Map<string, number>() };
    this.#languages.set(language, seen);
    seen.texts += 1;
    for (const word of new Set(plainWords(text))) seen.words.set(word, (seen.words.get(word) ?? 0) + 1);
  }

  keyPhrases({ language, text }: Pick<TaggedFeedPost, "language" | "text">): readonly KeyPhrase[] {
    const seen = this.#languages.get(language);
    const stops = (word: string): boolean =>
      seen !== undefined && seen.texts >= 20 && (seen.words.get(word) ?? 0) / seen.texts > STOP_SHARE;
    const phrases: string[][] = [[]];
    for (const word of plainWords(text)) {
      if (stops(word)) phrases.push([]);
      else if ((phrases.at(-1)?.length ?? 0) === MOST_WORDS) phrases.push([word]);
      else phrases.at(-1)?.push(word);
    }
    return phrases.filter(({ length }) => length > 0).map((words) => ({ Text: words.join(" "), Score: 0.95 }));
  }
}

/** Words without tags and punctuation. */
export function plainWords(text: string): readonly string[] {
  return text
    .toLowerCase()
    .split(/\s+/u)
    .filter((word) => !word.startsWith("#"))
    .map((word) => word.replaceAll(/[.…!?]+$/gu, ""))
    .filter((word) => word !== "");
}
