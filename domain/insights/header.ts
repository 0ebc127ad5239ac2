import { GRANULARITIES, type Column, type InsightCatalog, type InsightDefinition } from "./catalog";

/**
 * What the header of a query declares: lines `-- @<word> <value>`.
 *
 * | word | value |
 * | --- | --- |
 * | `@schedule` | `every-run` |
 * | `@granularity` | of `day`, `week`, `month`, one or more |
 * | `@reads` | tables |
 * | `@lookback` | `<n> days` |
 * | `@scan-limit` | `<n> MB` a query |
 * | `@key`, `@figure` | `<column> <type> <meaning>`, one a line; at least one figure |
 *
 * The first line is the title.
 */
const WORDS = ["schedule", "granularity", "reads", "lookback", "scan-limit", "key", "figure"] as const;
type Word = (typeof WORDS)[number];

const NAME = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
const COLUMN = /^([a-z][a-z0-9_]*) (text|integer|decimal) (\S.*)$/;
const BYTES_PER_MB = 1_000_000;

/**
 * Reads what a query's header declares.
 *
 * @param name the file's name without its ending
 * @throws Error naming the file, the word and the cure
 */
export function readInsightHeader(name: string, sql: string): InsightDefinition {
  const fault = (what: string) => new Error(`etl/insights/${name}.sql: ${what}`);
  if (!NAME.test(name)) throw fault("a name is of small letters, digits and single hyphens");
  const declared = declarations(sql, fault);
  const values = (word: Word) => declared.filter((each) => each.word === word).map(({ value }) => value);
  const one = (word: Word, pattern: RegExp, example: string): string => {
    const [value, ...more] = values(word);
    if (value === undefined || more.length > 0 || !pattern.test(value))
      throw fault(`@${word} is to be there once, such as "-- @${word} ${example}"`);
    return value;
  };
  const granularities = one("granularity", /^(day|week|month)( (day|week|month))*$/, "day week month").split(" ");
  const title = /^-- (\S.*)\n/.exec(sql)?.[1]?.replace(/\.$/, "");
  if (title === undefined || title.startsWith("@")) throw fault("its first line is its title, a comment");
  one("schedule", /^every-run$/, "every-run");
  for (const place of ["{{from}}", "{{to}}", ...(granularities.length > 1 ? ["{{granularity}}"] : [])])
    if (!sql.includes(place)) throw fault(`it lacks ${place}`);
  const figures = columns(values("figure"), fault);
  if (Object.keys(figures).length === 0)
    throw fault(`@figure is to be there, such as "-- @figure posts integer posts"`);
  return {
    name,
    title,
    schedule: "every-run",
    granularities: GRANULARITIES.filter((each) => granularities.includes(each)),
    reads: one("reads", /^[a-z0-9_]+( [a-z0-9_]+)*$/, "posts").split(" "),
    lookbackDays: Number.parseInt(one("lookback", /^[1-9]\d{0,2} days$/, "35 days"), 10),
    maxBytes: Number.parseInt(one("scan-limit", /^[1-9]\d{0,6} MB$/, "500 MB"), 10) * BYTES_PER_MB,
    keys: columns(values("key"), fault),
    figures,
  };
}

/** The catalog of queries by name. */
export function readInsightHeaders(templates: Readonly<Record<string, string>>): InsightCatalog {
  return Object.fromEntries(Object.entries(templates).map(([name, sql]) => [name, readInsightHeader(name, sql)]));
}

function declarations(sql: string, fault: (what: string) => Error): { readonly word: Word; readonly value: string }[] {
  return [...sql.matchAll(/^-- @(\S+) *(.*)$/gm)].map(([, text = "", value = ""]) => {
    const word = WORDS.find((each) => each === text);
    if (word === undefined) throw fault(`@${text} is no word of a header; there are ${WORDS.join(", ")}`);
    return { word, value: value.trim() };
  });
}

function columns(lines: readonly string[], fault: (what: string) => Error): Record<string, Column> {
  const entries = lines.map((line) => {
    const [, column, type, meaning] = COLUMN.exec(line) ?? [];
    if (column === undefined || type === undefined || meaning === undefined)
      throw fault(`"${line}" is no column; say its name, text, integer or decimal, and its meaning`);
    const api = column.replaceAll(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
    return [api, { column, type: type as Column["type"], meaning }] as const;
  });
  return Object.fromEntries(entries);
}
