import { eventDigest, messageDigest, type Attributes } from "./digest";
import { parsePostEvent } from "./post-event";

/** A message as it was published. */
export interface PublishedMessage {
  readonly body: string;
  readonly attributes: Attributes;
}

/** What the platform's durable stores hold. */
export interface Evidence {
  /** `insertDigest` of the items of `posts` and `digest` of the rows of `post-updates`. */
  readonly storedDigests: ReadonlySet<string>;
  /** Digests that name the objects under `quarantine/` which were not replayed. */
  readonly quarantinedDigests: ReadonlySet<string>;
  /** Messages in dead-letter queues. */
  readonly deadLettered: readonly PublishedMessage[];
}

export type Fate = "stored" | "quarantined" | "deadLettered" | "inFlight";

/** `published = duplicates + stored + quarantined + deadLettered + inFlight`, always. */
export interface Balance extends Readonly<Record<Fate, number>> {
  readonly published: number;
  /** Publications of an event after its first: whatever became of them, the event has one fate. */
  readonly duplicates: number;
}

/** A distinct event, with how often it was published and what became of it. */
export interface EventFate {
  readonly message: PublishedMessage;
  readonly publications: number;
  readonly fate: Fate;
}

/**
 * What became of every published event, recomputed from durable stores alone. An event found in several places has the
 * fate that counts most: stored, then quarantined, then dead-lettered. What is found nowhere is `inFlight`: in the
 * topic, in the queue, or lost, which shows once the queues are empty.
 */
export function fatesOf(published: readonly PublishedMessage[], evidence: Evidence): readonly EventFate[] {
  const dead = new Set(evidence.deadLettered.map(identityOf));
  const events = new Map<string, { message: PublishedMessage; publications: number; fate: Fate }>();
  for (const message of published) {
    const identity = identityOf(message);
    const known = events.get(identity);
    if (known !== undefined) known.publications += 1;
    else events.set(identity, { message, publications: 1, fate: dead.has(identity) ? "deadLettered" : "inFlight" });
    const event = events.get(identity);
    if (event === undefined || event.fate === "stored") continue;
    if (evidence.storedDigests.has(identity)) event.fate = "stored";
    else if (evidence.quarantinedDigests.has(messageDigest(message.body, message.attributes)))
      event.fate = "quarantined";
  }
  return [...events.values()];
}

export function balanceOf(fates: readonly EventFate[]): Balance {
  const balance = { published: 0, duplicates: 0, stored: 0, quarantined: 0, deadLettered: 0, inFlight: 0 };
  for (const { publications, fate } of fates) {
    balance.published += publications;
    balance.duplicates += publications - 1;
    balance[fate] += 1;
  }
  return balance;
}

/** The digest of a valid message's event, else of the message itself. */
function identityOf({ body, attributes }: PublishedMessage): string {
  const parsed = parsePostEvent(body, attributes);
  return parsed.ok ? eventDigest(parsed.event) : messageDigest(body, attributes);
}
