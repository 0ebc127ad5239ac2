import { writeFileSync } from "node:fs";
import Table = require("cli-table3");
import { Command } from "commander";
import { collect, exitStatus, run, UserError } from "../cli/shared";
import { isBroken, written, writtenLimit, type Figure } from "./figures";
import { measurements } from "./measurements";

const names = Object.keys(measurements) as (keyof typeof measurements)[];

const help = `
Measures the platform's program and its sandbox, and holds the figures to their limits.

Measurements:
${names.map((name) => `  ${name.padEnd(12)}${measurements[name].what}`).join("\n")}

Each runs in processes of its own. Ratios compare two things of the same run and hold on a busy machine; seconds and
events per second are those of this machine and mean little unless it is idle.

Exit status: 0 every limit kept; 1 a limit broken, or a measurement failed; 2 wrong options.
`;

const command = new Command("npm run bench --")
  .description("how fast, how large, how much memory")
  .option("--json <file>", "write the figures to a file (- for standard output, instead of the table)")
  .option("--only <name>", "one measurement (repeatable; default: all)", collect)
  .addHelpText("after", help)
  .action(async ({ json, only }: { json?: string; only?: string[] }) => {
    const figures: Figure[] = [];
    for (const name of chosen(only)) {
      console.error(`${name}: ${measurements[name].what} …`);
      figures.push(...(await measurements[name].run()));
    }
    const text = `${JSON.stringify({ figures: figures.map(withVerdict) }, undefined, 2)}\n`;
    if (json === "-") process.stdout.write(text);
    else console.log(tableOf(figures));
    if (json !== undefined && json !== "-") writeFileSync(json, text);
    if (figures.some(isBroken)) process.exitCode = exitStatus.failed;
  });

function chosen(only: readonly string[] = names): (keyof typeof measurements)[] {
  const unknown = only.find((name) => !(name in measurements));
  if (unknown !== undefined) throw new UserError(`There is no measurement "${unknown}": ${names.join(", ")}.`);
  return names.filter((name) => only.includes(name));
}

function withVerdict(figure: Figure): Figure & { broken: boolean } {
  return { ...figure, broken: isBroken(figure) };
}

function tableOf(figures: readonly Figure[]): string {
  const colours = process.stdout.isTTY ? {} : { style: { head: [], border: [] } };
  const head = ["", "figure", "limit", "", "how"];
  const table = new Table({ head, wordWrap: true, colWidths: [34, 16, 16, 3, 60], ...colours });
  for (const figure of figures) {
    const verdict = figure.limit ? (isBroken(figure) ? "✘" : "✔") : "";
    table.push([figure.name, written(figure.value, figure.unit), writtenLimit(figure), verdict, figure.note ?? ""]);
  }
  return table.toString();
}

void run(command);
