import type { Cue } from "./cues";
import { countGraphemes } from "./graphemes";
import { normalizeLanguage, scriptOf } from "./language-tag";
import { CUE_PARAMETERS } from "./parameters";
import type { StoredTranscript } from "./transcript";
import { linesOf, runOf, unitsOf, type TextUnit, type UnitRun } from "./translated-words";
import { planCuts, type Slot } from "./translation-plan";
import { segmentsToTranslate, type CueRange, type Segment } from "./translation-segments";

/** The translation of one segment, in the order of `segmentsToTranslate`. */
export interface TranslatedSentence extends CueRange {
  /** Absent where there is no good one, because placeholders were lost: its cues fall back. */
  readonly text?: string | undefined;
}

/** Translated captions, as far as sentences could be laid on the cues. */
export interface LaidTranslation {
  /** The transcript's cues with their times; those that fell back have no lines yet. */
  readonly cues: readonly Cue[];
  /** Cues whose sentences could not be laid: their words are to be translated cue by cue, for `layPerCue`. */
  readonly fellBack: readonly CueRange[];
}

/** Captions of an earlier revision, of which the cues outside `except` stay as they are. */
export interface KeptCaptions {
  readonly cues: readonly Cue[];
  readonly except: CueRange;
}

/** A layout that moves text further from its speech, so that it can be read. */
export interface LooserLayout {
  /** Cues that share their sentences' room with the cue before them, though no sentence crosses to it. */
  readonly joints: ReadonlySet<number>;
  /** What twice the reading speed costs, where a cut in the middle of a phrase costs 1. */
  readonly hasteCost: number;
}

const { indic, other } = CUE_PARAMETERS.readingSpeed;

/** Graphemes a second that can be read of a language: by the script that it is written in. */
export function readingSpeedOf(language: string): number {
  const script = scriptOf(language) ?? "";
  return ["Latn", "Arab", "Olck"].includes(script) ? other : indic;
}

/**
 * Lays translated sentences on the cues of what was said. Times stay: a translation is read while the speech is heard. Sentences that
 * share cues are laid together, word by word in their order; each cue gets the share of a sentence's text that its words
 * have of the sentence's time, moved to a better cut nearby. A sentence that does not fit into the room of its cues, or has fewer words
 * than cues, falls back together with those that share its cues.
 *
 * @param translations one for each segment of `segmentsToTranslate(stored)`, in the same order
 * @param language the language of the translations
 * @param kept captions of which only a part is laid anew
 * @param looser how to find room where there is too little
 * @throws RangeError for translations that are not those of the transcript's segments
 */
export function layTranslation(
  stored: StoredTranscript,
  translations: readonly TranslatedSentence[],
  language: string,
  kept?: KeptCaptions,
  looser?: LooserLayout,
): LaidTranslation {
  const segments = segmentsToTranslate(stored);
  checkOrder(segments, translations);
  const cues: Cue[] = stored.cues.map((cue) => ({ ...cue, lines: [] }));
  const fellBack: CueRange[] = [];
  const laid: Cue[][] = cues.map((cue) => [cue]);
  for (const block of blocksOf(segments, looser?.joints)) {
    if (kept !== undefined && (block.to <= kept.except.from || block.from >= kept.except.to)) {
      for (let cue = block.from; cue < block.to; cue += 1) laid[cue] = keptAt(kept, stored.cues[cue]);
      continue;
    }
    const texts = block.segments.map((index) => ({ segment: segments[index], text: translations[index]?.text }));
    const lines = layBlock(stored, block, texts, readingSpeedOf(language), looser?.hasteCost);
    if (lines === undefined) fellBack.push({ from: block.from, to: block.to });
    else
      for (const [index, each] of lines.entries())
        laid[block.from + index] = [withLines(stored, block.from + index, each)];
  }
  return { cues: laid.flat(), fellBack };
}

function checkOrder(segments: readonly Segment[], translations: readonly TranslatedSentence[]): void {
  const expected = `translations: expected one for each of ${segments.length} segments, in their order`;
  if (segments.length !== translations.length) throw new RangeError(`${expected}; there are ${translations.length}`);
  for (const [index, { from, to }] of segments.entries()) {
    const translation = translations[index];
    if (translation?.from === from && translation.to === to) continue;
    throw new RangeError(`${expected}; number ${index + 1} is of other cues`);
  }
}

