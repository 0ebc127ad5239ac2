/** An instant as the platform writes it: UTC, milliseconds, 24 characters, so that text order is time order. */
export type Instant = string;

/** A UTC calendar day, `YYYY-MM-DD`. */
export type Day = string;

const INSTANT = /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,9})?Z$/;
const DAY = /^\d{4}-\d{2}-\d{2}$/;
const DAY_MS = 86_400_000;

/**
 * Reads an ISO 8601 instant in UTC (`2026-11-02T05:31:07.120Z`; the fraction is optional) and writes it with exactly
 * three decimals. Anything else, an offset or a day such as February 30 included, is `undefined`.
 */
export function parseInstant(text: string): Instant | undefined {
  const match = INSTANT.exec(text);
  if (match?.[1] === undefined || !isDay(match[1])) return undefined;
  const instant = new Date(text);
  return Number.isNaN(instant.getTime()) ? undefined : instant.toISOString();
}

/** Whether the text is a day of the calendar: `2026-02-30` is not. */
export function isDay(text: string): boolean {
  if (!DAY.test(text)) return false;
  const midnight = new Date(`${text}T00:00:00.000Z`);
  // Date.parse rolls February 30 over to March 2 instead of refusing it.
  return !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(text);
}

export function dayOf(instant: Instant): Day {
  return instant.slice(0, 10);
}

export function addDays(day: Day, days: number): Day {
  return dayOf(new Date(Date.parse(`${day}T00:00:00.000Z`) + days * DAY_MS).toISOString());
}

/** Whole seconds until the next UTC day begins. */
export function secondsToTomorrow(now: Instant): number {
  const tomorrow = Date.parse(`${addDays(dayOf(now), 1)}T00:00:00.000Z`);
  return Math.ceil((tomorrow - Date.parse(now)) / 1000);
}

/** Number of days from one day to another, 0 for the same day, negative when `to` comes first. */
export function daysBetween(from: Day, to: Day): number {
  return Math.round((Date.parse(`${to}T00:00:00.000Z`) - Date.parse(`${from}T00:00:00.000Z`)) / DAY_MS);
}

/** Where a record lies in the raw zone: `created_date=<date>/created_hour=<hour>`. */
export interface Partition {
  readonly date: Day;
  /** Two digits, `00` to `23`, UTC. */
  readonly hour: string;
}

/** @throws RangeError when the text is not an instant: a partition must never be guessed. */
export function partitionOf(text: string): Partition {
  const instant = parseInstant(text);
  if (instant === undefined) throw new RangeError(`"${text}" is not an instant such as 2026-11-02T05:31:07.120Z`);
  return { date: dayOf(instant), hour: instant.slice(11, 13) };
}
