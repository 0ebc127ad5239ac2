import type { Change } from "./changes";

/** Whose fault a gap is: the emulator's, or the older Terraform provider's that a bridged plugin has behind it. */
export type GapOwner = "MiniStack" | "bridge";

/** Something that reads back otherwise than it was written, so that the engine sees a difference where AWS has none. */
export interface ReadBackGap {
  readonly type: string;
  /** Paths of properties, without indices; a path stands for all that lies below it. */
  readonly properties: readonly string[];
  readonly owner: GapOwner;
  readonly reason: string;
}

/** Something that the program sets and that has to be said otherwise to a bridged plugin or the emulator. */
export interface Adaptation {
  readonly type: string;
  readonly owner: GapOwner;
  readonly reason: string;
  /** The inputs to register instead, or nothing where these are fine. */
  readonly adapt: (inputs: Readonly<Record<string, unknown>>) => Record<string, unknown> | undefined;
}

/** This list may only shrink: a gap that a whole run does not meet fails the run. */
export const READ_BACK_GAPS: readonly ReadBackGap[] = [];

/** This list may only shrink, too. */
export const ADAPTATIONS: readonly Adaptation[] = [
  {
    type: "pulumi:providers:aws",
    owner: "MiniStack",
    reason: "serves buckets by path: no name resolves below 127.0.0.1",
    adapt: (inputs) => ({ ...inputs, s3UsePathStyle: "true" }),
  },
];

/** What of a change no gap explains; nothing when all of it is. Creations and deletions are never explained. */
export function unexplained(change: Change, gaps: readonly ReadBackGap[], used?: Set<ReadBackGap>): Change | undefined {
  if (change.operation !== "update") return change;
  const left = change.properties.filter((property) => {
    const gap = gaps.find(
      (each) => each.type === change.type && each.properties.some((path) => covers(path, property)),
    );
    if (gap) used?.add(gap);
    return gap === undefined;
  });
  return left.length === 0 && change.properties.length > 0 ? undefined : { ...change, properties: left };
}

function covers(path: string, property: string): boolean {
  return property === path || property.startsWith(`${path}.`);
}
