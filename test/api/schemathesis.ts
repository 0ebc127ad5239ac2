import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";
import { exitStatus, projectFolder, UserError } from "../../cli/shared";
import { installPython } from "../../engine/python";
import type { ApiDocument } from "./document";

/** MIT: https://github.com/schemathesis/schemathesis */
export const SCHEMATHESIS = { name: "schemathesis", version: "4.32.5" } as const;

/**
 * Left out: API Gateway answers 404, not 405, to a method without a route; and that valid data is accepted cannot be told by a
 * schema (a tag has Unicode's form, a correction fits its cue), nor can an order of calls that nothing depends on.
 */
const LEFT_OUT = [
  "unsupported_method",
  "positive_data_acceptance",
  "use_after_free",
  "ensure_resource_availability",
  "object_level_authorization",
];

/** A body that is too large is refused as that, whatever else is wrong with it. */
const CONFIGURATION = `
[checks.negative_data_rejection]
expected-statuses = ["400", "401", "403", "404", "406", "409", "413", "415", "422", "428", "429"]
`;

/** One run over every operation. */
export interface Round {
  readonly url: string;
  readonly token: string;
  readonly seed: number;
  /** Made-up requests of each operation. */
  readonly examples: number;
  /** Also the document's own examples, and each border of each schema once. */
  readonly borders: boolean;
}

/** What came of it. */
export interface RoundResult {
  readonly requests: number;
  readonly passed: boolean;
  /** What it said, for people. */
  readonly output: string;
}

/** Calls the running API as the document says it may be called, and as it may not, and holds each answer to the document. */
export async function playRound(document: ApiDocument, folder: string, round: Round): Promise<RoundResult> {
  const executable = installedSchemathesis();
  writeFileSync(join(folder, "openapi.yaml"), stringify(document, { aliasDuplicateObjects: false }));
  writeFileSync(join(folder, "schemathesis.toml"), CONFIGURATION);
  const phases = [...(round.borders ? ["examples", "coverage"] : []), "fuzzing", "stateful"];
  const { status, output } = await call(executable, folder, [
    "run",
    "openapi.yaml",
    ...["--url", round.url, "--header", `Authorization: Bearer ${round.token}`],
    ...["--phases", phases.join(","), "--max-examples", String(round.examples), "--seed", String(round.seed)],
    ...["--checks", "all", "--exclude-checks", LEFT_OUT.join(","), "--continue-on-failure"],
    ...["--suppress-health-check", "all", "--warnings", "off", "--no-color"],
  ]);
  const requests = Number(/(\d+) generated/.exec(output)?.[1] ?? 0);
  return { requests, passed: status === 0, output };
}

/** @throws UserError when this machine cannot install it */
function installedSchemathesis(): string {
  const { name, version } = SCHEMATHESIS;
  const folder = join(projectFolder, ".cache", "python", `${name}-${version}`);
  const made = installPython({ folder, requirement: `${name}==${version}`, say: console.error });
  if ("missing" in made) throw new UserError(made.missing, exitStatus.failed);
  return join(made.bin, name);
}

function call(executable: string, cwd: string, args: readonly string[]) {
  return new Promise<{ status: number | null; output: string }>((resolve, reject) => {
    const child = spawn(executable, args, { cwd, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    const take = (chunk: Buffer) => (output += chunk.toString("utf8"));
    child.stdout.on("data", take);
    child.stderr.on("data", take);
    child.once("error", reject);
    child.once("close", (status) => resolve({ status, output }));
  });
}
