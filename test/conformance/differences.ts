import type { TargetName } from "./targets/target";

/** Where a peer behaves otherwise than AWS says, and why it is the peer that is wrong. */
export interface Difference {
  readonly peer: TargetName;
  /** Ids of the behaviours that fail there. */
  readonly behaviours: readonly string[];
  readonly does: string;
  readonly why: string;
  /** The page that says how AWS behaves. */
  readonly evidence: string;
}

/**
 * Every difference, by peer (MiniStack 1.5.33, DynamoDB Local 2.6.0). A failure that is not here fails the run, and so does
 * an entry that is no longer needed.
 */
export const differences: readonly Difference[] = [];
