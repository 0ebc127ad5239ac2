import { parseInstant, type Instant } from "../time";

const HOUR_MS = 3_600_000;

/** A whole hour of UTC, counted from 1970: what windows are computed with. */
export type Hour = number;

/** Hours of a week: the same hour of the week lies a multiple of this back. */
export const WEEK_HOURS = 168;

/** Hours that a window covers. */
export const WINDOW_HOURS = { hour: 1, day: 24 } as const;
export type TrendWindow = keyof typeof WINDOW_HOURS;
export const TREND_WINDOWS = ["hour", "day"] as const satisfies readonly TrendWindow[];

/** @throws RangeError for what is no instant: an hour must never be guessed */
export function hourOf(instant: Instant): Hour {
  const read = parseInstant(instant);
  if (read === undefined) throw new RangeError(`"${instant}" is not an instant such as 2026-11-02T05:31:07.120Z`);
  return Math.floor(Date.parse(read) / HOUR_MS);
}

/** `2026-11-02T05`: sorts as time does. */
export function hourText(hour: Hour): string {
  return new Date(hour * HOUR_MS).toISOString().slice(0, 13);
}

/** @throws RangeError for what {@link hourText} does not write */
export function parseHour(text: string): Hour {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}$/.test(text)) throw new RangeError(`"${text}" is not an hour such as 2026-11-02T05`);
  return hourOf(`${text}:00:00Z`);
}

/** The first instant of an hour. */
export function startOfHour(hour: Hour): Instant {
  return new Date(hour * HOUR_MS).toISOString();
}

/** The part of an hour that has passed at an instant, 0 to 1. */
export function elapsedPart(hour: Hour, at: Instant): number {
  return Math.min(1, Math.max(0, (Date.parse(at) - hour * HOUR_MS) / HOUR_MS));
}
