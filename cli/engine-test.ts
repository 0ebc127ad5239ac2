import { writeFileSync } from "node:fs";
import { Command } from "commander";
import { BROKEN, runBroken } from "../engine/broken";
import type { Life, StepResult } from "../engine/lifecycle";
import { installMiniStack } from "../engine/ministack";
import { probeFakedTypes, runStack, type TierOptions, unusedGaps } from "../engine/tier";
import { BUILD_VARIABLE, findToolchain } from "../engine/toolchain";
import { forgetCloudSettings } from "../engine/workspace";
import { policiesDiffer } from "./policy/same-findings";
import { collect, exitStatus, projectFolder, run, UserError } from "./shared";

interface Options {
  readonly stack?: string[];
  readonly broken?: string[];
  readonly json?: string;
  readonly required?: true;
}

const WHOLE_LIVES = ["dev", "prod"];

const help = `
Takes the program's stacks through their lives, side by side, with the real Pulumi engine, against MiniStack: preview, under the policy pack, up, up again (no
changes but the known read-back faults), one configuration change (only the expected diff), refresh, destroy. After up,
URNs, dependencies and policy findings of the sandbox's graph are held against the engine's state. Then runs variants of the program that
are broken on purpose (test/engine/broken), each of which must fail and say why.

The engine is pulumi with its aws plugin from the PATH; else one that a build script makes, named by ${BUILD_VARIABLE}
or found at ../shared/engine/build.sh beside the project. MiniStack comes from PyPI into .cache/engine, and needs
Python 3. Without either, the tier is skipped with one line; --required makes that a failure.

What the emulator or the plugin cannot do is in engine/known-gaps.ts, with the reason; a gap that a whole run does not
meet fails it, so that the list only shrinks.

Exit status: 0 done, or skipped; 1 something is wrong, and said; 2 wrong options.

Examples:
  npm run engine-test
  npm run engine-test -- --stack dev --json engine.json
  npm run engine-test -- --broken cycle
`;

const command = new Command("npm run engine-test --")
  .description("the program's stacks under the real Pulumi engine, against an emulator that nobody here wrote")
  .option("--stack <name>", `take this stack through its life, and nothing else (repeatable)`, collect)
  .option("--broken <name>", `run this broken variant, and nothing else (repeatable)`, collect)
  .option("--json <file>", "write the results for machines to a file (- for standard output)")
  .option("--required", "fail where the tier would be skipped")
  .addHelpText("after", help)
  .action(engineTest);

async function engineTest(options: Options): Promise<void> {
  const selected = selection(options);
  forgetCloudSettings();
  const emulator = installMiniStack(projectFolder, say);
  if ("missing" in emulator) return skip(emulator.missing, options);
  const toolchain = await findToolchain(projectFolder, say);
  if ("missing" in toolchain) return skip(toolchain.missing, options);
  say(`Pulumi ${toolchain.pulumiVersion}, ${toolchain.what}; aws plugin: ${toolchain.plugin}.`);
  const run = { home: projectFolder, project: projectFolder, toolchain, emulator: emulator.executable };
  const { lives, broken } = await runSideBySide(selected, run);
  const closed = isWhole(lives)
    ? [...unusedGaps([...lives.values()], toolchain), ...(await probeFakedTypes(emulator.executable))]
    : [];
  for (const gap of closed) say(`${gap} Delete it from engine/known-gaps.ts.`);
  const failed =
    [...lives.values()].some(hasFailed) || broken.some(({ wrong }) => wrong.length > 0) || closed.length > 0;
  writeReport(options, {
    skipped: null,
    passed: !failed,
    pulumi: toolchain.pulumiVersion,
    plugin: toolchain.plugin,
    stacks: [...lives].map(([stack, { steps }]) => ({ stack, steps })),
    closedGaps: closed,
    broken,
  });
  say(failed ? "\nThe engine tier failed." : "\nThe engine tier passed.");
  if (failed) process.exitCode = exitStatus.failed;
}

function selection({ stack, broken }: Options) {
  const variants = BROKEN.filter(({ name }) => broken?.includes(name) ?? stack === undefined);
  const unknown = broken?.find((name) => !BROKEN.some((each) => each.name === name));
  if (unknown !== undefined) {
    throw new UserError(
      `There is no broken variant "${unknown}"; there are ${BROKEN.map(({ name }) => name).join(", ")}.`,
    );
  }
  return { stacks: stack ?? (broken === undefined ? WHOLE_LIVES : []), broken: variants };
}

