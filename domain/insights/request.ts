import { problem, type Problem } from "../http/problem";
import { addDays, daysBetween, isDay, type Day, type Instant } from "../time";
import { seriesOf, type Column, type Granularity, type InsightCatalog, type InsightDefinition } from "./catalog";
import type { InsightItem, InsightRow } from "./results";
import { periodStart } from "./run";

/** Most days that one call answers. */
export const MAX_DAYS = 366;
/** Days answered when the call names no `from`. */
export const DEFAULT_DAYS = 30;
/** Periods on a page when the call names no `limit`, and at most. */
export const PERIODS = { default: 100, most: 366 } as const;
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
  /** Partition key of the table. */
  readonly series: string;
  readonly from: Day;
  readonly to: Day;
  readonly granularity: Granularity;
  readonly limit: number;
  /** The page begins after the period that starts then. */
  readonly after?: Day;
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
  /** When the newest of the page's periods was computed, and the newest event in its points; absent without any. */
  readonly computedAt?: Instant;
  readonly dataUntil?: Instant;
  /** In the order of periods; those for which nothing was computed are left out. */
  readonly points: readonly InsightRow[];
  /** For the next page; absent on the last one. */
  readonly cursor?: string;
}

const PARAMETERS = ["from", "to", "granularity", "limit", "cursor"];

/**
 * Checks a call. `to` defaults to today, `from` to 30 days up to `to`, `granularity` to the finest that the insight has.
 * A period belongs to the answer when a day of it does.
 *
 * @param today the current day in UTC
 */
export function parseInsightCall(catalog: InsightCatalog, call: InsightCall, today: Day): ParsedCall {
  const { path, name, query } = call;
  const insight = Object.hasOwn(catalog, name) ? catalog[name] : undefined;
  if (insight === undefined) {
    const cure = `ask for one of: ${Object.keys(catalog).join(", ")}`;
    return refuse(problem("unknown-insight", path, `"${name}" is no insight; ${cure}`, { parameter: "name", cure }));
  }
  const invalid = (parameter: string, what: string, cure: string): ParsedCall =>
    refuse(problem("invalid-parameter", path, `${parameter}: ${what}; ${cure}`, { parameter, cure }));
  const stranger = Object.keys(query).find((key) => !PARAMETERS.includes(key));
  if (stranger !== undefined)
    return invalid(stranger, "is no parameter", `leave it out; there are ${PARAMETERS.join(", ")}`);
  const [finest = "day"] = insight.granularities;
  const { to = today, granularity = finest } = query;
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
  const limit = limitOf(query["limit"]);
  if (limit === undefined)
    return invalid("limit", `"${query["limit"]}" is no number of periods`, `give 1 to ${PERIODS.most}`);
  const series = seriesOf(name, known);
  const request = { insight, series, from, to, granularity: known, limit };
  if (query["cursor"] === undefined) return { ok: true, request };
  const after = readCursor(query["cursor"], request);
  if (after === undefined)
    return invalid("cursor", "it is not of this series and range", "take the cursor of the answer before, or none");
  return { ok: true, request: { ...request, after } };
}

function limitOf(text: string | undefined): number | undefined {
  if (text === undefined) return PERIODS.default;
  const limit = /^[1-9]\d{0,2}$/.test(text) ? Number(text) : undefined;
  return limit !== undefined && limit <= PERIODS.most ? limit : undefined;
}

/** The first and the last day whose items a page may have. */
export function pageDays({ from, to, granularity, after }: InsightRequest): readonly [Day, Day] {
  const first = periodStart(from, granularity);
  return [after === undefined ? first : addDays(after, 1), to];
}

/**
 * The answer to a call.
 *
 * @param items of the page's days in their order, one more than its limit where there are more
 */
export function answerInsight(request: InsightRequest, items: readonly InsightItem[]): InsightAnswer {
  const { insight, from, to, granularity, limit } = request;
  const page = items.slice(0, limit);
  const last = items.length > limit ? page.at(-1)?.date : undefined;
  const points = page.flatMap(({ date, rows, computedAt }) => rows.map((row) => ({ date, ...row, computedAt })));
  const [computedAt, dataUntil] = [
    newest(page.map((item) => item.computedAt)),
    newest(page.map((item) => item.dataUntil)),
  ];
  return {
    insight: insight.name,
    title: insight.title,
    granularity,
    from,
    to,
    ...(computedAt !== undefined && { computedAt }),
    ...(dataUntil !== undefined && { dataUntil }),
    points,
    ...(last !== undefined && { cursor: makeCursor(last, request) }),
  };
}

/** What there is to ask for: the answer to `GET /v1/insights`. */
export function listInsights(catalog: InsightCatalog) {
  const told = (columns: Readonly<Record<string, Column>>) =>
    Object.entries(columns).map(([name, { type, meaning }]) => ({ name, type, meaning }));
  const insights = Object.values(catalog).map(({ name, title, granularities, keys, figures }) => ({
    name,
    title,
    granularities,
    keys: told(keys),
    figures: told(figures),
  }));
  return { insights };
}

type Series = Pick<InsightRequest, "series" | "from" | "to">;

/** A cursor names its series and range, so that one of another call is refused instead of skipping points. */
function makeCursor(after: Day, { series, from, to }: Series): string {
  return Buffer.from(JSON.stringify([series, from, to, after])).toString("base64url");
}

function readCursor(cursor: string, request: Series): Day | undefined {
  const bytes = Buffer.from(cursor, "base64url");
  const after = bytes.toString("utf8").slice(-12, -2);
  // What is read has to be exactly what would be written.
  return isDay(after) && makeCursor(after, request) === cursor ? after : undefined;
}

function newest(instants: readonly (Instant | undefined)[]): Instant | undefined {
  return instants
    .filter((each) => each !== undefined)
    .sort()
    .at(-1);
}

function refuse(reason: Problem): ParsedCall {
  return { ok: false, problem: reason };
}
