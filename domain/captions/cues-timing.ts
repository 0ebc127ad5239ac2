import type { CueParameters } from "./parameters";

/** When the words of a cue are spoken, and how long it takes to read them. */
export interface Spoken {
  readonly start: number;
  readonly end: number;
  readonly readingMs: number;
}

export interface Shown {
  readonly start: number;
  readonly end: number;
}

/**
 * When each cue is on the screen. It comes with its first word and stays until the last one is spoken, and longer where it is too short
 * or cannot be read in that time and a silence follows. Where the speech is denser than cues can be, a cue waits for
 * the one before it. Gaps are as the parameters say: none, or long enough to be seen.
 */
export function timesOf(spoken: readonly Spoken[], parameters: CueParameters): Shown[] {
  const { minDurationMs, maxDurationMs, lingerMs } = parameters;
  let free = 0;
  return spoken.map((cue, i) => {
    const start = Math.max(cue.start, free);
    const said = Math.min(Math.max(cue.end, start), start + maxDurationMs);
    const read = Math.min(start + cue.readingMs, said + lingerMs, start + maxDurationMs);
    const wanted = Math.max(said, read, start + minDurationMs);
    const next = spoken[i + 1];
    if (next === undefined) return { start, end: wanted };
    const limit = Math.max(next.start, start + minDurationMs);
    const end = beforeGap(start, Math.min(wanted, limit), limit, parameters);
    free = limit;
    return { start, end };
  });
}

/** The end, moved so that the gap to the next cue is none, or at least the shortest, or more than those that are closed. */
export function beforeGap(start: number, end: number, limit: number, parameters: CueParameters): number {
  const { minGapMs, closedGapMs, maxDurationMs } = parameters;
  const gap = limit - end;
  const longest = start + maxDurationMs;
  if (gap === 0 || gap > closedGapMs) return end;
  if (gap >= minGapMs) return Math.min(limit - minGapMs, longest);
  return limit <= longest ? limit : limit - minGapMs;
}
