import { createHash } from "node:crypto";
import type { PostEvent } from "./post-event";

/** String attributes of a message, by name. */
export type Attributes = Readonly<Record<string, string>>;

/**
 * What makes two valid events the same event: their whole normalized content. 32 hexadecimal digits.
 * Two messages that differ in white space or in stripped fields only carry the same event.
 */
export function eventDigest(event: PostEvent): string {
  return digest(event);
}

/** What makes two messages the same message, whatever identifier each delivery gave them. 32 hexadecimal digits. */
export function messageDigest(body: string, attributes: Attributes): string {
  return digest([body, Object.entries(attributes).sort(([a], [b]) => (a < b ? -1 : 1))]);
}

function digest(value: unknown): string {
  return createHash("sha256").update(JSON.stringify(value)).digest("hex").slice(0, 32);
}
