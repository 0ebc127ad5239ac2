/** What a column of an insight's result is. */
export interface Column {
  /** Its name in the query's result; the API's name of it is the same in camelCase. */
  readonly column: string;
  readonly type: "text" | "integer" | "decimal";
  /** What it says or counts, for people. */
  readonly meaning: string;
}

/** Periods start at UTC midnight: a day, a week from its Monday, a month from its first. */
export const GRANULARITIES = ["day", "week", "month"] as const;
export type Granularity = (typeof GRANULARITIES)[number];

/** When an insight is computed. So far, every run of the stack's schedule computes every insight. */
export type InsightSchedule = "every-run";

/** One insight: a query `etl/insights/<name>.sql`, and what its header declares. */
export interface InsightDefinition {
  readonly name: string;
  readonly title: string;
  readonly schedule: InsightSchedule;
  readonly granularities: readonly Granularity[];
  /** Tables of the lake's database that the query reads. */
  readonly reads: readonly string[];
  /** Days that each run computes anew, its own being the last: late events still find their period. */
  readonly lookbackDays: number;
  /** Bytes that one query should scan at most; more raises a signal. */
  readonly maxBytes: number;
  /** Columns that tell the rows of one period apart, by the API's names. */
  readonly keys: Readonly<Record<string, Column>>;
  /** By the name under which the API answers each. */
  readonly figures: Readonly<Record<string, Column>>;
}

/** Insights by name. */
export type InsightCatalog = Readonly<Record<string, InsightDefinition>>;

/** Column of every result: the day on which the row's period starts, `YYYY-MM-DD`. */
export const PERIOD_COLUMN = "period";
/** Column of every result: when the newest event happened that the row has in it. */
export const DATA_UNTIL_COLUMN = "data_until";

/** @throws Error that lists the known names. */
export function insightOf(catalog: InsightCatalog, name: string): InsightDefinition {
  const definition = Object.hasOwn(catalog, name) ? catalog[name] : undefined;
  if (definition === undefined) {
    throw new Error(`There is no insight "${name}"; there are: ${Object.keys(catalog).join(", ")}`);
  }
  return definition;
}

/** Partition key of a series in the table `insights`. */
export function seriesOf(name: string, granularity: Granularity): string {
  return `${name}#${granularity}`;
}
