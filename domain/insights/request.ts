import { problem, type Problem } from "../http/problem";
import { addDays, daysBetween, isDay, type Day } from "../time";
import { INSIGHTS, type Granularity, type InsightDefinition } from "./catalog";
import type { InsightItem } from "./results";

/** Most days that one call answers. */
export const MAX_DAYS = 366;
/** Days answered when the call names no `from`. */
export const DEFAULT_DAYS = 30;
/** The scope that a token needs for the insights. */
export const INSIGHTS_SCOPE = "insights/read";

/** A call of `GET /v1/insights/{name}` as it came. */
export interface InsightCall {
  readonly path: string;
  readonly name: string;
  readonly query: Readonly<Record<string, string | undefined>>;
}

/** A call that can be answered. */
export interface InsightRequest {
  readonly insight: InsightDefinition;
  readonly from: Day;
  readonly to: Day;
  readonly granularity: Granularity;
}

export type ParsedCall =
  { readonly ok: true; readonly request: InsightRequest } | { readonly ok: false; readonly problem: Problem };

/** What the API answers. */
export interface InsightAnswer {
  readonly insight: string;
  readonly title: string;
  readonly granularity: Granularity;
  readonly from: Day;
  readonly to: Day;
  /** In the order of days; days for which nothing was computed are left out. */
  readonly points: readonly Readonly<Record<string, string | number>>[];
}

const PARAMETERS = ["from", "to", "granularity"];

/**
 * Checks a call. `to` defaults to today, `from` to 30 days up to `to`, `granularity` to `day`.
 *
 * @param today the current day in UTC
 */
export function parseInsightCall(call: InsightCall, today: Day): ParsedCall {
  const { path, name, query } = call;
  const insight = INSIGHTS.get(name);
  if (insight === undefined) {
    const cure = `ask for one of: ${[...INSIGHTS.keys()].join(", ")}`;
    return refuse(problem("unknown-insight", path, `"${name}" is no insight; ${cure}`, { parameter: "name", cure }));
  }
  const invalid = (parameter: string, what: string, cure: string): ParsedCall =>
    refuse(problem("invalid-parameter", path, `${parameter}: ${what}; ${cure}`, { parameter, cure }));
  const stranger = Object.keys(query).find((key) => !PARAMETERS.includes(key));
  if (stranger !== undefined)
    return invalid(stranger, "is no parameter", `leave it out; there are ${PARAMETERS.join(", ")}`);
  const { to = today, granularity = "day" } = query;
  if (!isDay(to)) return invalid("to", `"${to}" is not a day`, "give a day of the calendar as YYYY-MM-DD");
  const { from = addDays(to, 1 - DEFAULT_DAYS) } = query;
  if (!isDay(from)) return invalid("from", `"${from}" is not a day`, "give a day of the calendar as YYYY-MM-DD");
  const days = daysBetween(from, to) + 1;
  if (days < 1) return invalid("from", `${from} comes after to=${to}`, "give a from that is not after to");
  if (days > MAX_DAYS) return invalid("from", `the range has ${days} days`, `ask for at most ${MAX_DAYS} days a call`);
  const known = insight.granularities.find((each) => each === granularity);
  if (known === undefined) {
    return invalid("granularity", `"${granularity}" is not kept`, `use one of: ${insight.granularities.join(", ")}`);
  }
  return { ok: true, request: { insight, from, to, granularity: known } };
}

/** The answer to a call from the items of its range. */
export function answerInsight(
  { insight, from, to, granularity }: InsightRequest,
  items: readonly InsightItem[],
): InsightAnswer {
  const sorted = [...items].sort((a, b) => (a.dateTime < b.dateTime ? -1 : 1));
  const points = sorted.map(({ date, figures, computedAt }) => ({ date, ...figures, computedAt }));
  return { insight: insight.name, title: insight.title, granularity, from, to, points };
}

function refuse(reason: Problem): ParsedCall {
  return { ok: false, problem: reason };
}