type RunOptions = Omit<TierOptions, "stack" | "variant" | "onStep" | "onDone">;

/** The first stack's life, and all that is broken on purpose after it, beside the lives of the other stacks: most of the time, each waits. */
async function runSideBySide({ stacks, broken }: ReturnType<typeof selection>, options: RunOptions) {
  const lives = new Map<string, Life>();
  const [first, ...others] = stacks;
  const live = async (stack: string) => lives.set(stack, await runLife(stack, options));
  const lanes = [
    async () => {
      if (first !== undefined) await live(first);
      return runVariants(broken, options);
    },
    async () => {
      for (const stack of others) await live(stack);
      return [];
    },
  ];
  const results = await Promise.all(lanes.map((lane) => lane()));
  const inOrder = new Map(stacks.flatMap((stack) => [...lives].filter(([name]) => name === stack)));
  return { lives: inOrder, broken: results.flat() };
}

function runLife(stack: string, options: RunOptions): Promise<Life> {
  return runStack({
    ...options,
    stack,
    checkState: policiesDiffer,
    onStep: (step) => onStep(`${stack}: ${step}`),
    onDone: (result) => say(stepLines(stack, result)),
  });
}

async function runVariants(variants: typeof BROKEN, options: RunOptions) {
  const results = [];
  for (const broken of variants) {
    const started = performance.now();
    const { wrong, message } = await runBroken(broken, { ...options, onStep, onDone: () => undefined });
    const seconds = (performance.now() - started) / 1000;
    const verdict = wrong.length > 0 ? "" : `fails in "${broken.step}"`;
    say(line("broken", broken.name, wrong, seconds, verdict));
    if (wrong.length === 0) say(`    ${message[0]?.split("\n")[0]}`);
    results.push({ name: broken.name, seconds, wrong, message });
  }
  return results;
}

/** Only whole lives of all stacks can tell that a gap is closed. */
function isWhole(lives: ReadonlyMap<string, Life>): boolean {
  return WHOLE_LIVES.every((stack) => lives.has(stack)) && ![...lives.values()].some(hasFailed);
}

function hasFailed({ steps }: Life): boolean {
  return steps.some(({ failures }) => failures.length > 0);
}

function onStep(step: string): void {
  if (process.stderr.isTTY) process.stderr.write(`  ${step} …\r`);
}

function stepLines(stack: string, { step, seconds, changes, explained, warnings, failures }: StepResult): string {
  const counted = `${changes} ${changes === 1 ? "change" : "changes"}`;
  const gaps = explained.length > 0 ? `, ${explained.length} of them known gaps` : "";
  const warned =
    step === "preview" ? warnings.map((warning) => `\n    warning: ${warning.replaceAll("\n", "\n    ")}`) : [];
  return [line(stack, step, failures, seconds, `${counted}${gaps}`), ...warned].join("");
}

function line(stack: string, what: string, wrong: readonly string[], seconds: number, rest: string): string {
  const verdict = wrong.length > 0 ? "FAILED" : "ok";
  const head = `${stack.padEnd(7)} ${what.padEnd(32)} ${verdict.padEnd(6)} ${seconds.toFixed(1).padStart(6)} s  ${rest}`;
  return [head, ...wrong.map((each) => `    ${each.replaceAll("\n", "\n    ")}`)].join("\n");
}

function skip(reason: string, options: Options): void {
  say(`Engine tier ${options.required ? "cannot run" : "skipped"}: ${reason}.`);
  writeReport(options, { skipped: reason, passed: false, stacks: [], closedGaps: [], broken: [] });
  if (options.required) process.exitCode = exitStatus.failed;
}

function writeReport({ json }: Options, report: object): void {
  const text = `${JSON.stringify(report, null, 2)}\n`;
  if (json === "-") process.stdout.write(text);
  else if (json !== undefined) writeFileSync(json, text);
}

function say(text: string): void {
  console.error(text);
}

// What listens for the process's end, such as the emulator's, must hear of an interruption, too.
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(exitStatus.failed));

void run(command);
