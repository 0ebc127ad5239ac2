import { Cron } from "croner";
import { Unsupported } from "./errors";

/** An expression that AWS would refuse. */
export class InvalidSchedule extends Error {
  override readonly name = "InvalidSchedule";
}

const MILLISECONDS = { minute: 60_000, hour: 3_600_000, day: 86_400_000 } as const;

/** Quartz's and AWS's Sunday is 1; croner's is 0. */
const FIRST_WEEKDAY = 1;

interface Field {
  readonly name: string;
  readonly low: number;
  readonly high: number;
  readonly names?: readonly string[];
  /** Forms beyond numbers, names, lists, ranges and `*`. */
  readonly extra?: RegExp;
  readonly steps: boolean;
}

const MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
const WEEKDAYS = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

/** https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html#cron-based */
const FIELDS: readonly Field[] = [
  { name: "minutes", low: 0, high: 59, steps: true },
  { name: "hours", low: 0, high: 23, steps: true },
  { name: "day-of-month", low: 1, high: 31, extra: /^(L|LW|\d{1,2}W)$/, steps: true },
  { name: "month", low: 1, high: 12, names: MONTHS, steps: true },
  {
    name: "day-of-week",
    low: 1,
    high: 7,
    names: WEEKDAYS,
    extra: /^(L|(\d|[A-Z]{3})L|(\d|[A-Z]{3})#[1-5])$/,
    steps: false,
  },
  { name: "year", low: 1970, high: 2199, steps: true },
];

const crons = new Map<string, Cron>();

/**
 * When a schedule expression (`rate(…)`, `cron(…)` or `at(…)`, the syntax that EventBridge, its Scheduler and Glue's
 * triggers share) comes next.
 * @param after epoch milliseconds; for `rate` the time of the last run, since a rate has no times of its own
 * @param timezone IANA name; UTC when not given. A local time that daylight saving skips is skipped, and one that it
 *   repeats comes once: https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html#daylist-savings-time
 * @returns epoch milliseconds later than `after`; undefined when it never comes again
 * @throws InvalidSchedule naming the field
 */
export function nextTime(expression: string, after: number, timezone = "UTC"): number | undefined {
  const [, kind, body] = /^(rate|cron|at)\((.*)\)$/.exec(expression) ?? [];
  if (kind === "rate") return after + rateMilliseconds(body as string, expression);
  if (kind === "at") return laterThan(after, instantOf(body as string, expression, timezone));
  if (kind === "cron") return nextOfCron(body as string, expression, after, timezone);
  throw new InvalidSchedule(`"${expression}" is no schedule expression: rate(…), cron(…) or at(…).`);
}

function laterThan(after: number, time: number): number | undefined {
  return time > after ? time : undefined;
}

function rateMilliseconds(body: string, expression: string): number {
  const [, value, unit] = /^([1-9]\d*) (minute|hour|day)s?$/.exec(body) ?? [];
  if (!unit)
    throw new InvalidSchedule(`"${expression}": a rate is a positive number and minute(s), hour(s) or day(s).`);
  if ((value === "1") === body.endsWith("s")) {
    throw new InvalidSchedule(`"${expression}": the unit is singular for 1 and plural for more.`);
  }
  return Number(value) * MILLISECONDS[unit as keyof typeof MILLISECONDS];
}

/** The instant of a local `yyyy-mm-ddThh:mm:ss`. */
function instantOf(body: string, expression: string, timezone: string): number {
  const utc = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/.test(body) ? Date.parse(`${body}Z`) : NaN;
  if (Number.isNaN(utc)) throw new InvalidSchedule(`"${expression}": expected at(yyyy-mm-ddThh:mm:ss).`);
  const first = utc - offsetAt(utc, timezone);
  return utc - offsetAt(first, timezone);
}

function nextOfCron(body: string, expression: string, after: number, timezone: string): number | undefined {
  const key = `${timezone}/${body}`;
  let cron = crons.get(key);
  if (!cron) crons.set(key, (cron = compile(body, expression, timezone)));
  let time = cron.nextRun(new Date(after))?.getTime();
  // Where the clocks go forward croner runs what would be lost at the end of the gap; AWS leaves it out.
  while (time !== undefined && isBehindGap(cron, time, timezone)) time = cron.nextRun(new Date(time))?.getTime();
  return time;
}

function compile(body: string, expression: string, timezone: string): Cron {
  const parts = body.trim().toUpperCase().split(/\s+/);
  if (parts.length !== FIELDS.length) {
    throw new InvalidSchedule(`"${expression}": expected 6 fields (${FIELDS.map(({ name }) => name).join(", ")}).`);
  }
  if ((parts[2] === "?") === (parts[4] === "?")) {
    throw new InvalidSchedule(`"${expression}": exactly one of day-of-month and day-of-week is "?".`);
  }
  offsetAt(0, timezone);
  const fields = FIELDS.map((field, i) => translated(field, parts[i] as string, expression));
  try {
    return new Cron(`0 ${fields.join(" ")}`, { timezone, paused: true, mode: "7-part" });
  } catch (error) {
    throw new InvalidSchedule(`"${expression}" in the time zone ${timezone}: ${(error as Error).message}`);
  }
}

/** A field in croner's terms. */
function translated(field: Field, text: string, expression: string): string {
  const invalid = () => new InvalidSchedule(`"${expression}": "${text}" is no value of ${field.name}.`);
  const isDay = field.name.startsWith("day-");
  if (text === "?" && isDay) return "*";
  const items = text.split(",").map((item) => {
    if (field.extra?.test(item)) return special(field, item, expression);
    const [, range, step] = /^([^/]+)(?:\/(\d+))?$/.exec(item) ?? [];
    if (range === undefined || (step !== undefined && (!field.steps || Number(step) < 1))) throw invalid();
    const suffix = step === undefined ? "" : `/${step}`;
    if (range === "*") return `*${suffix}`;
    const bounds = range.split("-").map((bound) => valueOf(field, bound));
    if (bounds.length > 2 || bounds.includes(undefined)) throw invalid();
    const [low, high = step === undefined ? undefined : topOf(field)] = bounds as number[];
    if (high !== undefined && (low as number) > high) {
      throw new Unsupported(`a range that wraps around (${item} of ${field.name} in "${expression}")`);
    }
    return high === undefined ? `${low}` : `${low}-${high}${suffix}`;
  });
  return items.join(",");
}

function special(field: Field, item: string, expression: string): string {
  if (field.name === "day-of-month") return item;
  // Alone in day-of-week, L is the last day of the week: Saturday.
  if (item === "L") return "6";
  const [day, nth] = item.endsWith("L") ? [item.slice(0, -1), "L"] : (item.split("#") as [string, string]);
  const weekday = valueOf(field, day);
  if (weekday === undefined) throw new InvalidSchedule(`"${expression}": "${item}" names no day of the week.`);
  return `${weekday}#${nth}`;
}

/** The number that croner takes for a value, or undefined where AWS would refuse it. */
function valueOf(field: Field, text: string): number | undefined {
  const isWeekday = field.names === WEEKDAYS;
  const named = field.names?.indexOf(text) ?? -1;
  if (named >= 0) return isWeekday ? named : named + field.low;
  if (!/^\d+$/.test(text)) return undefined;
  const value = Number(text);
  if (value < field.low || value > field.high) return undefined;
  return isWeekday ? value - FIRST_WEEKDAY : value;
}

function topOf(field: Field): number {
  return field.names === WEEKDAYS ? field.high - FIRST_WEEKDAY : field.high;
}

/** Whether croner moved a run to `time` from a local time that does not exist. */
function isBehindGap(cron: Cron, time: number, timezone: string): boolean {
  if (offsetAt(time, timezone) <= offsetAt(time - MILLISECONDS.hour, timezone)) return false;
  return !cron.match(new Date(time));
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** Milliseconds that a zone's clocks are ahead of UTC. @throws InvalidSchedule when there is no such zone */
function offsetAt(time: number, timezone: string): number {
  if (timezone === "UTC") return 0;
  let format = formats.get(timezone);
  if (!format) formats.set(timezone, (format = formatIn(timezone)));
  const parts = Object.fromEntries(format.formatToParts(time).map(({ type, value }) => [type, Number(value)]));
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(time / 1000) * 1000;
}

function formatIn(timezone: string): Intl.DateTimeFormat {
  try {
    const numeric = "numeric" as const;
    const fields = { year: numeric, month: numeric, day: numeric, hour: numeric, minute: numeric, second: numeric };
    return new Intl.DateTimeFormat("en-US", { timeZone: timezone, hourCycle: "h23", ...fields });
  } catch {
    throw new InvalidSchedule(`"${timezone}" is no time zone of the IANA database.`);
  }
}
