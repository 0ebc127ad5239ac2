import { sentenceEndsBetween } from "./punctuation";
import { countGraphemes } from "./graphemes";
import { shown, textOf, type Word } from "./words";

/** A sentence, as the words `[from, to)` of a transcript. */
export interface Sentence {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/** Silence after which nobody goes on with the same sentence. */
const LONG_SILENCE_MS = 3_000;
/** Silence that ends a sentence where the recognizer writes no punctuation. */
const SILENCE_MS = 700;
/** A longer stretch without an end is cut at its longest silence: twelve full cues. */
const LONGEST_GRAPHEMES = 1_000;

/**
 * The sentences of a transcript: each word is in exactly one, in order. They end at the punctuation of sentences, where the
 * speaker changes and at long silences; where there is no punctuation, at shorter ones.
 */
export function sentencesOf(words: readonly Word[]): Sentence[] {
  const silence = isPunctuated(words) ? LONG_SILENCE_MS : SILENCE_MS;
  const sentences: Sentence[] = [];
  let from = 0;
  for (let to = 1; to <= words.length; to++) {
    if (to < words.length && !endsAt(words, to, silence)) continue;
    for (const [first, last] of divided(words, from, to)) {
      sentences.push({ from: first, to: last, text: textOf(words, first, last) });
    }
    from = to;
  }
  return sentences;
}

/**
 * Whether the recognizer punctuates this language. Speech has a sentence end every twenty words or so; a stray one in a hundred
 * words tells nothing about where the others end.
 */
export function isPunctuated(words: readonly Word[]): boolean {
  const ends = words.filter((word, i) => endOfSentence(word, words[i + 1])).length;
  return ends > 0 && ends >= words.length / 60;
}

function endsAt(words: readonly Word[], to: number, silence: number): boolean {
  const [before, after] = [words[to - 1], words[to]];
  if (before === undefined || after === undefined) return true;
  return endOfSentence(before, after) || changesVoice(before, after) || after.start - before.end >= silence;
}

export function endOfSentence(before: Word, after: Word | undefined): boolean {
  // The punctuation of most words is none: settled without looking at the next one.
  const text = shown(before);
  return sentenceEndsBetween(text, after && shown(after));
}

/** Whether somebody else speaks. */
export function changesVoice(before: Word, after: Word): boolean {
  return before.speaker !== after.speaker || before.channel !== after.channel;
}

/** The range, or the parts that it falls into at its longest silences. */
function divided(words: readonly Word[], from: number, to: number): [number, number][] {
  const ranges: [number, number][] = [];
  const waiting: [number, number][] = [[from, to]];
  for (let range = waiting.pop(); range !== undefined; range = waiting.pop()) {
    const [first, last] = range;
    const cut = lengthOf(words, first, last) > LONGEST_GRAPHEMES ? longestSilence(words, first, last) : undefined;
    if (cut === undefined) ranges.push(range);
    else waiting.push([cut, last], [first, cut]);
  }
  return ranges;
}

function lengthOf(words: readonly Word[], from: number, to: number): number {
  let length = 0;
  for (let i = from; i < to; i++) length += countGraphemes(shown(words[i] as Word)) + 1;
  return length;
}

/** Where the longest silence of the range's middle is: cuts near the ends would leave scraps. */
function longestSilence(words: readonly Word[], from: number, to: number): number | undefined {
  const margin = Math.floor((to - from) / 4);
  let best: number | undefined;
  let longest = -Infinity;
  for (let i = Math.max(from + 1, from + margin); i < to - margin; i++) {
    const silence = (words[i] as Word).start - (words[i - 1] as Word).end;
    if (silence <= longest) continue;
    longest = silence;
    best = i;
  }
  return best;
}
