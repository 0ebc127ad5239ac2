import { Command } from "commander";
import { insightOf, insightQuery, runsAt } from "@huut/domain";
import { INSIGHTS } from "../../support/insights";
import { compareAnswers } from "./compare";
import { onDuckDb, onTrino } from "./engines";
import { sampleRows, statementsFor, strangeRows } from "./rows";
import { run } from "../../../cli/shared";

const help = `
Runs every query of etl/insights/, by each of its granularities, on a Trino in one JVM and on DuckDB with the sandbox's
macros, over the same rows, and compares every cell: the posts of the samples, and made ones with nulls, emoji, quotes,
newlines, ties and the borders of days, weeks, months and years. Athena's engine is Trino.

Needs Java 17 (a JDK) and Maven, which fetches Trino once.

Exit status: 0 every cell is equal; 1 some are not, or something is missing.
`;

const command = new Command("npm run insights:parity")
  .description("the insights' queries on Trino and on DuckDB")
  .addHelpText("after", help)
  .action(parity);

/** Rows, and a time of which the look-back has them. */
const SETS = [
  { name: "samples", rows: sampleRows, scheduledAt: "2026-11-05T00:45:00.000Z" },
  { name: "made", rows: strangeRows, scheduledAt: "2026-01-31T23:45:00.000Z" },
  { name: "empty", rows: () => ({ posts: [], hashtags: [] }), scheduledAt: "2026-11-05T00:45:00.000Z" },
];

async function parity(): Promise<void> {
  const started = Date.now();
  const { catalog, templates } = INSIGHTS;
  const sets = SETS.map(({ name, rows, scheduledAt }) => {
    const made = statementsFor(rows());
    const runs = runsAt(catalog, scheduledAt);
    const queries = runs.map((each) => insightQuery(catalog, each, templates[each.insight] ?? "").sql);
    return { name, made, runs, statements: [...made, ...queries] };
  });
  const trino = await onTrino(sets.map(({ statements }) => statements));
  const differences: string[] = [];
  let [queries, rows, cells] = [0, 0, 0];
  for (const [i, { name, made, runs, statements }] of sets.entries()) {
    const [left, right] = [trino[i] ?? [], await onDuckDb(statements)];
    for (const [k, statement] of made.entries()) {
      const error = left[k]?.error ?? right[k]?.error;
      if (error !== undefined) differences.push(`${name}: ${statement.slice(0, 60)}…: ${error}`);
    }
    for (const [k, { insight, granularity }] of runs.entries()) {
      const at = made.length + k;
      const compared = compareAnswers(insightOf(catalog, insight), left[at] ?? {}, right[at] ?? {});
      [queries, rows, cells] = [queries + 1, rows + compared.rows, cells + compared.cells];
      differences.push(...compared.differences.map((each) => `${insight} by ${granularity}, ${name}: ${each}`));
    }
  }
  for (const difference of differences.slice(0, 50)) console.log(`  ✘ ${difference}`);
  const verdict = differences.length === 0 ? "every cell is equal" : `${differences.length} differences`;
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  console.log(`${queries} queries, ${rows} rows, ${cells} cells on Trino and DuckDB: ${verdict} (${seconds} s)`);
  if (differences.length > 0) process.exitCode = 1;
}

void run(command);
