import { LANGUAGE_TABLE, languageRow } from "../captions/language-table";
import { parseLanguage, type LanguageTag } from "../captions/language-tag";

/**
 * How a text's language was told:
 *
 * - `script`: no other language of the platform is written so
 * - `comprehend`: Comprehend's dominant language
 * - `stated`: what the post, or Transcribe, says
 * - `usual`: the language that most people write in that script
 */
export type LanguageSource = "script" | "comprehend" | "stated" | "usual";

/** The language of a text. */
export interface TextLanguage {
  /** BCP 47; with a script where it is not the language's usual one: `hi`, `hi-Latn`. */
  readonly tag: string;
  readonly by: LanguageSource;
  /** Comprehend's, 0 to 1. */
  readonly score?: number;
}

/** A language as Comprehend's DetectDominantLanguage answers. */
export interface DominantLanguage {
  readonly LanguageCode: string;
  /** 0 to 1. */
  readonly Score: number;
}

/** What a script says. `ask`: Comprehend has to be asked, unless the text is too short; `languageFrom` settles it. */
export type LanguageByScript =
  | { readonly kind: "known"; readonly language: TextLanguage }
  | { readonly kind: "ask"; readonly script: string | undefined; readonly letters: number }
  /** No letters at all: digits, emoji, links. */
  | { readonly kind: "none" };

/** Letters, with their marks, from which Comprehend tells a language: https://docs.aws.amazon.com/comprehend/latest/dg/how-languages.html */
export const LEAST_LETTERS = 20;
/** Comprehend's score from which it is believed: without a stated language that fits, and against one. */
export const DOMINANT_SCORE = { alone: 0.5, againstStated: 0.8 } as const;

/** ISO 15924 by the languages written in it, in the order of the platform's table: the first is the usual one. */
const LANGUAGES_BY_SCRIPT = Map.groupBy(LANGUAGE_TABLE, ({ script }) => script);
const LETTERS: readonly (readonly [string, RegExp])[] = [...LANGUAGES_BY_SCRIPT.keys()].map((script) => [
  script,
  new RegExp(`\\p{Script=${script}}`, "gu"),
]);

/** Letters that one language has of those that share a script. */
const OWN_LETTERS: readonly (readonly [string, RegExp])[] = [["as", /ৰ/u]];

/** What is no language: links, and tags, which are often of another one. */
const LINK = /(https?:\/\/|www\.)\S+/iu;
const TAGS = /[#＃﹟]\S+/gu;

/** What a text is written in, by the script of most of its letters; tags count only where nothing else is written. */
export function languageByScript(text: string): LanguageByScript {
  const bare = text.replaceAll(/\S+/gu, withoutLink);
  const said = bare.replaceAll(TAGS, " ");
  return byLetters(/\p{L}/u.test(said) ? said : bare);
}

/** A word without the link in it; nothing of addresses and mentions. By words, for a pattern that looks for `@` from every place takes minutes over a long one. */
function withoutLink(word: string): string {
  const at = word.indexOf("@");
  return at >= 0 && at < word.length - 1 ? " " : word.replace(LINK, " ");
}

function byLetters(text: string): LanguageByScript {
  if (!/\p{L}/u.test(text)) return { kind: "none" };
  const letters = count(text, /[\p{L}\p{M}]/gu);
  const counts = LETTERS.map(([script, pattern]) => [script, count(text, pattern)] as const);
  const [script, most] = counts.reduce((best, each) => (each[1] > best[1] ? each : best));
  if (most === 0) return { kind: "ask", script: undefined, letters };
  const own = OWN_LETTERS.find(([language, letter]) => languageRow(language)?.script === script && letter.test(text));
  const [first, ...others] = LANGUAGES_BY_SCRIPT.get(script) ?? [];
  if (own !== undefined) return { kind: "known", language: { tag: own[0], by: "script" } };
  // Latin letters are those of half the world: English is only what the platform knows of it.
  if (first !== undefined && others.length === 0 && script !== "Latn") {
    return { kind: "known", language: { tag: first.language, by: "script" } };
  }
  return { kind: "ask", script, letters };
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}

/** Whether Comprehend is to be asked: it has something to go by. */
export function isAsked(by: LanguageByScript): boolean {
  return by.kind === "ask" && by.letters >= LEAST_LETTERS;
}

/**
 * A text's language, once Comprehend was asked where that was worth it.
 *
 * @param stated what the post states, in any spelling
 * @param dominant Comprehend's answer; `undefined` when it was not asked
 * @returns `undefined` for a text that is in no language
 */
export function languageFrom(
  by: LanguageByScript,
  stated: string | undefined,
  dominant: readonly DominantLanguage[] | undefined,
): TextLanguage | undefined {
  if (by.kind === "none") return undefined;
  if (by.kind === "known") return by.language;
  const { script } = by;
  const said = fitting(stated, script);
  const best = (dominant ?? []).toSorted((a, b) => b.Score - a.Score)[0];
  if (best !== undefined && isBelieved(best, script, said)) {
    return { tag: inScript(best.LanguageCode, script), by: "comprehend", score: best.Score };
  }
  if (said !== undefined) return { tag: inScript(said.language, script), by: "stated" };
  const usual = script === undefined ? undefined : LANGUAGES_BY_SCRIPT.get(script)?.[0];
  return usual === undefined ? undefined : { tag: usual.language, by: "usual" };
}

/** The stated language, if a text in this script can be in it: every language is written in Latin letters, too. */
function fitting(stated: string | undefined, script: string | undefined): LanguageTag | undefined {
  const tag = stated === undefined ? undefined : parseLanguage(stated);
  if (tag === undefined) return undefined;
  const own = tag.script ?? languageRow(tag.language)?.script;
  return script === "Latn" || own === undefined || own === script ? tag : undefined;
}

/** A language that the platform does not know is believed only where nothing is stated: short Hindi in Latin letters looks Indonesian. */
function isBelieved(
  { LanguageCode, Score }: DominantLanguage,
  script: string | undefined,
  said: LanguageTag | undefined,
) {
  const row = languageRow(parseLanguage(LanguageCode)?.language ?? "");
  if (said === undefined) return Score >= DOMINANT_SCORE.alone && (row === undefined || fits(row.script, script));
  if (row?.language === said.language) return true;
  return row !== undefined && fits(row.script, script) && Score >= DOMINANT_SCORE.againstStated;
}

function fits(own: string, script: string | undefined): boolean {
  return script === undefined || script === own || script === "Latn";
}

function inScript(code: string, script: string | undefined): string {
  const language = parseLanguage(code)?.language ?? code;
  const usual = languageRow(language)?.script;
  return script === undefined || usual === undefined || usual === script ? language : `${language}-${script}`;
}
