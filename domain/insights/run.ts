import { sha256 } from "../digest";
import { addDays, dayOf, isDay, parseInstant, type Day, type Instant } from "../time";
import { GRANULARITIES, insightOf, type Granularity, type InsightCatalog } from "./catalog";

/** One run of an insight's query. */
export interface InsightRun {
  readonly insight: string;
  readonly granularity: Granularity;
  /** When the schedule asked for it, not when it ran: a retry is the same run. */
  readonly scheduledAt: Instant;
}

/** What StartQueryExecution needs. */
export interface InsightQuery {
  readonly sql: string;
  /** The same for the same run, 64 characters: Athena then starts it once, however often it is asked to. */
  readonly token: string;
  readonly from: Day;
  readonly to: Day;
}

const HEADER = /^-- huut-insight: ([a-z0-9-]+) by (day|week|month) at (\S+)\n/;

/** The first day of the period that a day lies in. */
export function periodStart(day: Day, granularity: Granularity): Day {
  if (granularity === "day") return day;
  if (granularity === "month") return `${day.slice(0, 8)}01`;
  // Sunday is 0 to JavaScript, and the last day of a week here.
  const weekday = (new Date(`${day}T00:00:00.000Z`).getUTCDay() + 6) % 7;
  return addDays(day, -weekday);
}

/** The days that a run computes: its look-back, from the start of a period on, so that no period is computed in part. */
export function runDays(catalog: InsightCatalog, run: InsightRun): { readonly from: Day; readonly to: Day } {
  const { lookbackDays } = insightOf(catalog, run.insight);
  const to = dayOf(instantOf(run));
  return { from: periodStart(addDays(to, 1 - lookbackDays), run.granularity), to };
}

/**
 * The query of a run: the template with its places filled in, after a first line that names the run, by which the
 * completion event's function knows it again without any state in between. The template's own comments stay out of it:
 * a query has 262,144 bytes at most, and Athena shows it to people.
 *
 * @throws Error for an unknown insight or a bad instant
 */
export function insightQuery(catalog: InsightCatalog, run: InsightRun, template: string): InsightQuery {
  const { from, to } = runDays(catalog, run);
  const body = template
    .replaceAll(/^--.*\n/gm, "")
    .replaceAll("{{from}}", literalDay(from))
    .replaceAll("{{to}}", literalDay(to))
    .replaceAll("{{granularity}}", run.granularity);
  const sql = `-- huut-insight: ${run.insight} by ${run.granularity} at ${instantOf(run)}\n${body}`;
  return { sql, token: sha256(sql), from, to };
}

/** The run that a query's first line names; `undefined` for a query that no insight made. */
export function runOfQuery(sql: string): InsightRun | undefined {
  const [, insight, by, at] = HEADER.exec(sql) ?? [];
  const scheduledAt = at === undefined ? undefined : parseInstant(at);
  const granularity = GRANULARITIES.find((each) => each === by);
  if (insight === undefined || granularity === undefined || scheduledAt === undefined) return undefined;
  return { insight, granularity, scheduledAt };
}

/** The runs that a due time asks for: of one insight, or of all. @throws Error for an unknown insight */
export function runsAt(catalog: InsightCatalog, scheduledAt: string, insight?: string): InsightRun[] {
  const names = insight === undefined ? Object.keys(catalog) : [insight];
  return names.flatMap((name) =>
    insightOf(catalog, name).granularities.map((granularity) => ({ insight: name, granularity, scheduledAt })),
  );
}

function instantOf({ scheduledAt }: InsightRun): Instant {
  const instant = parseInstant(scheduledAt);
  if (instant === undefined) throw new Error(`scheduledAt: "${scheduledAt}" is not a UTC instant`);
  return instant;
}

function literalDay(day: Day): string {
  if (!isDay(day)) throw new Error(`"${day}" is not a day`);
  return day;
}
