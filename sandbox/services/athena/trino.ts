/** Trino functions that DuckDB has under another name or with another meaning. */
export const trinoMacros = [
  // Trino counts whole units that have passed, DuckDB's date_diff counts boundaries.
  "CREATE MACRO date_diff(part, a, b) AS date_sub(part, a, b)",
  "CREATE MACRO approx_distinct(v) AS count(DISTINCT v)",
  "CREATE MACRO approx_percentile(v, p) AS quantile_disc(v, p)",
  "CREATE MACRO cardinality(list) AS len(list)",
  "CREATE MACRO array_join(list, separator) AS array_to_string(list, separator)",
  "CREATE MACRO regexp_like(text, pattern) AS regexp_matches(text, pattern)",
  "CREATE MACRO json_extract_scalar(json, path) AS json_extract_string(json, path)",
  "CREATE MACRO from_iso8601_timestamp(text) AS CAST(text AS TIMESTAMPTZ)",
  "CREATE MACRO from_iso8601_date(text) AS CAST(text AS DATE)",
  "CREATE MACRO day_of_week(d) AS isodow(d)",
];

/** Functions whose meaning is the same in Trino and here, with those that the parser makes of syntax. */
export const commonFunctions: ReadonlySet<string> = new Set(
  `
  count count_star sum avg min max round abs floor ceil ceiling sqrt power pow mod sign exp ln log10 greatest least
  lower upper trim ltrim rtrim length replace reverse concat substr substring strpos starts_with split split_part
  regexp_replace regexp_like like_escape ilike_escape not_like_escape chr
  array_agg arbitrary any_value min_by max_by count_if bool_and bool_or stddev stddev_samp stddev_pop variance var_samp
  var_pop corr approx_distinct approx_percentile
  row_number rank dense_rank percent_rank cume_dist ntile lag lead first_value last_value nth_value
  year month day hour minute second quarter week day_of_week date_part date_trunc date_diff
  now get_current_timestamp current_date current_timestamp localtimestamp
  to_days to_hours to_minutes to_seconds to_months to_years to_weeks
  from_iso8601_timestamp from_iso8601_date
  cardinality contains array_join array_distinct array_sort unnest list_value row struct_extract array_extract
  json_extract_scalar coalesce nullif if
  `
    .trim()
    .split(/\s+/),
);

/** Operators are functions to the parser: `+`, `||`, `~~` (LIKE), `!~~`. */
export function isOperator(name: string): boolean {
  return !/[a-z]/i.test(name);
}

/**
 * Puts execution parameters, which are SQL literals, in the place of question marks.
 * @throws Error when their numbers differ
 */
export function withParameters(sql: string, parameters: readonly string[]): string {
  let next = 0;
  const pieces = /'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|\/\*[\s\S]*?\*\/|\?/g;
  const text = sql.replace(pieces, (piece) => {
    if (piece !== "?") return piece;
    return parameters[next++] ?? piece;
  });
  if (next !== parameters.length)
    throw new Error(`Incorrect number of parameters: expected ${next} but found ${parameters.length}`);
  return text;
}
