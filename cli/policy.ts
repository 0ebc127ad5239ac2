import { writeFileSync } from "node:fs";
import { Command } from "commander";
import { parseConfiguration } from "../policy/configuration";
import { gate } from "../policy/gate";
import { type Rule } from "../policy/model";
import { rules } from "../policy/registry";
import { readSuppressions, SUPPRESSIONS_FILE } from "../policy/suppression";
import { jsonReport, ruleList, textReport } from "./policy/report";
import { sarifReport } from "./policy/sarif";
import { orUserError, readInput, stackOfFile, stacksOfProgram } from "./policy/stacks";
import { assertStacks, collect, exitStatus, run, UserError, wholeNumber } from "./shared";

interface Options {
  readonly stack?: string[];
  readonly state?: string[];
  readonly rule?: string[];
  readonly config?: string;
  readonly suppressions: string;
  readonly maxUndecided: number;
  readonly json?: string;
  readonly sarif?: string;
  readonly list?: true;
}

/** What is judged when nothing else is named: every stack that the program can build. */
const STACKS = ["dev", "prod"];

const help = `
Judges stacks by the rules of the policy pack, without an engine and without an account: the program is evaluated in this
process. docs/policies.md has every rule; policy/suppressions.json says which findings are lived with, why and until when.

Examples:
  npm run policy
  npm run policy -- --stack prod --json - --sarif policy.sarif
  pulumi stack export --stack prod | npm run -s policy -- --state - --max-undecided 10
  npm run policy -- --rule s3-tls-only --rule s3-versioned
  npm run policy -- --list

The configuration is what pulumi takes by --policy-pack-config: { "RULE": { "OPTION": 1, "enforcementLevel": "advisory" } }.
In a state, secrets are written as ciphertext and hence not known; pulumi stack export --show-secrets writes them down.

Exit status: 0 passed; 1 a violation that is neither mended nor suppressed, a suppression that expired or covers nothing,
a rule that failed, or too much undecided; 2 wrong options; 3 an input that cannot be read.
`;

const command = new Command("npm run policy --")
  .description("the rules of the policy pack, on the program's stacks or on exported states")
  .option("--stack <name>", `a stack of this project (repeatable; default: ${STACKS.join(" and ")})`, collect)
  .option(
    "--state <file>",
    "instead of the program, a state that pulumi stack export wrote (- for standard input; repeatable)",
    collect,
  )
  .option("--rule <id>", "judge by this rule only (repeatable)", collect)
  .option("--config <file>", "options and levels of rules, as JSON")
  .option("--suppressions <file>", "which findings are lived with", SUPPRESSIONS_FILE)
  .option(
    "--max-undecided <n>",
    "how many findings may stay undecided",
    wholeNumber("--max-undecided", 0, 1_000_000),
    0,
  )
  .option("--json <file>", "write the findings as JSON to a file (- for standard output, instead of the table)")
  .option("--sarif <file>", "write the findings as SARIF 2.1.0 to a file (- for standard output, instead of the table)")
  .option("--list", "list the rules, and judge nothing")
  .addHelpText("after", help)
  .action(policy);

async function policy(options: Options): Promise<void> {
  const all = rules();
  const chosen = options.rule === undefined ? all : options.rule.map((id) => ruleOf(id, all));
  if (options.list) return void process.stdout.write(ruleList(chosen));
  if (options.json === "-" && options.sarif === "-")
    throw new UserError("--json and --sarif cannot both go to standard output.");
  const ids = all.map(({ id }) => id);
  const { config, suppressions: file } = options;
  const suppressions = orUserError(() => readSuppressions(file, ids));
  const configuration =
    config === undefined ? undefined : orUserError(() => parseConfiguration(readInput(config), config, all));
  const report = gate({
    stacks: await stacksOf(options),
    rules: chosen,
    ...(configuration && { configuration }),
    suppressions,
    allStacks: STACKS,
    today: new Date().toISOString().slice(0, 10),
    maxUndecided: options.maxUndecided,
  });
  if (options.json !== "-" && options.sarif !== "-") process.stdout.write(textReport(report));
  if (options.json !== undefined) write(options.json, jsonReport(report));
  if (options.sarif !== undefined) write(options.sarif, sarifReport(report));
  if (!report.passed) process.exitCode = exitStatus.failed;
}

async function stacksOf({ stack, state }: Options) {
  if (stack !== undefined && state !== undefined)
    throw new UserError("--stack judges the program and --state a file: give one of them.");
  return state?.map(stackOfFile) ?? stacksOfProgram(assertStacks(stack ?? STACKS));
}

function ruleOf(id: string, all: readonly Rule[]): Rule {
  const rule = all.find((rule) => rule.id === id);
  if (rule) return rule;
  throw new UserError(`There is no rule "${id}": npm run policy -- --list shows them.`);
}

function write(file: string, text: string): void {
  if (file === "-") process.stdout.write(text);
  else writeFileSync(file, text);
}

void run(command);
