/** One caption on the screen. Times are whole milliseconds. */
export interface Cue {
  readonly start: number;
  readonly end: number;
  readonly lines: readonly string[];
  /** The words of the transcript that it shows: `[from, to)`. */
  readonly from: number;
  readonly to: number;
}
