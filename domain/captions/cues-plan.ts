import type { Cuts } from "./cues-cuts";
import { lengthsOf, lineLength, linesOf, type Lengths } from "./cues-lines";
import type { Unit } from "./cues-units";
import type { CueParameters } from "./parameters";

/** The units `[from, to)` of one cue; its second line begins with unit `second`, or is absent when that is `to`. */
export interface PlannedCue {
  readonly from: number;
  readonly second: number;
  readonly to: number;
}

/** What the cost of a cue is reckoned from, by position, so that each range takes no longer than any other. */
export interface Planning {
  readonly units: readonly Unit[];
  readonly cuts: Cuts;
  readonly parameters: CueParameters;
  readonly lengths: Lengths;
  /** Graphemes of Indic words before each unit, less those of other words. */
  readonly indic: Float64Array;
}

export function planningOf(units: readonly Unit[], cuts: Cuts, parameters: CueParameters): Planning {
  const indic = new Float64Array(units.length + 1);
  units.forEach((unit, i) => (indic[i + 1] = (indic[i] as number) + (unit.indic ? unit.graphemes : -unit.graphemes)));
  return { units, cuts, parameters, lengths: lengthsOf(units), indic };
}

/**
 * The division of units into cues that costs least, among all divisions: dynamic programming over the ends of cues. A cue holds
 * at most two lines, so that only a bounded number of units before each end can begin it, and the work grows with the length of
 * the speech alone.
 *
 * The idea is that of Knuth and Plass for paragraphs: Breaking Paragraphs into Lines, https://doi.org/10.1002/spe.4380111102
 */
export function planCues(planning: Planning): PlannedCue[] {
  const count = planning.units.length;
  const best = new Float64Array(count + 1).fill(Infinity);
  const begin = new Int32Array(count + 1);
  const second = new Int32Array(count + 1);
  best[0] = 0;
  for (let to = 1; to <= count; to++) {
    for (let from = to - 1; from >= 0 && mayBeCue(planning, from, to); from--) {
      const before = best[from] as number;
      const cue = costOf(planning, from, to, (best[to] as number) - before);
      if (cue === undefined) continue;
      best[to] = before + cue.cost;
      begin[to] = from;
      second[to] = cue.second;
    }
  }
  const planned: PlannedCue[] = [];
  for (let to = count; to > 0; to = begin[to] as number) {
    planned.push({ from: begin[to] as number, second: second[to] as number, to });
  }
  return planned.reverse();
}

/** Whether the range, or any that begins earlier, may fit a cue. A single unit always does, whatever its time. */
export function mayBeCue({ units, parameters, lengths }: Planning, from: number, to: number): boolean {
  if (from === to - 1) return true;
  const { maxLineGraphemes, maxLines, maxDurationMs } = parameters;
  // The space at a line's end counts for nothing.
  if (lineLength(lengths, from, to) > maxLineGraphemes * maxLines + maxLines - 1) return false;
  return (units[to - 1] as Unit).end - (units[from] as Unit).start <= maxDurationMs;
}

/** The cost of a cue and its lines; none when the units do not fit, or cost as much as `bound` or more. */
export function costOf(
  planning: Planning,
  from: number,
  to: number,
  bound: number,
): { cost: number; second: number } | undefined {
  const { units, cuts, parameters, lengths, indic } = planning;
  const { start } = units[from] as Unit;
  const { end } = units[to - 1] as Unit;
  const nextStart = to < units.length ? (units[to] as Unit).start : Infinity;
  const graphemes = lineLength(lengths, from, to);
  const speed = speedOf(parameters, (indic[to] as number) - (indic[from] as number));
  const rest =
    parameters.weights.cue +
    (cuts.at[to] as number) +
    ((cuts.inside[to - 1] as number) - (cuts.inside[from] as number)) +
    timeCost(parameters, start, end, nextStart, graphemes / speed);
  // Lines cost at least nothing: most ranges need not be tried.
  if (rest >= bound) return undefined;
  const lines = linesOf(lengths, cuts.at, from, to, parameters);
  if (lines === undefined || rest + lines.cost >= bound) return undefined;
  return { cost: rest + lines.cost, second: lines.second };
}

/** Graphemes a second that a text can be read with, by how many more of its words' graphemes are Indic than not. */
export function speedOf({ readingSpeed }: CueParameters, indic: number): number {
  return indic > 0 ? readingSpeed.indic : readingSpeed.other;
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
