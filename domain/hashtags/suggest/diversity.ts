import { meaningOf } from "../aliases";
import { tagKey } from "../tag-key";

/** Something with a score, known by its tag. */
export interface Scored {
  readonly tag: string;
  readonly score: number;
}

/** Higher scores first; equal ones by the tag's code points, so that the same input gives the same order everywhere. */
export function byScore(a: Scored, b: Scored): number {
  return b.score - a.score || (a.tag < b.tag ? -1 : a.tag > b.tag ? 1 : 0);
}

/**
 * How alike two tags are, 0 to 1: 1 when they mean the same, else Dice's coefficient of the pairs of characters in their keys, which is
 * high for inflections and parts (#किताब, #किताबें).
 */
export function likeness(a: string, b: string): number {
  if (meaningOf(a) === meaningOf(b)) return 1;
  const [left, right] = [pairsOf(tagKey(a)), pairsOf(tagKey(b))];
  let shared = 0;
  for (const pair of left) if (right.has(pair)) shared += 1;
  const all = left.size + right.size;
  return all === 0 ? 0 : (2 * shared) / all;
}

function pairsOf(key: string): ReadonlySet<string> {
  const characters = [...key.slice(1)];
  return new Set(characters.slice(1).map((character, index) => `${characters[index]}${character}`));
}

/**
 * Maximal marginal relevance (Carbonell and Goldstein 1998, https://doi.org/10.1145/290941.291025): takes again and again what has the highest
 * λ · score − (1 − λ) · likeness to the likest tag that is there already.
 *
 * @param there tags that the post has before anything is taken
 */
export function diverse<Item extends Scored>(
  items: readonly Item[],
  most: number,
  lambda: number,
  there: readonly string[] = [],
): readonly Item[] {
  const taken: Item[] = [];
  const likest = new Map(items.map((item) => [item, Math.max(0, ...there.map((tag) => likeness(tag, item.tag)))]));
  while (taken.length < most && likest.size > 0) {
    const [best] = Array.from(likest, ([item, alike]) => ({
      item,
      tag: item.tag,
      score: lambda * item.score - (1 - lambda) * alike,
    })).sort(byScore);
    if (best === undefined) break;
    taken.push(best.item);
    likest.delete(best.item);
    for (const [item, alike] of likest) likest.set(item, Math.max(alike, likeness(best.tag, item.tag)));
  }
  return taken;
}
