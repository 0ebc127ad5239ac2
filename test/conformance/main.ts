import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { STSClient, GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { Command } from "commander";
import { behaviours } from "./behaviours";
import { differences } from "./differences";
import { openDynamoDbLocal, openEndpoint, openMiniStack, type Peer } from "./peers";
import { print, reportOf } from "./report";
import { holdAll, type Outcome } from "./runner";
import { sandbox } from "./targets/sandbox";
import type { TargetName } from "./targets/target";

const project = join(__dirname, "..", "..");

const help = `
Holds each behaviour of AWS that the platform relies on against the sandbox's port, against MiniStack (from PyPI, in a virtual
environment under .cache) and, for DynamoDB, against AWS's own DynamoDB Local (from Maven, with the machine's Java). With
AWS_ENDPOINT_URL set, that endpoint takes MiniStack's place; --aws holds AWS itself, with your credentials, and costs money.

Each line of the table is a behaviour: ✓ as AWS documents it, ✘ not, – not asked. What fails at a peer must be explained in
test/conformance/differences.ts, which fails the run as well when an explanation is no longer needed.

Exit status: 0 all as expected, 1 a failure that nothing explains, 2 wrong usage.

Examples:
  npm run conformance
  npm run conformance -- --service dynamodb --json conformance.json
  npm run conformance -- --target sandbox --only sqs/redrive`;

const targets: readonly TargetName[] = ["sandbox", "ministack", "dynamodb-local", "aws"];
const collect = (value: string, earlier: readonly string[] = []) => [...earlier, value];

interface Options {
  readonly service?: readonly string[];
  readonly only?: readonly string[];
  readonly target?: readonly string[];
  readonly json?: string;
  readonly aws?: boolean;
}

const command = new Command("npm run conformance --")
  .description("behaviours of AWS, held against the sandbox and its peers")
  .option("--service <name>", "behaviours of this service only (repeatable)", collect)
  .option("--only <text>", "behaviours whose id contains this text (repeatable)", collect)
  .option("--target <name>", `${targets.join(", ")} (repeatable; default: all but aws)`, collect)
  .option("--aws", "AWS itself too, with the credentials of your environment")
  .option("--json <file>", "write behaviours, results and differences to a file")
  .addHelpText("after", help)
  .action(async (options: Options) => {
    process.exitCode = await conform(options);
  });

async function conform(options: Options): Promise<number> {
  const say = (line: string) => console.error(line);
  const chosen = behaviours.filter(
    ({ id, service }) =>
      (options.service ?? [service]).includes(service) && (options.only ?? [""]).some((text) => id.includes(text)),
  );
  const wrong = (options.target ?? []).find((name) => !targets.includes(name as TargetName));
  if (chosen.length === 0 || wrong !== undefined) {
    say(wrong === undefined ? "No behaviour is chosen: see --help." : `"${wrong}" is none of ${targets.join(", ")}.`);
    return 2;
  }
  const names = wantedTargets(options);
  const outcomes: Outcome[] = [];
  const held: TargetName[] = [];
  for (const name of names) {
    const peer = await open(name, say);
    if ("missing" in peer) {
      say(`Skipped ${name}: ${peer.missing}.`);
      continue;
    }
    held.push(name);
    const start = Date.now();
    try {
      outcomes.push(...(await holdAll(chosen, peer.target)));
    } finally {
      await peer.stop();
    }
    say(`Held ${chosen.length} behaviours against ${name} in ${Math.round((Date.now() - start) / 1000)} s.`);
  }
  const report = reportOf(chosen, held, outcomes, differences);
  print(report, (line) => console.log(line));
  for (const fault of report.faults) console.log(`✘ ${fault}`);
  if (options.json !== undefined)
    writeFileSync(options.json, `${JSON.stringify({ ...report, differences }, null, 2)}\n`);
  return report.faults.length > 0 ? 1 : 0;
}

function wantedTargets({ target, aws }: Options): TargetName[] {
  const wanted = target ?? [
    "sandbox",
    process.env["AWS_ENDPOINT_URL"] === undefined ? "ministack" : "aws",
    "dynamodb-local",
    ...(aws ? ["aws"] : []),
  ];
  return [...new Set(wanted)] as TargetName[];
}

async function open(name: TargetName, say: (line: string) => void): Promise<Peer> {
  switch (name) {
    case "sandbox":
      return { target: sandbox, stop: () => undefined };
    case "ministack":
      return openMiniStack(project, say);
    case "dynamodb-local":
      return openDynamoDbLocal(project, say);
    case "aws": {
      const { Account } = await new STSClient({ region: "ap-south-1" }).send(new GetCallerIdentityCommand({}));
      return openEndpoint(process.env["AWS_ENDPOINT_URL"], Account as string);
    }
  }
}

command.exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2));
command.parseAsync(process.argv).catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
