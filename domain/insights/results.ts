import { isDay, type Day, type Instant } from "../time";
import { insightOf } from "./catalog";
import type { InsightRun } from "./run";

/** The start of the day within the sort key: figures by the hour would have theirs. */
const START_OF_DAY = "00:00";

/** One item of the table `insights`: the figures of one insight for the period that starts at one time. */
export interface InsightItem {
  /** Partition key. */
  readonly insight: string;
  /** Sort key: `<day>#<HH:MM>`, the start of the period in UTC. */
  readonly dateTime: string;
  readonly date: Day;
  readonly figures: Readonly<Record<string, number>>;
  /** The run that computed it; a later run replaces it, an earlier one never does. */
  readonly computedAt: Instant;
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

/** @throws Error naming the insight, the column and the row, when the result is not what the catalog says */
export function shapeResults(run: InsightRun, table: ResultTable): readonly InsightItem[] {
  const definition = insightOf(run.insight);
  const column = (name: string): number => {
    const index = table.columns.indexOf(name);
    if (index < 0)
      throw new Error(`Insight "${run.insight}": the result has no column "${name}", only ${table.columns.join(", ")}`);
    return index;
  };
  const dateIndex = column(definition.dateColumn);
  const figures = Object.entries(definition.figures).map(([name, figure]) => ({
    name,
    figure,
    index: column(figure.column),
  }));
  return table.rows.map((row, number) => {
    const where = `Insight "${run.insight}", row ${number + 1}`;
    const date = row[dateIndex];
    if (date === undefined || !isDay(date))
      throw new Error(`${where}: ${definition.dateColumn} is "${date}", not a day`);
    const values = figures.map(({ name, figure, index }) => {
      const text = row[index];
      const value = text === undefined || text === "" ? NaN : Number(text);
      const fits = figure.type === "integer" ? Number.isSafeInteger(value) : Number.isFinite(value);
      if (!fits)
        throw new Error(
          `${where}: ${figure.column} is "${text}", not ${figure.type === "integer" ? "an" : "a"} ${figure.type}`,
        );
      return [name, value] as const;
    });
    return {
      insight: run.insight,
      dateTime: `${date}#${START_OF_DAY}`,
      date,
      figures: Object.fromEntries(values),
      computedAt: run.scheduledAt,
    };
  });
}
