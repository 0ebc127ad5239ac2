import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Command } from "commander";
import { exitStatus, run, wholeNumber } from "../../../cli/shared";
import { generated, samples, type ParityCase } from "./cases";
import { compare } from "./compare";
import { runOnDuckDb } from "./duckdb";
import { pythonWithSpark } from "./environment";
import { runOnSpark } from "./spark";

const help = `
Runs etl/sql_job.py with etl/posts.sql and etl/history.sql on a local Spark, and the sandbox's model of it on DuckDB, over the same
rows in the same runs, and compares every cell of every table. Spark is the one that Glue has, from PyPI, in a virtual environment
below .cache/; it needs python3 and Java.

Exit status: 0 every cell equal; 1 not, or Python, Java or PyPI is missing; 2 wrong options.
`;

/** Of this many differences each is printed. */
const SHOWN = 30;

const command = new Command("npm run etl:parity --")
  .description("the ETL on Spark and on DuckDB, cell by cell")
  .option("--seed <number>", "of the generated rows", wholeNumber("--seed", 0, 2 ** 31 - 1), 1)
  .option("--rows <number>", "how many rows to generate", wholeNumber("--rows", 10, 1_000_000), 3_000)
  .option("--keep", "leave the files of both in place, and say where")
  .addHelpText("after", help)
  .action(async ({ seed, rows, keep }: { seed: number; rows: number; keep?: boolean }) => {
    const began = Date.now();
    const python = pythonWithSpark();
    const cases = [samples(), generated(seed, rows)];
    const folder = mkdtempSync(join(tmpdir(), "huut-etl-parity-"));
    try {
      await judge(cases, python, folder);
    } finally {
      if (keep) console.log(`Files: ${folder}`);
      else rmSync(folder, { recursive: true });
      console.log(`${((Date.now() - began) / 1_000).toFixed(0)} s in all.`);
    }
  });

async function judge(cases: readonly ParityCase[], python: string, folder: string): Promise<void> {
  const spark = runOnSpark(cases, python, folder);
  const seconds = spark.seconds.reduce((sum, each) => sum + each, 0);
  console.log(`Spark ${spark.version}: ${spark.seconds.length} runs in ${seconds.toFixed(1)} s.`);
  let cells = 0;
  let broken = 0;
  for (const each of cases) {
    const began = Date.now();
    const duckDb = await runOnDuckDb(each, join(folder, "duckdb", each.name));
    console.log(`DuckDB, ${each.name}: ${((Date.now() - began) / 1_000).toFixed(1)} s.`);
    const result = await compare(spark.places(each.name), duckDb);
    cells += result.cells;
    broken += result.differences.length;
    for (const table of result.tables)
      console.log(`  ${table.name.padEnd(16)} ${table.dates} dates, ${table.rows} rows`);
    for (const line of result.differences.slice(0, SHOWN)) console.log(`  ✘ ${line}`);
    if (result.differences.length > SHOWN) console.log(`  ✘ and ${result.differences.length - SHOWN} more`);
    if (result.cells === 0) throw new Error(`${each.name} has no cell to compare.`);
  }
  console.log(broken === 0 ? `✔ ${cells} cells are equal.` : `✘ ${broken} differences in ${cells} cells.`);
  if (broken > 0) process.exitCode = exitStatus.failed;
}

void run(command);
