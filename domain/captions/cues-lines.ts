import type { Unit } from "./cues-units";
import type { CueParameters } from "./parameters";

/** How long texts are when units stand beside each other on one line. */
export interface Lengths {
  /** Graphemes of the units before `i`, each with the space before it. */
  readonly sums: Float64Array;
  readonly spaces: Uint8Array;
}

export function lengthsOf(units: readonly Unit[]): Lengths {
  const sums = new Float64Array(units.length + 1);
  const spaces = new Uint8Array(units.length);
  units.forEach(({ graphemes, space }, i) => {
    sums[i + 1] = (sums[i] as number) + graphemes + space;
    spaces[i] = space;
  });
  return { sums, spaces };
}

/** Graphemes of the line that the units `[from, to)` make. */
export function lineLength({ sums, spaces }: Lengths, from: number, to: number): number {
  return (sums[to] as number) - (sums[from] as number) - (spaces[from] as number);
}

/** How the units of a cue stand on its lines. */
export interface Lines {
  /** First unit of the second line; the end of the range where there is one line. */
  readonly second: number;
  readonly cost: number;
}

/** The best lines for the units `[from, to)`, or none where they do not fit. */
export function linesOf(
  lengths: Lengths,
  cuts: Float64Array,
  from: number,
  to: number,
  parameters: CueParameters,
): Lines | undefined {
  const { maxLineGraphemes: most, maxLines, weights } = parameters;
  if (lineLength(lengths, from, to) <= most) return { second: to, cost: 0 };
  if (maxLines === 1) return undefined;
  let second = -1;
  let cost = Infinity;
  for (let i = to - 1; i > from; i--) {
    const lower = lineLength(lengths, i, to);
    if (lower > most) break;
    const upper = lineLength(lengths, from, i);
    if (upper > most) continue;
    const uneven = (Math.abs(upper - lower) / (upper + lower)) * weights.imbalance;
    const here = weights.secondLine + uneven + (cuts[i] as number) * weights.lineBreak;
    if (here >= cost) continue;
    cost = here;
    second = i;
  }
  return second < 0 ? undefined : { second, cost };
}