const withLines = ({ cues }: StoredTranscript, index: number, lines: readonly string[]): Cue => {
  const cue = cues[index];
  if (cue === undefined) throw new RangeError(`The transcript has no cue ${index}`);
  return { ...cue, lines };
};

/** Cues of the earlier captions in the time of one of the transcript's: more than one where its text had to be split. */
function keptAt({ cues }: KeptCaptions, at: Cue | undefined): Cue[] {
  const same = at === undefined ? [] : cues.filter((cue) => cue.start >= at.start && cue.start < at.end);
  if (at === undefined || same.length === 0) throw new RangeError(`The kept captions lack the cue at ${at?.start} ms`);
  return same.map((cue) => ({ ...cue, from: at.from, to: at.to }));
}

/** Segments that share cues, with all the cues that they have. */
export interface Block extends CueRange {
  /** Indices of the segments. */
  readonly segments: readonly number[];
}

/** Runs of segments between cue boundaries that no sentence crosses, nor a joint. */
export function blocksOf(segments: readonly Segment[], joints: ReadonlySet<number> = new Set()): readonly Block[] {
  const blocks: { from: number; to: number; segments: number[] }[] = [];
  for (const [index, segment] of segments.entries()) {
    const last = blocks.at(-1);
    if (last === undefined || (segment.from >= last.to && !joints.has(segment.from)))
      blocks.push({ from: segment.from, to: segment.to, segments: [index] });
    else {
      last.segments.push(index);
      last.to = Math.max(last.to, segment.to);
    }
  }
  return blocks;
}

interface Translated {
  readonly segment: Segment | undefined;
  readonly text: string | undefined;
}

function layBlock(
  stored: StoredTranscript,
  range: CueRange,
  translated: readonly Translated[],
  speed: number,
  hasteCost?: number,
): readonly (readonly string[])[] | undefined {
  const units: TextUnit[] = [];
  const spans: { readonly segment: Segment; readonly first: number; readonly end: number }[] = [];
  for (const { segment, text } of translated) {
    if (segment === undefined || text === undefined) return undefined;
    const first = units.length;
    units.push(...unitsOf(text));
    spans.push({ segment, first, end: units.length });
  }
  const run = runOf(units);
  const slots = stored.cues.slice(range.from, range.to).map((cue, index): Slot => {
    const span = spans.find(({ segment }) => cue.to <= segment.wordTo) ?? spans.at(-1);
    const target = span === undefined || index === range.to - range.from - 1 ? 0 : targetOf(stored, run, span, cue.to);
    return { durationMs: Math.max(1, cue.end - cue.start), target };
  });
  const cuts = planCuts(run, slots, speed, hasteCost);
  return cuts?.slice(0, -1).map((from, index) => linesOf(run, from, cuts[index + 1] ?? from));
}

/** How many graphemes of a sentence's translation go with its words up to a cue's end. */
function targetOf(
  { words }: StoredTranscript,
  { positions }: UnitRun,
  { segment, first, end }: { readonly segment: Segment; readonly first: number; readonly end: number },
  word: number,
): number {
  const spoken = (from: number, to: number): number =>
    words.slice(from, to).reduce((sum, each) => sum + each.end - each.start, 0);
  const share = spoken(segment.wordFrom, word) / Math.max(1, spoken(segment.wordFrom, segment.wordTo));
  const start = positions[first] ?? 0;
  return start + share * ((positions[end] ?? start) - start);
}

/** Captions whose every sentence has its place. */
export interface LaidPerCue {
  readonly cues: readonly Cue[];
  /** Cues of the transcript whose translation needed more room: they are several cues within the same time. */
  readonly split: readonly number[];
}

/**
 * Lays translations of single cues on those that fell back. Text that one cue cannot hold spreads over the cues beside it that
 * fell back with it; if they have no room either, the cue's time is shared out among as many cues as its text needs. A cue
 * whose translation is blank keeps the words that were said.
 *
 * @param translations the translations of `segmentsByCue` of each range that fell back, in their order
 */
