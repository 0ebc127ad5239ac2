// A hash is a pure function: the one thing that the domain takes from the platform.

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
  return sha256(JSON.stringify(value)).slice(0, 32);
}

/** SHA-256 of a text in UTF-8, 64 hexadecimal digits. */
export function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
