import { messageDigest, type Attributes } from "./digest";
import { dayOf } from "./time";

/** Where refused messages lie in the raw bucket until they are replayed. */
export const QUARANTINE_PREFIX = "quarantine/";
/** Where they lie afterwards. */
export const REPLAYED_PREFIX = "quarantine/replayed/";

/** The content of a quarantine object. */
export interface QuarantinedMessage {
  readonly reasons: readonly string[];
  /** The message exactly as it came. */
  readonly body: string;
  readonly attributes: Attributes;
  /** Identifier of the delivery that was quarantined; a redelivery may have another. */
  readonly messageId: string;
  readonly receivedAt: string;
}

/**
 * `quarantine/<day of receipt>/<digest>.json`. Named by the message's content, since one published message may reach the
 * queue several times, each time under another identifier.
 */
export function quarantineKey(message: Pick<QuarantinedMessage, "body" | "attributes" | "receivedAt">): string {
  return `${QUARANTINE_PREFIX}${dayOf(message.receivedAt)}/${messageDigest(message.body, message.attributes)}.json`;
}

/** Where a quarantined object goes once its message is back in the queue; `undefined` for any other object. */
export function replayedKey(key: string): string | undefined {
  if (!key.startsWith(QUARANTINE_PREFIX) || key.startsWith(REPLAYED_PREFIX)) return undefined;
  return REPLAYED_PREFIX + key.slice(QUARANTINE_PREFIX.length);
}

/** The digest that names a quarantine object, or `undefined` when the key is not one of a message still in quarantine. */
export function quarantinedDigest(key: string): string | undefined {
  return /^quarantine\/\d{4}-\d{2}-\d{2}\/([0-9a-f]{32})\.json$/.exec(key)?.[1];
}

/** @throws Error that names what is missing, for an object that separate-events did not write. */
export function parseQuarantined(key: string, text: string): QuarantinedMessage {
  const value = JSON.parse(text) as Partial<QuarantinedMessage> | null;
  if (typeof value?.body !== "string" || typeof value.attributes !== "object" || !Array.isArray(value.reasons)) {
    throw new Error(`${key} is no quarantined message: it lacks a text "body", "attributes" or "reasons"`);
  }
  return value as QuarantinedMessage;
}
