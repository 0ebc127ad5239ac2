/** The order of keys in S3's listings: by their UTF-8 bytes. Units of one plane compare as they are; surrogates come last. */
export function compareKeys(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x !== y) return planeOrder(x) - planeOrder(y);
  }
  return a.length - b.length;
}

/** UTF-16 puts surrogates (D800–DFFF) before E000–FFFF; UTF-8 puts the characters that they make up behind those. */
function planeOrder(unit: number): number {
  if (unit < 0xd800) return unit;
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800;
}

const blockSize = 512;

/** A sorted set of keys in blocks, so that adding one moves few others and a listing starts where its prefix does. */
export class SortedKeys {
  private blocks: string[][] = [];

  add(key: string): void {
    const at = this.blockOf(key);
    const block = this.blocks[at];
    if (!block) {
      this.blocks.push([key]);
      return;
    }
    const position = lowerBound(block, key);
    if (block[position] === key) return;
    block.splice(position, 0, key);
    if (block.length > 2 * blockSize) this.blocks.splice(at + 1, 0, block.splice(blockSize));
  }

  delete(key: string): void {
    const at = this.blockOf(key);
    const block = this.blocks[at];
    if (!block) return;
    const position = lowerBound(block, key);
    if (block[position] !== key) return;
    block.splice(position, 1);
    if (block.length === 0) this.blocks.splice(at, 1);
  }

  /** The keys not below `start`, in order. The set must not change meanwhile. */
  *from(start: string): Generator<string, void, undefined> {
    let at = this.blockOf(start);
    let position = lowerBound(this.blocks[at] ?? [], start);
    for (; at < this.blocks.length; at++, position = 0) {
      const block = this.blocks[at] as string[];
      for (; position < block.length; position++) yield block[position] as string;
    }
  }

  /** The last block whose first key is not above `key`. */
  private blockOf(key: string): number {
    let low = 0;
    let high = this.blocks.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (compareKeys((this.blocks[middle] as string[])[0] as string, key) <= 0) low = middle + 1;
      else high = middle;
    }
    return Math.max(0, low - 1);
  }
}

function lowerBound(block: readonly string[], key: string): number {
  let low = 0;
  let high = block.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compareKeys(block[middle] as string, key) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
