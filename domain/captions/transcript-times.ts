import { CUE_PARAMETERS, LONGEST_WORD_MS } from "./parameters";
import { endsClause, endsSentence } from "./punctuation";
import { shown, type Word } from "./words";

/**
 * All words in one order of time, no two overlapping, each at least a millisecond long.
 *
 * Where two people speak at once, their words would alternate and nobody could read either: there what one says up to a
 * punctuation or a pause stays together, in the order in which these phrases begin, and the later phrase gets what time is left.
 */
export function inOneOrder(lists: readonly (readonly Word[])[]): Word[] {
  const phrases = lists.flatMap((words) => [...bySource(words).values()].flatMap(phrasesOf));
  phrases.sort((a, b) => startOf(a) - startOf(b));
  let free = 0;
  return phrases.flat().map((word) => {
    const start = Math.max(word.start, free);
    free = Math.max(word.end, start + 1);
    return start === word.start && free === word.end ? word : { ...word, start, end: free };
  });
}

function bySource(words: readonly Word[]): Map<string, Word[]> {
  const sources = new Map<string, Word[]>();
  for (const word of words) {
    const source = `${word.channel ?? ""} ${word.speaker ?? ""}`;
    const known = sources.get(source);
    if (known === undefined) sources.set(source, [word]);
    else known.push(word);
  }
  return sources;
}

/** One voice's words in order, without overlaps, cut where it pauses. */
function phrasesOf(words: readonly Word[]): Word[][] {
  const ordered = words.toSorted((a, b) => a.start - b.start).map(believable);
  const phrases: Word[][] = [];
  let phrase: Word[] = [];
  ordered.forEach((word, i) => {
    phrase.push(word);
    const next = ordered[i + 1];
    const text = shown(word);
    const pauses = next === undefined || next.start - word.end >= CUE_PARAMETERS.weights.pauseMs;
    const long = word.end - startOf(phrase) >= CUE_PARAMETERS.maxDurationMs;
    if (!pauses && !long && !endsSentence(text) && !endsClause(text)) return;
    phrases.push(phrase);
    phrase = [];
  });
  return phrases;
}

/** A word that ends before the next one of the same voice begins, and lasts no longer than a word can. */
function believable(word: Word, i: number, words: readonly Word[]): Word {
  const next = words[i + 1]?.start ?? Infinity;
  const latest = Math.min(word.end, next, word.start + LONGEST_WORD_MS);
  const end = Math.max(latest, word.start + 1);
  return end === word.end ? word : { ...word, end };
}

function startOf(phrase: readonly Word[]): number {
  return phrase[0]?.start ?? 0;
}
