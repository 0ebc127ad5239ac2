import { createHash } from "node:crypto";
import { uniformInt } from "pure-rand/distribution/uniformInt";
import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import type { RandomGenerator } from "pure-rand/types/RandomGenerator";

/**
 * One seeded stream of randomness. A named fork has a stream of its own, so that a new consumer does not shift what
 * the others draw.
 */
export class Random {
  private readonly generator: RandomGenerator;

  constructor(
    readonly seed: number,
    private readonly name = "world",
  ) {
    const digest = createHash("sha256").update(`${seed}/${name}`).digest();
    this.generator = xoroshiro128plus(digest.readInt32LE(0));
  }

  /** A stream of its own, the same for the same seed and label. */
  fork(label: string): Random {
    return new Random(this.seed, `${this.name}/${label}`);
  }

  /** A number in [0, 1). */
  next(): number {
    return uniformFloat64(this.generator);
  }

  /** An integer in [low, high]. */
  int(low: number, high: number): number {
    return uniformInt(this.generator, low, high);
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  pick<T>(items: readonly T[]): T {
    if (items.length === 0) throw new Error("Random.pick: there is nothing to pick from.");
    return items[this.int(0, items.length - 1)] as T;
  }

  /** A shuffled copy (Fisher–Yates). */
  shuffle<T>(items: readonly T[]): T[] {
    const copy = [...items];
    for (let i = copy.length - 1; i > 0; i--) {
      const j = this.int(0, i);
      [copy[i], copy[j]] = [copy[j] as T, copy[i] as T];
    }
    return copy;
  }

  fill(bytes: Uint8Array): void {
    for (let i = 0; i < bytes.length; i++) bytes[i] = this.int(0, 255);
  }

  hex(digits: number): string {
    let text = "";
    while (text.length < digits) text += this.int(0, 0xffffff).toString(16).padStart(6, "0");
    return text.slice(0, digits);
  }

  /** A version-4 UUID. */
  uuid(): string {
    const hex = this.hex(32);
    const variant = "89ab"[this.int(0, 3)];
    return [
      hex.slice(0, 8),
      hex.slice(8, 12),
      `4${hex.slice(13, 16)}`,
      `${variant}${hex.slice(17, 20)}`,
      hex.slice(20),
    ].join("-");
  }
}
