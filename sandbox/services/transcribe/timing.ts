import type { Random } from "../../world/random";
import { isUnspaced } from "./languages";
import type { Attachment, SpokenSegment } from "./media";

/** A word with its time in the media, milliseconds. */
export interface TimedWord {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** 0 to 1. */
  readonly confidence: number;
  /** The mark that follows it: `.`, `,`, `।`. */
  readonly mark?: string;
}

/** What one speaker says in one go. */
export interface Utterance {
  readonly language: string;
  readonly words: readonly TimedWord[];
  readonly speaker?: string;
  readonly channel: number;
}

interface Word {
  readonly text: string;
  readonly mark?: string | undefined;
  /** Milliseconds at an easy pace. */
  readonly length: number;
  /** Silence after it. */
  readonly pause: number;
}

interface Spoken {
  readonly segment: SpokenSegment;
  readonly words: readonly Word[];
}

/** An easy pace: about two and a half words a second, as people speak to a microphone. Milliseconds. */
const PACE = { word: 110, grapheme: 65, gap: 30, clause: 220, sentence: 480, turn: 620 } as const;

/** Now and then people think in the middle of a sentence: how often between two words, and the silence in milliseconds. */
const HESITATION = { chance: 0.06, shortest: 150, longest: 450 } as const;

/** Speech that would have to be drawn out more than so is followed by silence instead. */
const LONGEST_STRETCH = 1.8;

/** Silence before the first and after the last word: milliseconds, and share of the media at most. */
const EDGE = { milliseconds: 200, share: 0.05 } as const;

const SENTENCE_END = /[.?!।॥۔؟]/u;

/** Times the words of an attached transcript over a media of a given length. */
export function timed(attachment: Attachment, durationMs: number, random: Random): Utterance[] {
  const edge = Math.min(EDGE.milliseconds, durationMs * EDGE.share);
  const spoken = attachment.segments.map((segment) => {
    const language = segment.language ?? attachment.language;
    return { segment, words: wordsOf(segment.text, language, attachment.punctuated, random) };
  });
  const placed = spans(spoken, edge, durationMs - edge).flatMap((span) => layOut(span));
  return placed.map(({ segment, times }, i) => ({
    language: segment.language ?? attachment.language,
    channel: segment.channel ?? 0,
    ...(segment.speaker !== undefined && { speaker: segment.speaker }),
    words: (spoken[i] as Spoken).words.map(({ text, mark }, n) => ({
      text,
      ...(mark !== undefined && { mark }),
      start: times[n]?.[0] as number,
      end: times[n]?.[1] as number,
      confidence: confidence(attachment.confidence, random),
    })),
  }));
}

/** Segments that share a time: one with its own, or all up to the next one that has. */
interface Span {
  readonly from: number;
  readonly to: number;
  readonly spoken: readonly Spoken[];
}

/** @throws Error for segments whose times contradict the media's */
function spans(spoken: readonly Spoken[], from: number, to: number): Span[] {
  const found: Span[] = [];
  let open: Spoken[] = [];
  let begin = from;
  const close = (end: number) => {
    if (open.length > 0) found.push({ from: begin, to: Math.max(begin, end), spoken: open });
    open = [];
  };
  for (const each of spoken) {
    const { start, end } = each.segment;
    if (start === undefined || end === undefined) {
      open.push(each);
      continue;
    }
    if (end > to + from) throw new Error(`An attached transcript goes on to ${end} ms, behind the end of its media.`);
    close(start);
    found.push({ from: start, to: end, spoken: [each] });
    begin = end;
  }
  close(to);
  return found;
}

interface Placed {
  readonly segment: SpokenSegment;
  readonly times: readonly (readonly [start: number, end: number])[];
}

/** Says a span's words one after another, at the pace that fills it. */
function layOut({ from, to, spoken }: Span): Placed[] {
  const words = spoken.flatMap((each) => each.words);
  const easy = words.reduce((sum, { length, pause }) => sum + length + pause, 0) - (words.at(-1)?.pause ?? 0);
  const scale = Math.min((to - from) / Math.max(1, easy), LONGEST_STRETCH);
  let at = from;
  return spoken.map(({ segment, words: own }) => ({
    segment,
    times: own.map(({ length, pause }) => {
      const start = at;
      const end = start + length * scale;
      at = end + pause * scale;
      return [Math.round(start), Math.round(end)] as const;
    }),
  }));
}

function wordsOf(text: string, language: string, punctuated: boolean, random: Random): Word[] {
  const found = isUnspaced(language) ? segmented(text, language) : spaced(text);
  return found.map(({ text: word, mark }, i) => {
    const turn = i === found.length - 1;
    const natural = turn ? PACE.turn : !mark ? PACE.gap : SENTENCE_END.test(mark) ? PACE.sentence : PACE.clause;
    return {
      text: word,
      ...(punctuated && mark !== undefined && { mark }),
      length: (PACE.word + PACE.grapheme * graphemes(word)) * (0.85 + random.next() * 0.3),
      pause: natural * (0.85 + random.next() * 0.3) + (mark === undefined && !turn ? hesitation(random) : 0),
    };
  });
}

function hesitation(random: Random): number {
  return random.chance(HESITATION.chance) ? random.int(HESITATION.shortest, HESITATION.longest) : 0;
}

// Joiners at the end of a word belong to it: the older spelling of Malayalam chillus ends in one.
const EDGES = /^[^\p{L}\p{M}\p{N}]+|[^\p{L}\p{M}\p{N}\u200c\u200d]+$/gu;

/** Words between spaces, without the quotes, brackets and symbols that nobody pronounces. */
function spaced(text: string): { text: string; mark: string | undefined }[] {
  return text.split(/\s+/u).flatMap((token) => {
    const word = token.replace(EDGES, "");
    if (word === "") return [];
    const tail = token.slice(token.indexOf(word) + word.length);
    return [{ text: word, mark: markIn(tail) }];
  });
}

function segmented(text: string, language: string): { text: string; mark: string | undefined }[] {
  const words: { text: string; mark: string | undefined }[] = [];
  for (const { segment, isWordLike } of new Intl.Segmenter(language, { granularity: "word" }).segment(text)) {
    const last = words.at(-1);
    if (isWordLike) words.push({ text: segment, mark: undefined });
    else if (last) last.mark ??= markIn(segment);
  }
  return words;
}

/** The mark that a recognizer writes for what follows a word. */
function markIn(tail: string): string | undefined {
  return /[.,?!;:।॥۔؟،。、？！]/u.exec(tail.replace("…", "."))?.[0];
}

const segmenter = new Intl.Segmenter("und", { granularity: "grapheme" });

function graphemes(word: string): number {
  return [...segmenter.segment(word)].length;
}

function confidence(mean: number, random: Random): number {
  const spread = Math.min(1 - mean, mean, 0.1);
  return mean + (random.next() * 2 - 1) * spread;
}
