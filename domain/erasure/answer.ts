import type { Receipt } from "./receipt";
import type { ErasurePhase, ErasureStep, Removed } from "./state";

/** What a person asks of erase-user: an erasure, or how far one is. What the schedule asks: that none is stuck. */
export type EraseRequest = { readonly userId: string } | { readonly erasureId: string } | { readonly sweep: true };

/** How far an erasure is. The user's identifier is not in it. */
export interface EraseAnswer {
  readonly erasureId: string;
  readonly phase: ErasurePhase;
  readonly step: ErasureStep;
  readonly pass: number;
  readonly startedAt: string;
  readonly removed: Removed;
  readonly receipt?: Receipt;
}
