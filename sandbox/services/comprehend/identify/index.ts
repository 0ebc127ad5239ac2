import { rounded } from "../text/spans";
import { byTrigrams, inLatin, type Guess } from "./libraries";
import { byScript, type Part } from "./scripts";
import { OWN_LETTERS, tellingWords } from "./telling";

/** A language, and how sure it is, 0 to 1. */
export interface Identified {
  readonly LanguageCode: string;
  readonly Score: number;
}

/** From as many letters on, an answer is as sure as it gets: https://docs.aws.amazon.com/comprehend/latest/dg/how-languages.html */
const SUFFICIENT = 20;

/** How sure a language is that is the only one in its script. */
const CERTAIN = 0.995;

/** How much a difference of the libraries' scores means, where there are letters enough. */
const SHARPNESS = 14;

/** What is less sure is not told. */
const LEAST = 0.05;

/** How much likelier a language is for each word that only it has. */
const TELLING = 8;

/** How much less likely than the most common language of a script the rarest one is. */
const RAREST = 1 / 8;

/** Of more telling words than these, the others add nothing. */
const TOLD = 4;

/**
 * The languages of a text, the surest first: by script, then by letters and words that only one language has, and by a
 * library.
 * @returns none when the text has no letters that any of the languages is written in
 */
export async function identify(text: string): Promise<Identified[]> {
  const parts = withKana(byScript(text.normalize("NFC")));
  const all = parts.reduce((sum, { letters }) => sum + letters, 0);
  const languages: Identified[] = [];
  for (const part of parts) {
    const share = part.letters / all;
    if (share < LEAST) continue;
    for (const [code, score] of await within(part))
      languages.push({ LanguageCode: code, Score: rounded(score * share) });
  }
  const surest = languages.sort((a, b) => b.Score - a.Score);
  return surest.filter(({ Score }, place) => place === 0 || Score >= LEAST);
}

/** How likely each language of one script is, in sum 1 at most. */
async function within({ script, words, letters }: Part): Promise<Guess> {
  const weight = Math.min(1, letters / SUFFICIENT);
  const certain = CERTAIN - 0.1 * (1 - weight);
  if (script.name === "Latin") {
    const guess = await inLatin(words);
    // Too little to tell by: what most texts in these letters are, and a score that says how little is known.
    return guess.length > 0 ? likelihoods(guess, SHARPNESS * weight, likelier(["en"])) : [["en", 0.3]];
  }
  const [first = "", ...others] = script.languages;
  if (others.length === 0) return [[first, certain]];
  const own = others.concat(first).find((code) => OWN_LETTERS[code]?.test(words));
  if (own !== undefined) return [[own, certain]];
  const told = tellingWords(words, script.languages);
  const trigrams = await byTrigrams(words, script.languages);
  const guess = trigrams.length > 0 ? trigrams : script.languages.map((code) => [code, 0] as const);
  const prior = likelier(script.languages, told);
  // The longer a text does without the letters that a language has for itself, the less it is in that one.
  const lacking = (code: string) => (OWN_LETTERS[code] ? 2 ** (-letters / SUFFICIENT) : 1);
  return likelihoods(guess, SHARPNESS * weight, (code) => prior(code) * lacking(code));
}

/**
 * How much likelier than others a language is before its letters are looked at. What more people write counts for more,
 * or a few words in Hindi would be in Sanskrit.
 * @param common those that most people write, the first most of all; others count as little as one that follows them
 * @param told how many words each has that no other of them has
 */
function likelier(common: readonly string[], told?: ReadonlyMap<string, number>): (code: string) => number {
  return (code) => {
    const place = common.indexOf(code);
    const words = Math.min(TOLD, told?.get(code) ?? 0);
    return TELLING ** words * Math.max(RAREST, 2 ** -(place < 0 ? common.length : place));
  };
}

/** Softmax: the sharper, the more the likeliest stands out. */
function likelihoods(guess: Guess, sharpness: number, prior: (code: string) => number): Guess {
  const best = Math.max(...guess.map(([, score]) => score));
  const weights = guess.map(([code, score]) => [code, prior(code) * Math.exp(sharpness * (score - best))] as const);
  const sum = weights.reduce((total, [, weight]) => total + weight, 0);
  return weights.map(([code, weight]) => [code, (CERTAIN * weight) / sum] as const);
}

/** Chinese characters in a text with kana are Japanese. */
function withKana(parts: readonly Part[]): readonly Part[] {
  const kana = parts.find(({ script }) => script.name === "Kana");
  const han = parts.find(({ script }) => script.name === "Han");
  if (!kana || !han) return parts;
  const japanese = { ...kana, letters: kana.letters + han.letters };
  return parts.flatMap((part) => (part === han ? [] : part === kana ? [japanese] : [part]));
}
