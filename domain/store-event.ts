import type { PostEvent } from "./post-event";
import { type ConditionalWrite } from "./conditional-write";
import { afterCancellation, renderOperation, type BridgeTable, type CancellationReason } from "./post-transaction";
import { nextStep, type Step } from "./post-write";

/** What became of a valid event. */
export type StoreOutcome =
  | { readonly kind: "stored" }
  | { readonly kind: "duplicate" }
  | { readonly kind: "conflict"; readonly reasons: readonly string[] };

/** The world as storing an event needs it. */
export interface StoreEffects {
  /** Sends one transaction; `undefined` when it was committed, else its cancellation reasons, one a write. */
  transact(writes: readonly ConditionalWrite<BridgeTable>[]): Promise<readonly CancellationReason[] | undefined>;
  /** Waits before another try, longer for each. */
  pause(attempt: number): Promise<void>;
}

/** A refused condition needs one more step, a late INSERT two; the rest is for contention and throttling. */
const MAX_ATTEMPTS = 6;

/**
 * Stores a valid event exactly once.
 *
 * @throws Error with DynamoDB's codes when the transaction cannot be made now: the message must come again
 */
export async function storeEvent(event: PostEvent, effects: StoreEffects): Promise<StoreOutcome> {
  let step: Step = nextStep(event);
  let codes: readonly string[] = [];
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
    if (step.kind !== "write") return step;
    const reasons = await effects.transact(step.plan.map(renderOperation));
    if (reasons === undefined) return { kind: "stored" };
    codes = reasons.map((reason) => reason.code);
    const verdict = afterCancellation(event, step.plan, reasons);
    if (verdict.kind === "fail") break;
    if (verdict.kind === "wait") await effects.pause(attempt);
    else step = verdict;
  }
  if (step.kind !== "write") return step;
  throw new Error(`Event ${event.eventId} was not stored: DynamoDB cancelled its transaction (${codes.join(", ")})`);
}
