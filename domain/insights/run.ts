import { sha256 } from "../digest";
import { addDays, dayOf, isDay, parseInstant, type Day, type Instant } from "../time";
import { insightOf } from "./catalog";

/** One run of an insight's query. */
export interface InsightRun {
  readonly insight: string;
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

const HEADER = /^-- huut-insight: ([a-z0-9-]+) at (\S+)\n/;

/**
 * The query of a run: the template with `{{from}}` and `{{to}}` replaced by days, after a first line that names the
 * run, by which the completion event's function knows it again without any state in between.
 *
 * @throws Error for an unknown insight, a bad instant or a template without both places
 */
export function insightQuery(run: InsightRun, template: string): InsightQuery {
  const { name, lookbackDays } = insightOf(run.insight);
  const scheduledAt = parseInstant(run.scheduledAt);
  if (scheduledAt === undefined) throw new Error(`scheduledAt: "${run.scheduledAt}" is not a UTC instant`);
  const to = dayOf(scheduledAt);
  const from = addDays(to, 1 - lookbackDays);
  for (const place of ["{{from}}", "{{to}}"]) {
    if (!template.includes(place)) throw new Error(`The query of insight "${name}" lacks ${place}`);
  }
  const body = template.replaceAll("{{from}}", literalDay(from)).replaceAll("{{to}}", literalDay(to));
  const sql = `-- huut-insight: ${name} at ${scheduledAt}\n${body}`;
  return { sql, token: sha256(sql), from, to };
}

/** The run that a query's first line names; `undefined` for a query that no insight made. */
export function runOfQuery(sql: string): InsightRun | undefined {
  const [, insight, at] = HEADER.exec(sql) ?? [];
  const scheduledAt = at === undefined ? undefined : parseInstant(at);
  return insight === undefined || scheduledAt === undefined ? undefined : { insight, scheduledAt };
}

function literalDay(day: Day): string {
  if (!isDay(day)) throw new Error(`"${day}" is not a day`);
  return day;
}
