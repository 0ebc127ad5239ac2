import type { Instant } from "../time";
import { without, type RawTextItem } from "./raw-text";

const MINUTE = 60_000;

/** How often a post is sent on its way again without getting any further, before it is given up. */
export const MAX_TEXT_NUDGES = 5;

/** How long a post may be on its way before the sweep looks after it: its queue has tried for less, and given it up by then. */
export const TEXT_STUCK_AFTER_MS = 120 * MINUTE;

/**
 * - `leave`: it is on its way
 * - `send`: send its message again
 * - `give-up`: it was sent often enough
 */
export type TextSweepStep = "leave" | "send" | "give-up";

/** What to do about a post that waits. */
export function textSweepStep({ pending, since, nudgedAt, nudges = 0 }: RawTextItem, now: Instant): TextSweepStep {
  const from = nudgedAt ?? since;
  if (pending === undefined || from === undefined) return "leave";
  if (Date.parse(now) - Date.parse(from) < TEXT_STUCK_AFTER_MS) return "leave";
  return nudges < MAX_TEXT_NUDGES ? "send" : "give-up";
}

/** Notes that a post is sent on its way again. */
export function nudgedText(item: RawTextItem, now: Instant): RawTextItem {
  return { ...item, revision: item.revision + 1, nudgedAt: now, nudges: (item.nudges ?? 0) + 1 };
}

/** Gives a post up: a person has to look at the dead letters. */
export function givenUpText(item: RawTextItem, now: Instant): RawTextItem {
  const { nudges = 0 } = item;
  const rest = without(item, "pending", "since", "nudgedAt");
  const gaveUp = `It was sent on its way ${nudges} times and got no further.`;
  return { ...rest, revision: item.revision + 1, gaveUp, updatedAt: now };
}

/** Minutes that the oldest of these has waited. */
export function oldestTextMinutes(items: readonly RawTextItem[], now: Instant): number {
  const waits = items.map(({ since }) => (since === undefined ? 0 : Date.parse(now) - Date.parse(since)));
  return Math.floor(Math.max(0, ...waits) / MINUTE);
}
