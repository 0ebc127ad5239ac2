import { languageRow } from "../../captions/language-table";
import { parseLanguage } from "../../captions/language-tag";
import { normalizeTag } from "../../tags";
import { tagIn } from "../aliases";
import { isHashtag } from "../extract";
import { SUGGEST_PARAMETERS } from "./weights";

/** ISO 15924 of the platform's languages, as regular expressions know them. */
const LETTERS: Readonly<Record<string, RegExp>> = Object.fromEntries(
  ["Latn", "Deva", "Beng", "Taml", "Telu", "Gujr", "Knda", "Mlym", "Guru", "Orya", "Arab", "Sinh", "Olck"].map(
    (script) => [script, new RegExp(`\\p{Script=${script}}`, "gu")],
  ),
);

/** What a post is written in: a language, and the script that tags have to be in. */
export interface Writing {
  /** ISO 639: `hi`. */
  readonly language: string;
  /** ISO 15924: `Deva`; of a post in Latin letters `Latn`, whatever the language. */
  readonly script: string;
}

/** How a post is written: in its language's script, unless the tag of the language or most letters of the text say Latin. */
export function writingOf(stated: string, text: string): Writing {
  const tag = parseLanguage(stated);
  const language = tag?.language ?? stated;
  const usual = languageRow(language)?.script ?? "Latn";
  if (tag?.script !== undefined) return { language, script: tag.script };
  const own = count(text, usual);
  return { language, script: own === 0 && count(text, "Latn") > 0 ? "Latn" : usual };
}

function count(text: string, script: string): number {
  const letters = LETTERS[script];
  return letters === undefined ? 0 : (text.match(letters)?.length ?? 0);
}

/**
 * A tag as a post of this writing can have it: the tag itself when its letters are of the script, else the table's word for it in the
 * language; `undefined` when neither is so.
 */
export function tagFor(tag: string, { language, script }: Writing): string | undefined {
  const word = tagIn(tag, language);
  if (word !== undefined && isWritten(word, script)) return word;
  return isWritten(tag, script) ? tag : undefined;
}

/** Whether all letters of a text are of a script; digits, marks and emoji are of any. */
function isWritten(text: string, script: string): boolean {
  const letters = text.match(/\p{L}/gu) ?? [];
  return letters.length > 0 && count(letters.join(""), script) === letters.length;
}

/** English words that phrases begin with and tags do not. */
const ARTICLES = /^(?:the|an?|my|our|your|his|her|its|their|this|that|these|those|some|all)$/u;

/** The words of a text: what stands between blanks, without punctuation around it. Tags and links are no words. */
export function wordsOf(text: string): readonly string[] {
  return text
    .normalize("NFC")
    .split(/\s+/u)
    .filter((word) => !/[#﹟＃@]|:\/\//u.test(word))
    .map((word) => word.replaceAll(/^[^\p{L}\p{N}]+|[^\p{L}\p{M}\p{N}\u200d]+$/gu, "").replace(/['’]s$/u, ""))
    .filter((word) => word !== "");
}

/**
 * A phrase as a tag: its words joined, in Latin letters without anything between (#lastover), in others with `_`, because a virama at a
 * word's end would join with the next word's letter (#आख़िरी_ओवर). `undefined` for more than three words, and what makes no tag.
 */
export function tagOfPhrase(phrase: string): string | undefined {
  const words = wordsOf(phrase);
  const first = words.findIndex((word) => !ARTICLES.test(word.toLowerCase()));
  const kept = first < 0 ? [] : words.slice(first);
  if (kept.length === 0 || kept.length > SUGGEST_PARAMETERS.mostWords) return undefined;
  const plain = kept.every((word) => /^[\p{Script=Latin}\p{N}\p{P}]+$/u.test(word));
  return tagOfWord(kept.join(plain ? "" : "_"));
}

/** A word as a tag. */
export function tagOfWord(word: string): string | undefined {
  const tag = normalizeTag(`#${word}`);
  return tag !== undefined && isHashtag(tag) && [...tag].length > 2 ? tag : undefined;
}
