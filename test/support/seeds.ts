/** Seeds that CI tries: a storm of the whole platform takes ten seconds. */
const SEEDS = Number(process.env["HUUT_SEEDS"] ?? 5);

/** Whether so many seeds are tried that every fault of a storm has to strike in one of them. */
export const MANY_SEEDS = SEEDS >= 10;

/** Seeds of a storm from the first one on, up to five; `HUUT_SEEDS=50` has it up to fifty. */
export function seedsFrom(first: number): readonly number[] {
  return Array.from({ length: Math.max(0, SEEDS - first + 1) }, (_, place) => first + place);
}
