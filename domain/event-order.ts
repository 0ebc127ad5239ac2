/** What orders the states of one post. */
export interface StateOrder {
  readonly version: number;
  readonly occurredAt: string;
  readonly eventId: string;
}

/**
 * Negative when `a` is the older state. The version decides; between equal versions the later event, and between
 * simultaneous ones the greater identifier, so that every arrival order ends in the same state. Identifiers and
 * instants are ASCII, so JavaScript orders them as DynamoDB does (by bytes of UTF-8).
 */
export function compareStates(a: StateOrder, b: StateOrder): number {
  if (a.version !== b.version) return a.version - b.version;
  if (a.occurredAt !== b.occurredAt) return a.occurredAt < b.occurredAt ? -1 : 1;
  if (a.eventId !== b.eventId) return a.eventId < b.eventId ? -1 : 1;
  return 0;
}
