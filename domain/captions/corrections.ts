import type { Cue } from "./cues";
import { countGraphemes } from "./graphemes";
import type { CorrectionItem } from "./items";
import { parseLanguage } from "./language-tag";
import { CUE_PARAMETERS } from "./parameters";
import type { StoredTranscript } from "./transcript";
import { meanConfidence } from "./transcript-parse";
import { linesOf, runOf, unitsOf } from "./translated-words";
import { segmentsToTranslate } from "./translation-segments";
import { shown, textOf, type Word } from "./words";

/** The part of a correction that decides what is shown. */
export type Correction = Pick<
  CorrectionItem,
  "language" | "mediaVersion" | "cue" | "text" | "revision" | "correctedAt"
>;

/** Why a text cannot be a cue, as a sentence for its author; `undefined` when it can. */
export function correctionProblem(text: string): string | undefined {
  if (!text.isWellFormed() || /[^\P{Cc}\s]/u.test(text)) return "The text holds control characters.";
  if (!/[\p{L}\p{N}\p{Extended_Pictographic}]/u.test(text)) return "The text says nothing.";
  if (fittingLines(plainOf(text)) !== undefined) return undefined;
  const { maxLines, maxLineGraphemes } = CUE_PARAMETERS;
  return `The text does not fit into ${maxLines} lines of ${maxLineGraphemes} characters.`;
}

/** The corrections of a language's captions, of this media version only, by cue. */
export function correctionsIn<Each extends Correction>(
  corrections: readonly Each[],
  { mediaVersion }: Pick<StoredTranscript, "mediaVersion">,
  language: string,
): readonly Each[] {
  const base = baseOf(language);
  return corrections
    .filter((each) => each.mediaVersion === mediaVersion && each.language.split("#")[0] === base)
    .toSorted((a, b) => a.cue - b.cue);
}

/** How many corrections were made: grows with each, so that an older state of the captions is known for one. */
export function revisionOf(corrections: readonly Correction[]): number {
  return corrections.reduce((sum, { revision }) => sum + revision, 0);
}

/**
 * The transcript as its author wants it: the words of a corrected cue are those of the correction, spoken in the time of the
 * words that they replace, each for its share of graphemes. Who speaks stays; every cue keeps its place, its number and its time.
 *
 * @param corrections of any language and media version; those of the transcript's own are applied
 * @throws RangeError for a correction of a cue that the transcript does not have
 */
export function correctedTranscript(stored: StoredTranscript, corrections: readonly Correction[]): StoredTranscript {
  const texts = textsByCue(stored, correctionsIn(corrections, stored, stored.language));
  if (texts.size === 0) return stored;
  const words: Word[] = [];
  const cues = stored.cues.map((cue, index): Cue => {
    const from = words.length;
    const text = texts.get(index);
    if (text === undefined) words.push(...stored.words.slice(cue.from, cue.to));
    else words.push(...spokenAs(stored, cue, text.words, words.at(-1)));
    return { ...cue, lines: text?.lines ?? cue.lines, from, to: words.length };
  });
  return { ...stored, words, cues, text: textOf(words), confidence: meanConfidence(words) };
}

interface CueText {
  readonly words: readonly string[];
  readonly lines: readonly string[];
}

/** What corrected cues say. A word that is cut between two cues is two words as soon as one of them is corrected. */
function textsByCue(stored: StoredTranscript, corrections: readonly Correction[]): ReadonlyMap<number, CueText> {
  const texts = new Map<number, CueText>();
  for (const { cue, text } of corrections) {
    if (stored.cues[cue] === undefined) {
      throw new RangeError(`cue: expected one of the ${stored.cues.length} cues of ${stored.jobName}, got ${cue}`);
    }
    const plain = plainOf(text);
    texts.set(cue, { words: plain.split(" "), lines: linesOfText(plain) });
  }
  const keep = (index: number): void => {
    const cue = stored.cues[index];
    if (cue !== undefined && !texts.has(index)) texts.set(index, { words: cue.lines, lines: cue.lines });
  };
  for (const { cue } of corrections) {
    for (let index = cue; continues(stored, index); index -= 1) keep(index - 1);
    for (let index = cue + 1; continues(stored, index); index += 1) keep(index);
  }
  return texts;
}

/** Whether a cue begins within a word, which then belongs to the cue before it. */
function continues({ words, cues }: StoredTranscript, index: number): boolean {
  const cue = cues[index];
  if (cue === undefined || index === 0) return false;
  const first = words[cue.from];
  if (cue.from === cue.to || first === undefined) return true;
  const [text, word] = [solid(cue.lines.join("")), solid(shown(first))];
  return !text.startsWith(word.slice(0, text.length));
}

const solid = (text: string): string => text.replace(/\s+/gu, "");

/** One line of text, as it is compared and counted. */
function plainOf(text: string): string {
  return text.normalize("NFC").replace(/\s+/gu, " ").trim();
}

