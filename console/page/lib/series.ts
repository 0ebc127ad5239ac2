/**
 * The answer of any insight as lines over time. Nothing is known of an insight here: its rows name a period, figures, and
 * perhaps what the figures are of (a language, a medium), and all of it is found by looking.
 */

export interface Series {
  /** Of the periods, seconds since the epoch, ascending. */
  readonly times: readonly number[];
  /** Names of figures, in the order in which they come. */
  readonly figures: readonly string[];
  /** Columns that say what figures are of: `language`. */
  readonly keys: readonly string[];
  readonly lines: readonly Line[];
}

export interface Line {
  readonly figure: string;
  /** What it is of: `hi · audio`; empty where an insight has no keys. */
  readonly of: string;
  /** By the place of the time; null where the period has no figure. */
  readonly values: readonly (number | null)[];
}

type Row = Readonly<Record<string, unknown>>;

const periods = ["date", "period", "dateTime", "time", "start", "day", "week", "month", "hour"];

/** Columns that are neither a period nor a figure nor a key. */
const beside = new Set(["insight", "computedAt", "asOf", "granularity", "bytesScanned"]);

/** The rows of an answer: the first list of objects in it. */
export function rowsOf(answer: unknown): Row[] {
  if (Array.isArray(answer)) return answer.filter(isRow).map(flat);
  if (!isRow(answer)) return [];
  const list = Object.values(answer).find((value): value is unknown[] => Array.isArray(value) && value.some(isRow));
  return (list ?? []).filter(isRow).map(flat);
}

export function seriesOf(answer: unknown): Series {
  const rows = rowsOf(answer);
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))].filter((name) => !beside.has(name));
  const period = periods.find((name) => columns.includes(name));
  const others = columns.filter((name) => !periods.includes(name));
  const figures = others.filter((name) => rows.every((row) => row[name] == null || typeof row[name] === "number"));
  const keys = others.filter((name) => !figures.includes(name) && rows.every((row) => isLabel(row[name])));
  const timed = rows.flatMap((row) => {
    const time = period === undefined ? undefined : secondsOf(row[period]);
    return time === undefined ? [] : [{ row, time, of: keys.map((key) => String(row[key] ?? "")).join(" · ") }];
  });
  const times = [...new Set(timed.map(({ time }) => time))].sort((a, b) => a - b);
  const place = new Map(times.map((time, index) => [time, index]));
  const lines = new Map<string, { figure: string; of: string; values: (number | null)[] }>();
  for (const { row, time, of } of timed) {
    for (const figure of figures) {
      const id = `${figure}\n${of}`;
      const line = lines.get(id) ?? { figure, of, values: times.map(() => null) };
      lines.set(id, line);
      line.values[place.get(time) as number] = (row[figure] as number | null | undefined) ?? null;
    }
  }
  return { times, figures, keys, lines: [...lines.values()] };
}

/** The lines of one figure, those with the largest sums first, at most so many. */
export function linesOf({ lines }: Series, figure: string, most: number): readonly Line[] {
  const sum = ({ values }: Line) => values.reduce<number>((total, value) => total + Math.abs(value ?? 0), 0);
  return lines
    .filter((line) => line.figure === figure)
    .sort((a, b) => sum(b) - sum(a) || (a.of < b.of ? -1 : 1))
    .slice(0, most);
}

/** The name of an insight in a list of them, whatever the list looks like. */
export function insightNames(
  answer: unknown,
): { readonly name: string; readonly title?: string; readonly about?: string }[] {
  const list = Array.isArray(answer) ? answer : isRow(answer) ? Object.values(answer).find(Array.isArray) : undefined;
  return (list ?? []).flatMap((each: unknown) => {
    if (typeof each === "string") return [{ name: each }];
    if (!isRow(each) || typeof each["name"] !== "string") return [];
    const about = each["description"] ?? each["question"];
    return [
      {
        name: each["name"],
        ...(typeof each["title"] === "string" && { title: each["title"] }),
        ...(typeof about === "string" && { about }),
      },
    ];
  });
}

/** Figures and keys may lie in objects of their own. */
function flat(row: Row): Row {
  return Object.fromEntries(
    Object.entries(row).flatMap(([name, value]) => (isRow(value) ? Object.entries(value) : [[name, value] as const])),
  );
}

/** A day, a month, an instant, or a day with a time behind `#`. */
function secondsOf(value: unknown): number | undefined {
  if (typeof value !== "string") return undefined;
  const text = value.replace("#", "T").replace(/^(\d{4}-\d\d-\d\dT\d\d)$/, "$1:00");
  const milliseconds = Date.parse(/T\d\d:\d\d/.test(text) && !/[Z+]/.test(text) ? `${text}Z` : text);
  return Number.isNaN(milliseconds) ? undefined : milliseconds / 1000;
}

function isRow(value: unknown): value is Row {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isLabel(value: unknown): boolean {
  return value == null || typeof value === "string" || typeof value === "number" || typeof value === "boolean";
}
