import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import Table = require("cli-table3");
import type { Command } from "commander";

/** The Pulumi project that the commands run: this repository's. */
export const projectFolder = join(__dirname, "..");

/** Exit statuses, as documented in every command's help. */
export const exitStatus = { failed: 1, usage: 2, input: 3, portBusy: 4 } as const;

/** Runs a program that lives with the tests, which nothing else imports, with the options of this command. @param main below `test/` */
export function runOfTests(main: string): void {
  const args = ["-r", "ts-node/register/transpile-only", join(projectFolder, "test", main), ...process.argv.slice(2)];
  const { status } = spawnSync(process.execPath, args, { stdio: "inherit", cwd: projectFolder });
  process.exitCode = status ?? 1;
}

/** An error that is the user's to mend: printed as one sentence, without a stack. */
export class UserError extends Error {
  constructor(
    message: string,
    readonly status: number = exitStatus.usage,
  ) {
    super(message);
  }
}

/** A table for standard output: rules between columns only, and colours only where somebody looks. */
export function textTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const colours = process.stdout.isTTY ? {} : { style: { head: [], border: [] } };
  const none = { mid: "", "left-mid": "", "mid-mid": "", "right-mid": "" };
  const table = new Table({ head: [...head], chars: rows.length > 0 ? none : {}, ...colours });
  for (const row of rows) table.push([...row]);
  return table.toString();
}

/** Collects a repeatable option. */
export function collect(value: string, earlier: readonly string[] | undefined): string[] {
  return [...(earlier ?? []), value];
}

/** @throws UserError when the text is no whole number between the bounds */
export function wholeNumber(name: string, low: number, high: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < low || value > high) {
      throw new UserError(`${name} takes a whole number from ${low} to ${high}, not "${text}".`);
    }
    return value;
  };
}

/** @throws UserError naming a stack that has no settings file, and those that have */
export function assertStacks(stacks: readonly string[]): readonly string[] {
  const known = readdirSync(projectFolder).flatMap((file) => /^Pulumi\.(.+)\.yaml$/.exec(file)?.[1] ?? []);
  const unknown = stacks.find((stack) => !known.includes(stack));
  if (unknown === undefined) return stacks;
  throw new UserError(`There is no stack "${unknown}": choose from ${known.join(", ")}.`);
}

/** Errors whose message says it all: the user's, the program's own refusals, and what the sandbox does not model. */
function speaksForItself(error: unknown): error is Error {
  if (!(error instanceof Error)) return false;
  return error instanceof UserError || error.name === "Unsupported" || "__pulumiRunError" in error;
}

/** Runs a command: a user's error is one sentence and a status, any other keeps its stack. */
export async function run(command: Command): Promise<void> {
  command.exitOverride((error) => {
    process.exit(error.exitCode === 0 ? 0 : exitStatus.usage);
  });
  try {
    await command.parseAsync(process.argv);
  } catch (error) {
    console.error(speaksForItself(error) ? error.message : error);
    process.exitCode = error instanceof UserError ? error.status : exitStatus.failed;
  }
}
