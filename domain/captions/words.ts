/** One spoken word. Times are whole milliseconds from the beginning of the media. */
export interface Word {
  readonly text: string;
  readonly start: number;
  /** At least one millisecond after `start`. */
  readonly end: number;
  /** 0 to 1; absent where the recognizer gave none. */
  readonly confidence?: number;
  readonly speaker?: string;
  readonly channel?: string;
  /** BCP 47, as Transcribe writes it: `hi-IN`. Only where a word's language is known apart from its transcript's. */
  readonly language?: string;
  /** Punctuation that follows the word without a space. */
  readonly trail?: string;
  /** What stands before the word without a space: opening quotes, or a punctuation that came first. */
  readonly lead?: string;
}
