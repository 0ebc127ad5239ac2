/**
 * What a cue may be and what makes a good one. The first group are limits, which every cue keeps; the second is what cues are
 * weighed by where the limits leave a choice. Times are milliseconds, lengths graphemes; a frame is one of 24 a second.
 */
export interface CueParameters {
  /** Lines of a cue. */
  readonly maxLines: 1 | 2;
  /** Graphemes of a line. */
  readonly maxLineGraphemes: number;
  /** Shortest time on the screen. */
  readonly minDurationMs: number;
  /** Longest time on the screen. */
  readonly maxDurationMs: number;
  /** Shortest gap between two cues that do not touch. */
  readonly minGapMs: number;
  /** A gap up to this long is closed to `minGapMs`: a flicker of nothing disturbs more than it tells. */
  readonly closedGapMs: number;
  /** How long a cue may stay after its last word, so that it can be read. */
  readonly lingerMs: number;
  /** Graphemes a second that can be read, by script. */
  readonly readingSpeed: ReadingSpeeds;
  /** What makes one cut better than another. */
  readonly weights: CueWeights;
}

export interface ReadingSpeeds {
  readonly indic: number;
  /** Latin, Arabic (Urdu) and every other script. */
  readonly other: number;
}

/** Costs of a cue: only their relations count. */
export interface CueWeights {
  /** Of each cue: fewer, fuller ones rather than many. */
  readonly cue: number;
  /** Of ending a cue where only a clause ends. */
  readonly clauseEnd: number;
  /** Of ending it in a pause of `pauseMs` or more without punctuation. */
  readonly pauseEnd: number;
  /** Of ending it anywhere else. */
  readonly otherEnd: number;
  /** From this long a silence is a pause. */
  readonly pauseMs: number;
  /** Added for a cut before a postposition, or after an article, preposition or honorific. */
  readonly splitPhrase: number;
  /** Added for a cut inside a name. */
  readonly splitName: number;
  /** Added for a cut inside a number, or between it and what it counts. */
  readonly splitNumber: number;
  /** Taken off for a cut before a conjunction or a preposition. */
  readonly beforePhrase: number;
  /** Of a sentence end within a cue. */
  readonly sentenceInside: number;
  /** Of each second of silence within a cue, beyond `pauseMs`: what is said after it would be read before it. */
  readonly silenceInside: number;
  /** Of a change of speaker or channel within a cue. */
  readonly speakerInside: number;
  /** Of a second line: text stays on one where it can. */
  readonly secondLine: number;
  /** Of two lines, one of which is empty; less in proportion. */
  readonly imbalance: number;
  /** How much of a cut's cost a line break at the same place has. */
  readonly lineBreak: number;
  /** Of each second that a cue is too short for being read. */
  readonly unread: number;
  /** Of being too short for that at all. */
  readonly tooFast: number;
  /** Of each second that a cue lacks to `minDurationMs` because the speech goes on. */
  readonly tooShort: number;
}

/**
 * | parameter          | value       | source |
 * | ------------------ | ----------- | ------ |
 * | `maxLines`         | 2           | Netflix, general requirements, "Line Treatment"; BBC, "Avoid 3 lines or more" |
 * | `maxLineGraphemes` | 42          | Netflix, language guides (English, Hindi, Tamil, Telugu), "Character Limitation" |
 * | `minDurationMs`    | 834         | Netflix, general requirements, "Duration": 5/6 s, as the first whole millisecond that is not below it |
 * | `maxDurationMs`    | 7000        | the same |
 * | `minGapMs`         | 84          | Netflix, subtitle timing: two frames, rounded up to whole milliseconds |
 * | `closedGapMs`      | 500         | Netflix, subtitle timing: gaps of 12 frames or fewer are closed to two |
 * | `lingerMs`         | 1500        | BBC, "Match subtitle to pace of speaking": at most 1.5 s after the speech. Netflix allows half a second |
 * | `readingSpeed`     | 22 and 20   | Netflix, adult programmes: Hindi 22, English 20 characters a second; the platform's own choice for the other Indic scripts |
 * | `weights.pauseMs`  | 300         | the platform's requirement for speech without punctuation |
 * | other `weights`    | see below   | the platform's own, set by trying on speech with and without punctuation: whole sentences, then clauses, then pauses |
 *
 * - Netflix, general requirements: https://partnerhelp.netflixstudios.com/hc/en-us/articles/215758617
 * - Netflix, subtitle timing: https://partnerhelp.netflixstudios.com/hc/en-us/articles/360051554394
 * - Netflix, English: https://partnerhelp.netflixstudios.com/hc/en-us/articles/217350977
 * - BBC: https://www.bbc.co.uk/accessibility/forproducts/guides/subtitles/
 */
export const CUE_PARAMETERS: CueParameters = {
  maxLines: 2,
  maxLineGraphemes: 42,
  minDurationMs: 834,
  maxDurationMs: 7_000,
  minGapMs: 84,
  closedGapMs: 500,
  lingerMs: 1_500,
  readingSpeed: { indic: 22, other: 20 },
  weights: {
    cue: 1,
    clauseEnd: 2,
    pauseEnd: 4,
    otherEnd: 12,
    pauseMs: 300,
    splitPhrase: 5,
    splitName: 10,
    splitNumber: 10,
    beforePhrase: 3,
    sentenceInside: 1.5,
    silenceInside: 4,
    speakerInside: 8,
    secondLine: 0.3,
    imbalance: 2,
    lineBreak: 0.15,
    unread: 12,
    tooFast: 3,
    tooShort: 40,
  },
};

/** A longer word is a recognizer that held on to noise or music: its end is not believed. */
export const LONGEST_WORD_MS = 5_000;

/** What a caption file must keep to be published without a flag; beside these, every limit of `CUE_PARAMETERS`. */
export const QUALITY_GATE = {
  /** Least share of cues that can be read in their time; one cue may always be faster. */
  readable: 0.95,
  /** Least share of the transcript's words that stand in the cues. */
  coverage: 1,
  /** Least mean confidence of the words: below it more is guessed than heard. The platform's own choice. */
  confidence: 0.5,
} as const;

/** Scripts of India whose letters carry vowel signs, and so hold more in a grapheme than Latin ones do. */
const INDIC =
  /[\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Gurmukhi}\p{Script=Gujarati}\p{Script=Oriya}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Sinhala}]/u;

/** Whether a word is written in an Indic script. */
export function isIndic(word: string): boolean {
  return INDIC.test(word);
}
