import type { StateOrder } from "./event-order";

/** A state of a post, as an item of the table `posts` has it. */
interface SeenState extends StateOrder {
  readonly deleted: boolean;
}

/** Greater than every identifier: what is gone is newer than its last state, and older than the next one. */
const GONE = "~";

/**
 * The states of a post that a record of the stream of changes shows, the older one first. An item that is gone altogether, as after an
 * erasure, is a post removed right after its last state.
 */
export function statesSeen<State extends SeenState>(change: {
  readonly before?: object | undefined;
  readonly after?: object | undefined;
}): State[] {
  const [before, after] = [change.before as State | undefined, change.after as State | undefined];
  if (after !== undefined) return before === undefined ? [after] : [before, after];
  return before === undefined ? [] : [before, { ...before, deleted: true, eventId: `${before.eventId}${GONE}` }];
}
