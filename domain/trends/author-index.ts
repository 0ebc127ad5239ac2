import { hash } from "./fingerprint";

/**
 * Numbers authors, who are told apart by 64 bits of hash: a million authors have two alike with a chance of 3 in 100 million, and a
 * map of their names would take most of the time and memory of a computation. Open addressing with linear probing.
 */
export class AuthorIndex {
  size = 0;
  /** Halves of the hash, by author. */
  high = new Uint32Array(1_024);
  #low = new Uint32Array(1_024);
  /** One more than the author; 0 for a free slot. At most half of them are taken. */
  #slots = new Int32Array(2_048);

  /** The number of an author, from 0. */
  of(name: string): number {
    const high = hash(name, 0x5bd1e995);
    const low = hash(name, 0x1b873593);
    const mask = this.#slots.length - 1;
    for (let slot = low & mask; ; slot = (slot + 1) & mask) {
      const author = this.#slots[slot]! - 1;
      if (author < 0) return this.#add(slot, high, low);
      if (this.high[author] === high && this.#low[author] === low) return author;
    }
  }

  /** Orders two authors by their hashes: a chance order that is the same in every computation. */
  compare(a: number, b: number): number {
    return this.high[a]! - this.high[b]! || this.#low[a]! - this.#low[b]!;
  }

  #add(slot: number, high: number, low: number): number {
    const author = this.size++;
    this.#slots[slot] = author + 1;
    this.high[author] = high;
    this.#low[author] = low;
    if (this.size === this.high.length) this.#grow();
    return author;
  }

  #grow(): void {
    const size = this.size * 2;
    const [high, low] = [new Uint32Array(size), new Uint32Array(size)];
    high.set(this.high);
    low.set(this.#low);
    [this.high, this.#low, this.#slots] = [high, low, new Int32Array(size * 2)];
    const mask = this.#slots.length - 1;
    for (let author = 0; author < this.size; author++) {
      let slot = low[author]! & mask;
      while (this.#slots[slot] !== 0) slot = (slot + 1) & mask;
      this.#slots[slot] = author + 1;
    }
  }
}
