/** Seeds that CI tries: a storm of the whole platform takes ten seconds. */
const SEEDS = 10;

/** Seeds of a storm from the first one on, up to ten; `HUUT_SEEDS=50` has it up to fifty. */
export function seedsFrom(first: number): readonly number[] {
  const last = Number(process.env["HUUT_SEEDS"] ?? SEEDS);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, place) => first + place);
}
