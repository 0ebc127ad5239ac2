import type { InsightItem, InsightRow } from "@huut/domain";
import { textTable } from "../shared";
import type { Summary } from "./summary";

/** Rows of a table that people look at; the summary for machines has them all. */
const ROWS_SHOWN = 20;

/** Prints the insights' figures, a table a series. */
export function printInsights(items: Summary["insights"], heading: (text: string) => void): void {
  heading("Insights");
  const series = Map.groupBy(items as unknown as readonly InsightItem[], ({ insight }) => insight);
  if (series.size === 0) console.log("  none yet");
  for (const [name, own] of series) printSeries(name, own);
}

function printSeries(name: string, items: readonly InsightItem[]): void {
  const rows = items.flatMap(({ date, rows: own }) => own.map((row): InsightRow => ({ date, ...row })));
  const [first] = rows;
  if (first === undefined) return;
  const columns = Object.keys(first);
  const newest = items.reduce((at, { computedAt }) => (computedAt > at ? computedAt : at), "");
  const [insight = "", granularity = ""] = name.split("#");
  console.log(`\n${insight} by ${granularity}, computed for ${newest.slice(0, 16)} UTC`);
  const shown = rows.slice(0, ROWS_SHOWN).map((row) => columns.map((column) => String(row[column])));
  console.log(textTable(columns, shown));
  if (rows.length > ROWS_SHOWN) console.log(`… and ${rows.length - ROWS_SHOWN} more rows`);
}
