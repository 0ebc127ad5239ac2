import { makeChance } from "../../samples/random";
import type { Outcome } from "./evaluate";
import { METHODS, type Method } from "./methods";

export const MEASURES = ["precision@5", "recall@5", "hit@5"] as const;
export type Measure = (typeof MEASURES)[number];

/** A mean with its 95 % interval. */
export interface Estimate {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

export type Figures = Readonly<Record<Method, Readonly<Record<Measure, Estimate>>>>;

/** By how much suggestions are better than another method, post by post. */
export type Differences = Readonly<Record<Exclude<Method, "suggestions">, Readonly<Record<Measure, Estimate>>>>;

const VALUE: Readonly<Record<Measure, (outcome: Outcome, method: Method) => number>> = {
  // Of five, however many were suggested: silence is no precision.
  "precision@5": ({ hits }, method) => hits[method] / 5,
  "recall@5": ({ hits, wanted }, method) => hits[method] / wanted,
  "hit@5": ({ hits }, method) => (hits[method] > 0 ? 1 : 0),
};

/** Mean over posts. */
export function meanOf(outcomes: readonly Outcome[], method: Method, measure: Measure): number {
  return outcomes.reduce((sum, each) => sum + VALUE[measure](each, method), 0) / outcomes.length;
}

const RESAMPLES = 1000;

/**
 * Means over posts, with percentile intervals of the bootstrap (Efron 1979, https://doi.org/10.1214/aos/1176344552). Authors are drawn, not posts, because
 * an author's posts resemble each other. All methods share the draws, so that their differences are paired.
 */
export function figuresOf(outcomes: readonly Outcome[], seed: number): { figures: Figures; differences: Differences } {
  const authors = [...Map.groupBy(outcomes, ({ userId }) => userId).values()];
  const columns = METHODS.flatMap((method) => MEASURES.map((measure) => ({ method, measure })));
  const sums = authors.map((own) => ({
    posts: own.length,
    values: columns.map(({ method, measure }) => own.reduce((sum, each) => sum + VALUE[measure](each, method), 0)),
  }));
  const meansOf = (some: readonly (typeof sums)[number][]): readonly number[] => {
    const posts = some.reduce((sum, each) => sum + each.posts, 0);
    return columns.map((_, column) => some.reduce((sum, { values }) => sum + (values[column] ?? 0), 0) / posts);
  };
  const chance = makeChance(seed);
  const draws = Array.from({ length: RESAMPLES }, () => meansOf(sums.map(() => chance.pick(sums))));
  const means = meansOf(sums);
  const column = (method: Method, measure: Measure): number =>
    METHODS.indexOf(method) * MEASURES.length + MEASURES.indexOf(measure);
  const estimate = (of: (row: readonly number[]) => number): Estimate => {
    const drawn = draws.map(of).sort((a, b) => a - b);
    const at = (share: number): number => drawn[Math.round(share * (drawn.length - 1))] as number;
    return { mean: of(means), low: at(0.025), high: at(0.975) };
  };
  const each = <Value>(of: (measure: Measure) => Value) =>
    Object.fromEntries(MEASURES.map((measure) => [measure, of(measure)])) as Record<Measure, Value>;
  const figures = METHODS.map((method) => {
    return [method, each((measure) => estimate((row) => row[column(method, measure)] as number))];
  });
  const others = METHODS.filter((method) => method !== "suggestions");
  const gain = (row: readonly number[], method: Method, measure: Measure): number =>
    (row[column("suggestions", measure)] as number) - (row[column(method, measure)] as number);
  const differences = others.map((method) => [
    method,
    each((measure) => estimate((row) => gain(row, method, measure))),
  ]);
  return {
    figures: Object.fromEntries(figures) as Figures,
    differences: Object.fromEntries(differences) as Differences,
  };
}
