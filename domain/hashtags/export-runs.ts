import { addDays, dayOf, isDay, parseInstant, type Day, type Instant } from "../time";
import { changeOf, type ExportKey } from "./export-keys";

/** Tells runs apart; later ones sort behind: `20261103T003000000Z`. */
export type ExportRun = string;

/** Most days of one run. The next one finds what is left. */
export const MOST_EXPORT_DAYS = 1_000;

/**
 * How much longer than it was read a day may have changed unseen: indexes follow their table, and clocks of writers differ.
 * A day that changed within it is exported once more.
 */
const UNSEEN_MS = 5 * 60_000;

/** What the catalog says of a day's files. */
export interface ExportedDay {
  readonly run: ExportRun;
  /** When reading of the day began. */
  readonly readFrom: Instant;
  readonly rows: number;
}

/** A day that is to be written, from a shard on: what comes before it, an invocation before has written. */
export interface ExportMessage {
  readonly kind: "export";
  readonly day: Day;
  readonly run: ExportRun;
  readonly shard: number;
  /** Since the first shard. */
  readonly rows: number;
  readonly readFrom?: Instant;
}

/** A day whose former files nobody reads any more. */
export interface TidyMessage {
  readonly kind: "tidy";
  readonly day: Day;
}
export type TagDayMessage = ExportMessage | TidyMessage;

export function exportRun(at: Instant): ExportRun {
  return at.replaceAll(/[-:.]/g, "");
}

export function exportMessage(day: Day, run: ExportRun): ExportMessage {
  return { kind: "export", day, run, shard: 0, rows: 0 };
}

/** What an operator, the schedule or another function asks for. */
export interface ExportRequest {
  /** When the run was due; now by default. */
  readonly at?: string;
  /** A day, or days, that are exported whether or not they have changed. */
  readonly day?: string;
  readonly days?: readonly string[];
}

/**
 * Reads a request.
 *
 * @throws RangeError for what is no instant, or no day that has begun
 */
export function exportRequest(request: ExportRequest, now: Instant): { at: Instant; days: readonly Day[] | undefined } {
  const at = parseInstant(request.at ?? now);
  if (at === undefined)
    throw new RangeError(`at: "${request.at}" is no instant; give one such as 2026-11-03T00:30:00Z`);
  const days = request.days ?? (request.day === undefined ? undefined : [request.day]);
  const strange = days?.find((day) => !isDay(day) || day > dayOf(at));
  if (strange !== undefined) {
    throw new RangeError(`day: "${strange}" is no day that has begun; give one such as ${addDays(dayOf(at), -1)}`);
  }
  return { at, days: days && [...new Set(days)].sort() };
}

/** The last change of each finished day among changes, before the day of an instant. */
export function lastChanges(changes: readonly Pick<ExportKey, "exportSort">[], at: Instant): Map<Day, Instant> {
  const last = new Map<Day, Instant>();
  for (const change of changes) {
    const { day, at: changedAt } = changeOf(change);
    if (day < dayOf(at) && changedAt > (last.get(day) ?? "")) last.set(day, changedAt);
  }
  return last;
}

/** The days that have changed since they were read, the newest first. */
export function staleDays(changes: ReadonlyMap<Day, Instant>, exported: ReadonlyMap<Day, ExportedDay>): readonly Day[] {
  const stale = [...changes].filter(([day, changedAt]) => {
    const known = exported.get(day);
    return known === undefined || Date.parse(changedAt) > Date.parse(known.readFrom) - UNSEEN_MS;
  });
  return stale
    .map(([day]) => day)
    .sort()
    .reverse();
}

/** Folders of the curated bucket, by format. */
export const TAG_FOLDERS = { parquet: "hashtags/parquet/", csv: "hashtags/csv/" } as const;
export type TagFormat = keyof typeof TAG_FOLDERS;
export const TAG_FORMATS = ["csv", "parquet"] as const satisfies readonly TagFormat[];

/** Where all of a day's files lie, of all runs. */
export function dayFolder(format: TagFormat, day: Day): string {
  return `${TAG_FOLDERS[format]}created_date=${day}/`;
}

/** Where a run's files of a day lie: what the day's partition points at. */
export function runFolder(format: TagFormat, day: Day, run: ExportRun): string {
  return `${dayFolder(format, day)}run=${run}/`;
}

export function tagFileKey(format: TagFormat, day: Day, run: ExportRun, shard: number): string {
  return `${runFolder(format, day, run)}part-${shard}.${format}`;
}

/** Keys of a day's files that are of runs before this one. A later run is still being written. */
export function formerFiles(keys: readonly string[], run: ExportRun): readonly string[] {
  return keys.filter((key) => {
    const [, found] = /\/run=([^/]+)\//.exec(key) ?? [];
    return found !== undefined && found < run;
  });
}
