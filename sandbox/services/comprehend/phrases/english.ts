import { addresses } from "../text/addresses";
import { readEnglish, type Token } from "../text/english";
import { within } from "../text/spans";
import type { Phrase } from ".";

/** Longest phrase, words. */
const LONGEST = 12;

/** Tags that a noun phrase may have before its last noun. */
const INNER = new Set(["ADJ", "NOUN", "PROPN", "NUM"]);
const NOUNS = new Set(["NOUN", "PROPN"]);
const POSSESSIVE = new Set(["my", "your", "his", "her", "its", "our", "their"]);
const GENITIVE = new Set(["'s", "’s"]);

/**
 * Noun phrases: a determiner or possessive, then adjectives, numbers and nouns, the last of them a noun; a genitive joins
 * two of them.
 */
export async function englishPhrases(text: string): Promise<Phrase[]> {
  const { tokens } = await readEnglish(text);
  const isAddress = within(addresses(text));
  const words = tokens.filter(({ begin }) => !isAddress(begin));
  const phrases: Phrase[] = [];
  for (let at = 0; at < words.length;) {
    const last = lastOf(words, at);
    if (last === undefined) {
      at++;
      continue;
    }
    const [from, to] = [words[at] as Token, words[last] as Token];
    phrases.push({ begin: from.begin, end: to.end, score: scoreOf(words.slice(at, last + 1)) });
    at = last + 1;
  }
  return phrases;
}

/** @returns the place of the last word of the noun phrase that begins at `at`, if one does */
function lastOf(words: readonly Token[], at: number): number | undefined {
  let next = at;
  if (isDeterminer(words[next])) next++;
  let last: number | undefined;
  for (; next < Math.min(words.length, at + LONGEST); next++) {
    const word = words[next] as Token;
    const joined = next === at || isNear(words[next - 1] as Token, word);
    if (!joined) break;
    if (NOUNS.has(word.tag)) last = next;
    else if (!INNER.has(word.tag) && !(GENITIVE.has(word.normal) && last === next - 1)) break;
  }
  return last;
}

function isDeterminer(word: Token | undefined): boolean {
  return word !== undefined && (word.tag === "DET" || POSSESSIVE.has(word.normal));
}

/** Whether nothing but a space or a hyphen is between two words. */
function isNear(before: Token, after: Token): boolean {
  return after.begin - before.end <= 1 && !after.first;
}

/** Names are surest, then phrases of several words. */
function scoreOf(words: readonly Token[]): number {
  if (words.some(({ tag }) => tag === "PROPN")) return 0.995;
  return words.length > 1 ? 0.985 : 0.93;
}
