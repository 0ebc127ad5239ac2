import type { Cue } from "./cues";
import type { Word } from "./words";

/** What was said in one media file. */
export interface Transcript {
  readonly jobName: string;
  /** The language that was spoken most, BCP 47 as Transcribe writes it: `hi-IN`. */
  readonly language?: string;
  /** Every language that was identified, that of the most seconds first. */
  readonly languages: readonly SpokenLanguage[];
  /** In the order of time; no two overlap. */
  readonly words: readonly Word[];
  /** The words with their punctuation, spaces where the script has them. */
  readonly text: string;
  /** Mean of the words' confidences; absent where no word has one. */
  readonly confidence?: number;
}

export interface SpokenLanguage {
  readonly code: string;
  readonly seconds: number;
}

/** A transcript as `curated/transcripts/<postId>/<mediaVersion>.json` holds it. */
export interface StoredTranscript {
  readonly schema: "transcript/1";
  readonly postId: string;
  readonly mediaVersion: string;
  readonly jobName: string;
  readonly language: string;
  readonly text: string;
  readonly words: readonly Word[];
  readonly cues: readonly Cue[];
  readonly confidence?: number;
  readonly durationMs: number;
}

/** A file that is no transcript of Transcribe. */
export class TranscriptProblem extends Error {
  override readonly name = "TranscriptProblem";

  constructor(
    /** Where in the file: `results.items[3].start_time`. */
    readonly path: string,
    detail: string,
    /** What to do about it. */
    readonly cure: string,
  ) {
    super(`${path}: ${detail} ${cure}`);
  }
}