export function layPerCue(
  stored: StoredTranscript,
  laid: LaidTranslation,
  translations: readonly (readonly string[])[],
  language: string,
): LaidPerCue {
  const replaced = new Map<number, readonly Cue[]>();
  const split: number[] = [];
  for (const [index, range] of laid.fellBack.entries()) {
    const texts = stored.cues.slice(range.from, range.to).map((cue, offset) => {
      const text = translations[index]?.[offset];
      if (text === undefined)
        throw new RangeError(`Cue ${range.from + offset} fell back and has no translation of its own`);
      return text.trim() === "" ? cue.lines.join(" ") : text;
    });
    for (const [offset, cues] of layTexts(stored, range, texts, readingSpeedOf(language)).entries()) {
      replaced.set(range.from + offset, cues);
      if (cues.length > 1) split.push(range.from + offset);
    }
  }
  const byStart = new Map(stored.cues.map((cue, index) => [cue.start, index]));
  const cues = laid.cues.flatMap((cue) => {
    const index = cue.lines.length > 0 ? undefined : byStart.get(cue.start);
    return index === undefined ? [cue] : (replaced.get(index) ?? [cue]);
  });
  return { cues, split };
}

function layTexts(
  stored: StoredTranscript,
  range: CueRange,
  texts: readonly string[],
  speed: number,
): readonly (readonly Cue[])[] {
  const runs = texts.map((text) => runOf(unitsOf(text)));
  const fits = (run: UnitRun): boolean => (run.reaches[0] ?? 0) >= run.units.length;
  const alone = (run: UnitRun, offset: number): readonly Cue[] =>
    inTime(withLines(stored, range.from + offset, []), run, speed);
  if (runs.every(fits)) return runs.map(alone);
  const all = runOf(runs.flatMap((run) => run.units));
  let end = 0;
  const slots = stored.cues.slice(range.from, range.to).map((cue, offset): Slot => {
    end += runs[offset]?.units.length ?? 0;
    return { durationMs: Math.max(1, cue.end - cue.start), target: all.positions[end] ?? 0 };
  });
  const cuts = planCuts(all, slots, speed);
  if (cuts === undefined) return runs.map(alone);
  return slots.map((_, offset) => {
    const lines = linesOf(all, cuts[offset] ?? 0, cuts[offset + 1] ?? 0);
    return [withLines(stored, range.from + offset, lines)];
  });
}

/** A cue's text in its time, in as many cues as the limits of a cue demand; their times go by the length of their text. */
function inTime(cue: Cue, run: UnitRun, speed: number): readonly Cue[] {
  const cuts = cutsInTime(cue, run, speed);
  const total = Math.max(1, run.positions.at(-1) ?? 1);
  const timeAt = (unit: number): number =>
    cue.start + Math.round(((cue.end - cue.start) * (run.positions[unit] ?? total)) / total);
  return cuts.slice(0, -1).map((from, index) => {
    const to = cuts[index + 1] ?? from;
    return { ...cue, start: timeAt(from), end: timeAt(to), lines: linesOf(run, from, to) };
  });
}

/** As few cues as there can be, and none much shorter than the others where that can be, too. */
function cutsInTime({ start, end }: Cue, run: UnitRun, speed: number): readonly number[] {
  const cuts = [0];
  for (let from = 0; from < run.units.length; from = cuts.at(-1) ?? Infinity) {
    cuts.push(Math.max(from + 1, run.reaches[from] ?? from + 1));
  }
  const count = cuts.length - 1;
  if (count < 2) return cuts;
  const [durationMs, share] = [Math.max(1, (end - start) / count), (run.positions.at(-1) ?? 0) / count];
  const slots = Array.from({ length: count }, (_, index): Slot => ({ durationMs, target: (index + 1) * share }));
  return planCuts(run, slots, speed) ?? cuts;
}

/** How fast captions are to be read. */
export interface ReadingReport {
  /** Graphemes a second that can be read. */
  readonly limit: number;
  /** Share of the cues at or below the limit, 0 to 1. */
  readonly within: number;
  /** Graphemes a second of the fastest cue. */
  readonly fastest: number;
}

export function readingOf(cues: readonly Cue[], language: string): ReadingReport {
  const limit = readingSpeedOf(normalizeLanguage(language) ?? language);
  const speeds = cues.map(
    ({ start, end, lines }) => (countGraphemes(lines.join(" ")) * 1000) / Math.max(1, end - start),
  );
  const within = speeds.filter((speed) => speed <= limit).length / Math.max(1, speeds.length);
  return {
    limit,
    within: speeds.length === 0 ? 1 : within,
    fastest: speeds.reduce((most, speed) => Math.max(most, speed), 0),
  };
}
