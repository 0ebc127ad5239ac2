import type { EdgeResponse } from "./messages";

/** An object or an error as it lies in the cache. */
export interface Entry extends EdgeResponse {
  /** When the origin last said that it is so, epoch milliseconds. */
  readonly validated: number;
  readonly freshUntil: number;
}

/**
 * The cache of a distribution. AWS has hundreds of edge locations with caches of their own, which may forget an object at any time;
 * here there is one, and it forgets nothing.
 */
export class EdgeCache {
  /** Variants of an object by its path. */
  private readonly objects = new Map<string, Map<string, Entry>>();

  get(path: string, variant: string): Entry | undefined {
    return this.objects.get(path)?.get(variant);
  }

  set(path: string, variant: string, entry: Entry): void {
    let variants = this.objects.get(path);
    if (!variants) this.objects.set(path, (variants = new Map()));
    variants.set(variant, entry);
  }

  delete(path: string, variant: string): void {
    this.objects.get(path)?.delete(variant);
  }

  /**
   * Takes out what was stored before a time.
   * @param pattern a path, or a beginning of paths with `*` at its end
   */
  invalidate(pattern: string, before: number): void {
    const beginning = pattern.endsWith("*") ? pattern.slice(0, -1) : undefined;
    for (const [path, variants] of this.objects) {
      if (beginning === undefined ? path !== pattern : !path.startsWith(beginning)) continue;
      for (const [variant, { validated }] of variants) if (validated < before) variants.delete(variant);
    }
  }

  size(): number {
    let size = 0;
    for (const variants of this.objects.values()) size += variants.size;
    return size;
  }
}
