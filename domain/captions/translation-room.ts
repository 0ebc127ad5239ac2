import { readingTime, type Cue } from "./cues";
import { beforeGap } from "./cues-timing";
import { CUE_PARAMETERS } from "./parameters";
import type { StoredTranscript } from "./transcript";

/**
 * The transcript with all the time that its cues may have: each stays until the next one comes, as long as a cue may, or may stay
 * after its last word. A translation is seldom as long as what was said; a longer one is read in the silence that follows.
 */
export function withRoom(stored: StoredTranscript): StoredTranscript {
  const { lingerMs, maxDurationMs } = CUE_PARAMETERS;
  const cues = stored.cues.map((cue, index): Cue => {
    const said = stored.words[cue.to - 1]?.end ?? cue.end;
    const limit = stored.cues[index + 1]?.start ?? Infinity;
    const latest = Math.min(Math.max(said, cue.start) + lingerMs, cue.start + maxDurationMs, limit);
    return { ...cue, end: Math.max(cue.end, beforeGap(cue.start, latest, limit, CUE_PARAMETERS)) };
  });
  return { ...stored, cues };
}

/**
 * Takes back the room that a translation does not need: its cues go when those of the speech do, and later only where they could
 * not be read by then.
 *
 * @param cues laid on `withRoom(stored)`
 */
export function withoutIdleRoom(stored: StoredTranscript, cues: readonly Cue[]): readonly Cue[] {
  const spoken = new Map(stored.cues.map((cue) => [cue.start, cue]));
  return cues.map((cue, index) => {
    const { start, end, lines } = cue;
    const own = spoken.get(start)?.end;
    const limit = cues[index + 1]?.start ?? Infinity;
    // A cue that was split has all of the time that there is, shared out.
    if (own === undefined || own >= end || (limit !== Infinity && !spoken.has(limit))) return cue;
    const wanted = Math.min(end, Math.max(own, start + readingTime(lines)));
    return { ...cue, end: Math.min(end, beforeGap(start, wanted, limit, CUE_PARAMETERS)) };
  });
}
