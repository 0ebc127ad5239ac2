import { cutsOf } from "./cues-cuts";
import { planCues, planningOf, speedOf, type PlannedCue } from "./cues-plan";
import { timesOf } from "./cues-timing";
import { unitsOf, type Unit } from "./cues-units";
import { countGraphemes } from "./graphemes";
import { CUE_PARAMETERS, isIndic, type CueParameters } from "./parameters";
import type { Word } from "./words";

/** One caption on the screen. Times are whole milliseconds. */
export interface Cue {
  readonly start: number;
  readonly end: number;
  readonly lines: readonly string[];
  /** The words of the transcript that it shows: `[from, to)`. */
  readonly from: number;
  readonly to: number;
}

export interface LayoutOptions {
  /** Decides nothing yet: scripts and small words are told from the words themselves, because speech mixes languages. */
  readonly language?: string;
  readonly parameters?: Partial<CueParameters>;
}

/**
 * Lays words out as cues. No word is lost or moved; every cue keeps the limits of the parameters, whatever the words and their
 * times: lines and their length, shortest and longest time, no overlap, gaps.
 *
 * The ranges of the cues follow each other from the first word to the last. A word that is longer than a line is cut between graphemes; where
 * it goes on in the next cue, it belongs to the one that it begins in, and the other's range may be empty.
 */
export function layoutCues(words: readonly Word[], options: LayoutOptions = {}): Cue[] {
  const parameters: CueParameters = { ...CUE_PARAMETERS, ...options.parameters };
  const units = unitsOf(words, parameters.maxLineGraphemes);
  const planned = planCues(planningOf(units, cutsOf(units, words, parameters.weights), parameters));
  const lines = planned.map((cue) => textLines(units, cue));
  const times = timesOf(
    planned.map(({ from, to }, i) => ({
      start: (units[from] as Unit).start,
      end: (units[to - 1] as Unit).end,
      readingMs: readingTime(lines[i] ?? [], parameters),
    })),
    parameters,
  );
  return times.map((time, i) => ({
    ...time,
    lines: lines[i] ?? [],
    from: i === 0 ? 0 : firstWord(units, planned[i] as PlannedCue),
    to: i === planned.length - 1 ? words.length : firstWord(units, planned[i + 1] as PlannedCue),
  }));
}

/** Milliseconds that lines take to be read; a line break takes as long as a space. */
export function readingTime(lines: readonly string[], parameters: CueParameters = CUE_PARAMETERS): number {
  return Math.ceil((lineGraphemes(lines) / speedOf(parameters, indicSurplus(lines))) * 1_000);
}

/** Graphemes of all lines, a line break counted as a space. */
export function lineGraphemes(lines: readonly string[]): number {
  return lines.reduce((sum, line) => sum + countGraphemes(line), Math.max(lines.length - 1, 0));
}

function indicSurplus(lines: readonly string[]): number {
  const words = lines.flatMap((line) => line.split(" "));
  return words.reduce((sum, word) => sum + (isIndic(word) ? countGraphemes(word) : -countGraphemes(word)), 0);
}

function textLines(units: readonly Unit[], { from, second, to }: PlannedCue): string[] {
  const line = (first: number, last: number) =>
    units
      .slice(first, last)
      .map(({ text, space }, i) => (i > 0 && space === 1 ? ` ${text}` : text))
      .join("");
  return second === to ? [line(from, to)] : [line(from, second), line(second, to)];
}

function firstWord(units: readonly Unit[], { from }: PlannedCue): number {
  const { word, begins } = units[from] as Unit;
  return begins ? word : word + 1;
}
