import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";

const CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** The one source of chance of the samples: the same seed gives the same numbers. */
export interface Chance {
  /** A whole number from `least` to `most`, both included. */
  whole(least: number, most: number): number;
  /** Whether something happens that happens in `percent` of all cases. */
  happens(percent: number): boolean;
  pick<Item>(items: readonly Item[]): Item;
  /** An index, drawn in proportion to its weight; weights are whole numbers. */
  weighted(weights: readonly number[]): number;
  /** A ULID (https://github.com/ulid/spec) of a time in milliseconds. */
  ulid(at: number): string;
}

export function makeChance(seed: number): Chance {
  const generator = xoroshiro128plus(seed);
  const whole = (least: number, most: number): number => uniformInt(generator, least, most);
  const digits = (value: number, length: number): string => {
    let text = "";
    for (let left = value; text.length < length; left = Math.floor(left / 32)) text = CROCKFORD[left % 32] + text;
    return text;
  };
  return {
    whole,
    happens: (percent) => whole(1, 100) <= percent,
    pick: (items) => {
      const item = items[whole(0, items.length - 1)];
      if (item === undefined) throw new RangeError("pick: there is nothing to pick from");
      return item;
    },
    weighted: (weights) => {
      let left = whole(
        1,
        weights.reduce((sum, weight) => sum + weight, 0),
      );
      return weights.findIndex((weight) => (left -= weight) <= 0);
    },
    ulid: (at) => digits(at, 10) + Array.from({ length: 4 }, () => digits(whole(0, 0xfffff), 4)).join(""),
  };
}