const WITH_PUNCTUATION = /^([\p{Ps}\p{Pi}"']*)(.*?)([.,;:!?…।॥۔؟،؛\p{Pe}\p{Pf}"']*)$/su;

/** The texts' words in the time of those that they replace; in the cue's own, where it had none. */
function spokenAs({ words }: StoredTranscript, cue: Cue, texts: readonly string[], before: Word | undefined): Word[] {
  const replaced = words.slice(cue.from, cue.to);
  const tokens = texts.flatMap((text) => text.split(" "));
  const latest = words[cue.to]?.start ?? Infinity;
  const start = Math.max(replaced[0]?.start ?? Math.min(cue.start, latest), before?.end ?? 0);
  const end = Math.max(Math.min(replaced.at(-1)?.end ?? latest, cue.end), start + tokens.length);
  const lengths = tokens.map((token) => Math.max(1, countGraphemes(token)));
  const total = lengths.reduce((sum, length) => sum + length, 0);
  // Each word has a millisecond at least; what is left of the time goes by length.
  const spare = end - start - tokens.length;
  let said = 0;
  return tokens.map((token, index) => {
    const from = start + index + Math.floor((spare * said) / total);
    said += lengths[index] ?? 1;
    const to = start + index + 1 + Math.floor((spare * said) / total);
    const voice = voiceOf(wordAt(replaced, (from + to) / 2) ?? before);
    // Where there is less time than words, they overlap: none begins after one that follows it.
    return { ...worded(token), start: Math.min(from, latest), end: to, ...voice };
  });
}

function worded(token: string): Pick<Word, "text" | "lead" | "trail"> {
  const [, lead = "", text = "", trail = ""] = WITH_PUNCTUATION.exec(token) ?? [];
  if (text === "") return { text: token };
  return { text, ...(lead === "" ? {} : { lead }), ...(trail === "" ? {} : { trail }) };
}

const wordAt = (words: readonly Word[], time: number): Word | undefined =>
  words.findLast(({ start }) => start <= time) ?? words[0];

/** Who speaks a word, and in which language. */
function voiceOf(word: Partial<Word> = {}): Pick<Word, "speaker" | "channel" | "language"> {
  const { speaker, channel, language } = word;
  return {
    ...(speaker === undefined ? {} : { speaker }),
    ...(channel === undefined ? {} : { channel }),
    ...(language === undefined ? {} : { language }),
  };
}

/** A text as the lines of a cue; `undefined` when it does not fit. */
function fittingLines(plain: string): readonly string[] | undefined {
  const run = runOf(unitsOf(plain));
  return (run.reaches[0] ?? 0) >= run.units.length ? linesOf(run, 0, run.units.length) : undefined;
}

/** A text as the lines of a cue. What is too long all the same is in lines that are too long, and flagged for it. */
function linesOfText(plain: string): readonly string[] {
  const lines = fittingLines(plain);
  if (lines !== undefined) return lines;
  const words = plain.split(" ");
  const half = Math.ceil(words.length / 2);
  return [words.slice(0, half).join(" "), words.slice(half).join(" ")].filter((line) => line !== "");
}

const baseOf = (language: string): string => parseLanguage(language)?.language ?? language;

/** The transcript's cue in whose time a cue of captions begins: captions in every language count cues as the transcript does. */
export function cueAt({ cues }: Pick<StoredTranscript, "cues">, start: number): number {
  return cues.findLastIndex((cue) => cue.start <= start);
}

/**
 * Corrections of translated captions that still stand: the author's text stays as long as nobody has changed what it translates. A
 * correction of the spoken language that is newer, and touches a sentence that the cue shows, takes it back.
 *
 * @param stored the transcript without corrections
 * @param corrections of the spoken language and of `language`; others are passed over
 */
export function standingCorrections<Each extends Correction>(
  stored: StoredTranscript,
  corrections: readonly Each[],
  language: string,
): readonly Each[] {
  const spoken = correctionsIn(corrections, stored, stored.language);
  const own = correctionsIn(corrections, stored, language);
  if (spoken.length === 0 || own.length === 0) return own;
  // Sentences as they were heard and as they are now: a correction may join two, or part them.
  const sentences = [stored, correctedTranscript(stored, spoken)].flatMap(segmentsToTranslate);
  return own.filter(({ cue, correctedAt }) => {
    const touched = sentences.filter(({ from, to }) => from <= cue && cue < to);
    const newer = spoken.filter((each) => each.correctedAt > correctedAt);
    return !newer.some((each) => touched.some(({ from, to }) => from <= each.cue && each.cue < to));
  });
}

/** Captions with the author's text in the cues that were corrected, in the time that their text had before. */
export function withCorrections(
  stored: StoredTranscript,
  cues: readonly Cue[],
  corrections: readonly Correction[],
): readonly Cue[] {
  if (corrections.length === 0) return cues;
  const texts = new Map(corrections.map(({ cue, text }) => [cue, linesOfText(plainOf(text))]));
  const corrected: Cue[] = [];
  let last = -1;
  for (const cue of cues) {
    const index = cueAt(stored, cue.start);
    const lines = texts.get(index);
    const before = corrected.at(-1);
    if (lines === undefined || before === undefined || index !== last)
      corrected.push({ ...cue, lines: lines ?? cue.lines });
    else corrected.splice(-1, 1, { ...before, end: cue.end });
    last = index;
  }
  return corrected;
}
