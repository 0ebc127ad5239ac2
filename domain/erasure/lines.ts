import type { Instant } from "../time";
import type { ErasureSubject } from "./items";
import { isErasureEvent } from "./markers";

/** What is left of an object of the raw zone without an author's lines. */
export interface KeptLines {
  readonly text: string;
  /** Lines that are left out. */
  readonly removed: number;
}

/** Whether a character may stand in an identifier: one that stands there is part of another identifier. */
const INSIDE = /[A-Za-z0-9._:-]/;

/**
 * The lines of an object of the raw zone that are neither the author's nor of a post of theirs, each byte for byte as it was. The tombstones
 * that erasures leave stay: they name a post and nobody.
 *
 * @param text lines that end in a newline
 */
export function withoutSubject(text: string, subject: ErasureSubject): KeptLines {
  const lines = text.split(/(?<=\n)/);
  const kept = lines.filter((line) => !isLineOf(line, subject));
  return { text: kept.join(""), removed: lines.length - kept.length };
}

/** How many of the lines are tombstones of an erasure, of one of its passes. */
export function tombstonesOf(text: string, erasureId: string, at: Instant): number {
  const rows = text.split("\n").map((line) => (line.includes(erasureId) ? (rowOf(line) ?? {}) : {}));
  return rows.filter((row) => row["eventId"] === erasureId && row["occurredAt"] === at).length;
}

function isLineOf(line: string, subject: ErasureSubject): boolean {
  const row = rowOf(line);
  if (row === undefined) return mentions(line, subject);
  if (typeof row["rawData"] === "string") {
    return mentions(`${line} ${Buffer.from(row["rawData"], "base64").toString("utf8")}`, subject);
  }
  if (row["userId"] === subject.userId) return true;
  if (typeof row["postId"] === "string") return subject.postIds.has(row["postId"]) && !isErasureEvent(row["eventId"]);
  return mentions(line, subject);
}

function rowOf(line: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value = JSON.parse(line) as unknown;
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

/** Whether a text, of whatever shape, names the author or a post of theirs as a whole word. */
export function mentions(text: string, { userId, postIds }: ErasureSubject): boolean {
  return names(text, userId) || [...postIds].some((postId) => names(text, postId));
}

function names(text: string, identifier: string): boolean {
  for (let at = text.indexOf(identifier); at >= 0; at = text.indexOf(identifier, at + 1)) {
    const [before, after] = [text[at - 1] ?? " ", text[at + identifier.length] ?? " "];
    if (!INSIDE.test(before) && !INSIDE.test(after)) return true;
  }
  return false;
}
