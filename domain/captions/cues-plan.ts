import type { Cuts } from "./cues-cuts";
import { lengthsOf, lineLength, linesOf } from "./cues-lines";
import type { Unit } from "./cues-units";
import type { CueParameters } from "./parameters";

/** The units `[from, to)` of one cue; its second line begins with unit `second`, or is absent when that is `to`. */
export interface PlannedCue {
  readonly from: number;
  readonly second: number;
  readonly to: number;
}

/**
 * The division of units into cues that costs least, among all divisions: dynamic programming over the ends of cues. A cue holds
 * at most two lines, so that only a bounded number of units before each end can begin it, and the work grows with the length of
 * the speech alone.
 *
 * The idea is that of Knuth and Plass for paragraphs: Breaking Paragraphs into Lines, https://doi.org/10.1002/spe.4380111102
 */
export function planCues(units: readonly Unit[], cuts: Cuts, parameters: CueParameters): PlannedCue[] {
  const count = units.length;
  const lengths = lengthsOf(units);
  const indic = new Float64Array(count + 1);
  units.forEach((unit, i) => (indic[i + 1] = (indic[i] as number) + (unit.indic ? unit.graphemes : 0)));
  const best = new Float64Array(count + 1).fill(Infinity);
  const begin = new Int32Array(count + 1);
  const second = new Int32Array(count + 1);
  const most = parameters.maxLineGraphemes * parameters.maxLines;
  best[0] = 0;
  for (let to = 1; to <= count; to++) {
    const end = (units[to - 1] as Unit).end;
    const nextStart = to < count ? (units[to] as Unit).start : Infinity;
    for (let from = to - 1; from >= 0; from--) {
      const { start } = units[from] as Unit;
      const graphemes = lineLength(lengths, from, to);
      // Longer ranges only get longer; a single unit always makes a cue, whatever its time.
      if (graphemes > most + 1) break;
      if (end - start > parameters.maxDurationMs && from < to - 1) break;
      const speed = speedOf(parameters, (indic[to] as number) - (indic[from] as number), graphemes);
      const rest =
        (best[from] as number) +
        parameters.weights.cue +
        (cuts.at[to] as number) +
        ((cuts.inside[to - 1] as number) - (cuts.inside[from] as number)) +
        timeCost(parameters, start, end, nextStart, graphemes / speed);
      // Lines cost at least nothing: most ranges need none.
      if (rest >= (best[to] as number)) continue;
      const lines = linesOf(lengths, cuts.at, from, to, parameters);
      if (lines === undefined) continue;
      const cost = rest + lines.cost;
      if (cost >= (best[to] as number)) continue;
      best[to] = cost;
      begin[to] = from;
      second[to] = lines.second;
    }
  }
  return traced(count, begin, second);
}

/** Graphemes a second that such a text can be read with: as Indic when half of it is. */
export function speedOf({ readingSpeed }: CueParameters, indic: number, graphemes: number): number {
  return indic * 2 >= graphemes ? readingSpeed.indic : readingSpeed.other;
}

/** What it costs that a cue stands for less time than it needs. */
function timeCost(parameters: CueParameters, start: number, end: number, nextStart: number, seconds: number): number {
  const { weights, minDurationMs, maxDurationMs, lingerMs } = parameters;
  const shown = Math.min(nextStart - start, Math.max(end - start, 0) + lingerMs, maxDurationMs);
  const unread = seconds - shown / 1_000;
  const short = minDurationMs - (nextStart - start);
  return (
    (unread > 0 ? weights.tooFast + unread * weights.unread : 0) + (short > 0 ? (short / 1_000) * weights.tooShort : 0)
  );
}

function traced(count: number, begin: Int32Array, second: Int32Array): PlannedCue[] {
  const planned: PlannedCue[] = [];
  for (let to = count; to > 0; to = begin[to] as number) {
    planned.push({ from: begin[to] as number, second: second[to] as number, to });
  }
  return planned.reverse();
}
