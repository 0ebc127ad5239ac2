import { cutCost, type UnitRun } from "./translated-words";

/** A cue that translated text is to be laid on. */
export interface Slot {
  readonly durationMs: number;
  /** Where the cue's text should end: graphemes of the run that are said by then. */
  readonly target: number;
}

/** Graphemes that a cut may lie away from its target before a plan without that bound is tried. */
const BAND = 126;
/** Largest product of units and slots for a plan without the bound. */
const MAX_UNBOUNDED = 400_000;

/** What twice the reading speed costs, where a cut in the middle of a phrase costs 1. */
export const HASTE_COST = 4;

/** The part of that cost which is due as soon as text is too fast at all. */
const TOO_FAST = 0.05;

/** Graphemes off the target that cost as much as a cut in the middle of a phrase. */
const OFF_BY = 21;

/**
 * Shares the units of a run out among slots, in their order, at least one for each: by dynamic programming over the cuts,
 * least cost of being off the targets, of cutting inside phrases and of text too fast to be read.
 *
 * @param speed graphemes a second that can be read
 * @param hasteCost what twice that speed costs
 * @returns the first unit of each slot, and the end; `undefined` when the text does not fit or has fewer units than slots
 */
export function planCuts(
  run: UnitRun,
  slots: readonly Slot[],
  speed: number,
  hasteCost = HASTE_COST,
): readonly number[] | undefined {
  const { length } = run.units;
  if (length < slots.length || slots.length === 0) return undefined;
  const pace = { speed, hasteCost };
  const bounded = planWithin(run, slots, pace, BAND);
  if (bounded !== undefined || length * slots.length > MAX_UNBOUNDED) return bounded;
  return planWithin(run, slots, pace, Infinity);
}

/** How fast text may be, and what it costs when it is faster. */
interface Pace {
  readonly speed: number;
  readonly hasteCost: number;
}

/** The least cost of ending at a unit, and the unit that the slot begins with then. */
interface Reached {
  readonly cost: number;
  readonly from: number;
}

function planWithin(run: UnitRun, slots: readonly Slot[], pace: Pace, band: number): readonly number[] | undefined {
  const { length } = run.units;
  const steps: Map<number, Reached>[] = [];
  let before = new Map<number, Reached>([[0, { cost: 0, from: 0 }]]);
  for (const [index, slot] of slots.entries()) {
    const last = index === slots.length - 1;
    const after = new Map<number, Reached>();
    for (const [from, { cost }] of before) {
      const reach = run.reaches[from] ?? from;
      for (let to = last ? length : from + 1; to <= reach; to += 1) {
        // What is left must suffice for the slots that follow.
        if (length - to < slots.length - 1 - index) break;
        const off = (run.positions[to] ?? 0) - slot.target;
        if (!last && off > band) break;
        if (!last && off < -band) continue;
        const total = cost + (last ? 0 : (off / OFF_BY) ** 2 + cutCost(run, to)) + haste(run, from, to, slot, pace);
        if (total < (after.get(to)?.cost ?? Infinity)) after.set(to, { cost: total, from });
      }
    }
    if (after.size === 0) return undefined;
    steps.push(after);
    before = after;
  }
  return traced(steps, length);
}

/** The cost of text that is shown too briefly. */
function haste(run: UnitRun, from: number, to: number, slot: Slot, { speed, hasteCost }: Pace): number {
  const graphemes = (run.positions[to] ?? 0) - (run.positions[from] ?? 0);
  const excess = (graphemes * 1000) / slot.durationMs / speed - 1;
  return excess > 0 ? hasteCost * (TOO_FAST + excess ** 2) : 0;
}

function traced(steps: readonly Map<number, Reached>[], length: number): readonly number[] | undefined {
  const cuts = [length];
  let end = length;
  for (const step of steps.toReversed()) {
    const reached = step.get(end);
    if (reached === undefined) return undefined;
    end = reached.from;
    cuts.unshift(end);
  }
  return cuts;
}
