import { addDays, isDay, parseInstant, type Day, type Instant } from "../time";
import { DATA_UNTIL_COLUMN, PERIOD_COLUMN, insightOf, seriesOf, type Column, type InsightCatalog } from "./catalog";
import { periodStart, runDays, type InsightRun } from "./run";

/** The start of the day within the sort key: figures by the hour would have theirs. */
const START_OF_DAY = "00:00";

/** Keys and figures of a row, by the API's names. */
export type InsightRow = Readonly<Record<string, string | number>>;

/** One item of the table `insights`: the rows of one insight for the period that starts at one time. */
export interface InsightItem {
  /** Partition key: `<name>#<granularity>`. */
  readonly insight: string;
  /** Sort key: `<day>#<HH:MM>`, the start of the period in UTC. */
  readonly dateTime: string;
  readonly date: Day;
  /** In the query's order; one for an insight without keys, none for a period that has lost what it had. */
  readonly rows: readonly InsightRow[];
  /** When the newest event happened that is in the rows; absent without rows. */
  readonly dataUntil?: Instant;
  /** The run that computed it; a later run replaces it, an earlier one never does. */
  readonly computedAt: Instant;
  /** What the whole query scanned that computed it. */
  readonly bytesScanned?: number;
}

/** A page of a query's result: its columns and its rows of texts, `undefined` for NULL. */
export interface ResultTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | undefined)[])[];
}

/** The sort keys of a range of days, both ends included. */
export function sortKeyRange(from: Day, to: Day): readonly [string, string] {
  // "~" sorts after every digit and colon.
  return [`${from}#`, `${to}#~`];
}

/**
 * The items of a run: one for each period of its days. Those without rows only take the place of items that had some.
 *
 * @throws Error naming the insight, the column and the row, when the result is not what the catalog says
 */
export function shapeResults(catalog: InsightCatalog, run: InsightRun, table: ResultTable): readonly InsightItem[] {
  const { keys, figures } = insightOf(catalog, run.insight);
  const indexOf = (name: string): number => {
    const index = table.columns.indexOf(name);
    if (index < 0)
      throw new Error(`Insight "${run.insight}": the result has no column "${name}", only ${table.columns.join(", ")}`);
    return index;
  };
  const [period, until] = [indexOf(PERIOD_COLUMN), indexOf(DATA_UNTIL_COLUMN)];
  const columns = Object.entries({ ...keys, ...figures }).map(
    ([name, column]) => [name, column, indexOf(column.column)] as const,
  );
  const shaped = table.rows.map((row, number) => {
    const where = `Insight "${run.insight}", row ${number + 1}`;
    const date = row[period];
    if (date === undefined || !isDay(date)) throw new Error(`${where}: ${PERIOD_COLUMN} is "${date}", not a day`);
    const values = columns.map(([name, column, index]) => [name, valueOf(where, column, row[index])] as const);
    return { date, values: Object.fromEntries(values), until: instantOf(where, row[until]) };
  });
  const periods = Map.groupBy(shaped, ({ date }) => date);
  const { from, to } = runDays(catalog, run);
  const dates = new Set([...periodsBetween(from, to, run), ...periods.keys()]);
  return [...dates].sort().map((date) => {
    const own = periods.get(date) ?? [];
    const dataUntil = own
      .map((row) => row.until)
      .sort()
      .at(-1);
    return {
      insight: seriesOf(run.insight, run.granularity),
      dateTime: `${date}#${START_OF_DAY}`,
      date,
      rows: own.map(({ values }) => values),
      ...(dataUntil !== undefined && { dataUntil }),
      computedAt: run.scheduledAt,
    };
  });
}

function periodsBetween(from: Day, to: Day, { granularity }: InsightRun): Set<Day> {
  const periods = new Set<Day>();
  for (let day = from; day <= to; day = addDays(day, 1)) periods.add(periodStart(day, granularity));
  return periods;
}

function valueOf(where: string, { column, type }: Column, text: string | undefined): string | number {
  if (type === "text") {
    if (text === undefined) throw new Error(`${where}: ${column} is null; a key has a value in every row`);
    return text;
  }
  const value = text === undefined || text === "" ? NaN : Number(text);
  const fits = type === "integer" ? Number.isSafeInteger(value) : Number.isFinite(value);
  if (!fits) throw new Error(`${where}: ${column} is "${text}", not ${type === "integer" ? "an" : "a"} ${type}`);
  return value;
}

/** Athena writes a timestamp as `2026-11-02 05:31:07.120`. */
function instantOf(where: string, text: string | undefined): Instant {
  const instant = parseInstant(`${text?.replace(" ", "T")}Z`);
  if (instant === undefined) throw new Error(`${where}: ${DATA_UNTIL_COLUMN} is "${text}", not a timestamp`);
  return instant;
}
