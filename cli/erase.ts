import { writeFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { Command } from "commander";
import { isIdentifier, type EraseAnswer } from "@huut/domain";
import { EraseFunction } from "./erase/function";
import { receiptText } from "./erase/report";
import { assertStacks, exitStatus, run, UserError } from "./shared";

const help = `
Has a user's posts leave tables, lake, captions, search and trends, and prints the receipt: what was removed where, in all versions, and what is left
until when (docs/erasure.md). The work goes on in the stack, whether or not anybody waits for it; it takes about a quarter of an hour for
a user with a few posts, because changes have to reach the lake first. Asking again for the same user while it goes on joins it; afterwards
it is a new erasure, which finds nothing.

It talks to AWS as the AWS CLI does, by AWS_PROFILE, AWS_REGION and their like. "npm start" serves a sandbox to try it in: paste
the "export AWS_…" lines for the data account that it prints, which name its AWS_ENDPOINT_URL.

Examples:
  npm run erase -- --user u-17 --wait
  npm run erase -- --user u-17 --stack prod
  npm run erase -- --erasure erasure-2f1c… --json receipt.json

Exit status: 0 the erasure has begun or, with --wait, has ended well; 1 it failed, or could not be begun; 2 wrong options, or nothing
to talk to.
`;

interface Options {
  readonly user?: string;
  readonly erasure?: string;
  readonly stack: string;
  readonly function?: string;
  readonly wait?: true;
  readonly json?: string;
}

/** Between two looks. */
const POLL_MS = 10_000;

const command = new Command("npm run erase --")
  .description("takes a user out of the platform, with a receipt")
  .option("--user <id>", "the user's identifier, as posts have it in userId")
  .option("--erasure <id>", "an erasure that was begun before: how far it is, or its receipt")
  .option("--stack <name>", "the stack", "dev")
  .option("--function <name>", "the function to invoke (default: huut-<stack>-erase-user)")
  .option("--wait", "wait for the receipt")
  .option("--json <file>", "write the receipt, or how far it is, as JSON (- for standard output)")
  .addHelpText("after", help)
  .action(async (options: Options) => {
    const { user, erasure, stack, wait = false, json } = options;
    if ((user === undefined) === (erasure === undefined)) throw new UserError("Give either --user or --erasure.");
    // The identifier is personal: it is not repeated in what may be logged.
    if (user !== undefined && !isIdentifier(user)) {
      throw new UserError("--user takes an identifier of 1 to 128 letters, digits, '.', '_', ':' or '-'.");
    }
    assertStacks([stack]);
    const target = new EraseFunction(options.function ?? `huut-${stack}-erase-user`);
    const begun = await target.invoke(user === undefined ? { erasureId: erasure ?? "" } : { userId: user });
    const answer = wait ? await ended(target, begun) : begun;
    report(answer, json);
  });

async function ended(target: EraseFunction, begun: EraseAnswer): Promise<EraseAnswer> {
  let answer = begun;
  let told = "";
  while (answer.phase === "running") {
    const now = `pass ${answer.pass}: ${answer.step}`;
    if (now !== told) console.error(`${answer.erasureId}: ${now}`);
    told = now;
    await pause(POLL_MS);
    answer = await target.invoke({ erasureId: begun.erasureId });
  }
  return answer;
}

function report(answer: EraseAnswer, json: string | undefined): void {
  const { erasureId, phase, step, pass, receipt } = answer;
  const text = `${JSON.stringify(receipt ?? answer, undefined, 2)}\n`;
  if (json === "-") process.stdout.write(text);
  else if (json !== undefined) writeFileSync(json, text);
  if (phase === "failed") {
    const cure = "see docs/runbooks/erasure.md";
    throw new UserError(
      `${erasureId} has failed: something was found in each of ${pass} passes; ${cure}.`,
      exitStatus.failed,
    );
  }
  if (json === "-") return;
  if (receipt !== undefined) return console.log(receiptText(receipt));
  console.log(`${erasureId} goes on: pass ${pass}, step "${step}".`);
  console.log(`Its receipt, when it has ended: npm run erase -- --erasure ${erasureId} --wait`);
}

void run(command);
