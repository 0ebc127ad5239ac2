import { lineGraphemes, readingTime, type Cue } from "./cues";
import { countGraphemes } from "./graphemes";
import { CUE_PARAMETERS, QUALITY_GATE } from "./parameters";
import { endsClause, endsSentence } from "./punctuation";
import { changesVoice, isPunctuated } from "./sentences";
import { meanConfidence } from "./transcript-parse";
import { shown, type Word } from "./words";

/** What is wrong with a caption file, each named once. */
export type QualityFlag =
  | "lines"
  | "line-length"
  | "too-short"
  | "too-long"
  | "gap"
  | "overlap"
  | "words-lost"
  | "reading-speed"
  | "confidence";

/** Cues that break a limit; all zero in a sound file. */
export type LimitCounts = Readonly<Record<Exclude<QualityFlag, "words-lost" | "reading-speed" | "confidence">, number>>;

/** The report on one caption file: counts, so that reports of many files add up, and shares from 0 to 1. */
export interface CaptionQuality {
  readonly cues: number;
  readonly limits: LimitCounts;
  /** Cues that can be read in the time they are shown. */
  readonly readable: number;
  readonly readableShare: number;
  /** The fastest cue, graphemes a second. */
  readonly fastest: number;
  /** Where cues end. Of speech without punctuation the pauses count, of all other the ends of sentences and clauses. */
  readonly boundary: { readonly by: "punctuation" | "pause"; readonly cues: number; readonly share: number };
  /** Words of the transcript that stand in the cues, in order; absent where there is no transcript to compare with. */
  readonly coverage?: { readonly words: number; readonly covered: number; readonly share: number };
  /** Mean of the words' confidences; absent where none is known. */
  readonly confidence?: number;
  readonly passes: boolean;
  readonly flags: readonly QualityFlag[];
}

/**
 * Checks a caption file against every limit and the gate. With the words that the cues were made of, it also checks that none is lost;
 * translated cues come without.
 */
export function qualityOf(cues: readonly Cue[], words?: readonly Word[]): CaptionQuality {
  const limits = limitsOf(cues);
  const readable = cues.filter(isReadable).length;
  const coverage = words && coverageOf(cues, words);
  const confidence = words && meanConfidence(words);
  const flags: QualityFlag[] = (Object.keys(limits) as (keyof LimitCounts)[]).filter((limit) => limits[limit] > 0);
  if (coverage !== undefined && coverage.share < QUALITY_GATE.coverage) flags.push("words-lost");
  if (cues.length - readable > Math.max(1, cues.length * (1 - QUALITY_GATE.readable))) flags.push("reading-speed");
  if (confidence !== undefined && confidence < QUALITY_GATE.confidence) flags.push("confidence");
  return {
    cues: cues.length,
    limits,
    readable,
    readableShare: share(readable, cues.length),
    fastest: Math.round(cues.reduce((most, cue) => Math.max(most, speed(cue)), 0) * 10) / 10,
    boundary: boundaryOf(cues, words),
    ...(coverage === undefined ? {} : { coverage }),
    ...(confidence === undefined ? {} : { confidence }),
    passes: flags.length === 0,
    flags,
  };
}

function limitsOf(cues: readonly Cue[]): LimitCounts {
  const { maxLines, maxLineGraphemes, minDurationMs, maxDurationMs, minGapMs } = CUE_PARAMETERS;
  const gaps = cues.slice(1).map(({ start }, i) => start - (cues[i] as Cue).end);
  const count = (breaks: (cue: Cue) => boolean) => cues.filter(breaks).length;
  return {
    lines: count(
      ({ lines }) => lines.length === 0 || lines.length > maxLines || lines.some((line) => line.trim() === ""),
    ),
    "line-length": count(({ lines }) => lines.some((line) => countGraphemes(line) > maxLineGraphemes)),
    "too-short": count(({ start, end }) => end - start < minDurationMs),
    "too-long": count(({ start, end }) => end - start > maxDurationMs),
    gap: gaps.filter((gap) => gap > 0 && gap < minGapMs).length,
    overlap: gaps.filter((gap) => gap < 0).length,
  };
}

function isReadable({ start, end, lines }: Cue): boolean {
  return readingTime(lines) <= end - start;
}

function speed({ start, end, lines }: Cue): number {
  return lineGraphemes(lines) / (Math.max(end - start, 1) / 1_000);
}

/** The last cue ends with the speech, whatever it ends with. */
function boundaryOf(cues: readonly Cue[], words: readonly Word[] | undefined): CaptionQuality["boundary"] {
  const by = words !== undefined && !isPunctuated(words) ? "pause" : "punctuation";
  const ends = (cue: Cue, i: number) =>
    i === cues.length - 1 || (by === "pause" ? pausesAfter(cue, words ?? []) : endsPhrase(cue, words));
  const count = cues.filter(ends).length;
  return { by, cues: count, share: share(count, cues.length) };
}

function pausesAfter({ to }: Cue, words: readonly Word[]): boolean {
  const [before, after] = [words[to - 1], words[to]];
  if (before === undefined || after === undefined) return true;
  return after.start - before.end >= CUE_PARAMETERS.weights.pauseMs || changesVoice(before, after);
}

function endsPhrase({ lines, to }: Cue, words: readonly Word[] | undefined): boolean {
  const [before, after] = [words?.[to - 1], words?.[to]];
  if (before !== undefined && after !== undefined && changesVoice(before, after)) return true;
  const text = lines.at(-1) ?? "";
  return endsSentence(text) || endsClause(text);
}

/** How many words the cues show, each after the one before it: compared without spaces, because long words are cut. */
function coverageOf(cues: readonly Cue[], words: readonly Word[]): NonNullable<CaptionQuality["coverage"]> {
  const solid = (text: string) => text.replace(/\s+/gu, "");
  const text = solid(cues.flatMap(({ lines }) => lines).join(""));
  let place = 0;
  let covered = 0;
  for (const word of words) {
    const sought = solid(shown(word));
    // A lost word must not be found in some other sentence.
    const found = text.startsWith(sought, place) ? place : text.slice(place, place + 200).indexOf(sought) + place;
    if (found < place) continue;
    covered += 1;
    place = found + sought.length;
  }
  return { words: words.length, covered, share: share(covered, words.length) };
}

function share(part: number, whole: number): number {
  return whole === 0 ? 1 : part / whole;
}
