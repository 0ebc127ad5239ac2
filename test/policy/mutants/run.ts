import { existsSync, readdirSync } from "node:fs";
import { enableCompileCache } from "node:module";
import { join } from "node:path";
import type * as Check from "../support/check";
import type { Specimen } from "../support/specimen";

/**
 * Stryker's test command: tries what the active mutant may have broken, and ends with 1 at the first thing that is wrong.
 * Without an active mutant it tries everything. Mocha alone would cost more than all of this.
 */
const root = join(__dirname, "..", "..", "..");
enableCompileCache(join(root, "cache"));

/* eslint-disable @typescript-eslint/no-require-imports -- only what the mutant is about is loaded */
const fileOfMutant = require(join(root, "files.json")) as Readonly<Record<string, string>>;
const file = fileOfMutant[process.env["__STRYKER_ACTIVE_MUTANT__"] ?? ""];

if (file === undefined || !file.startsWith("policy/rules/")) directTests();
const { misjudged, unsaid } = require("../support/check") as typeof Check;
for (const specimen of specimens()) {
  for (const wrong of unsaid(specimen)) fail(wrong);
  for (const one of specimen.cases) {
    const wrong = misjudged(specimen, one);
    if (wrong !== undefined) fail(wrong);
  }
}

function specimens(): readonly Specimen[] {
  const folder = join(__dirname, "..", "rules");
  const one = join(root, "test", (file ?? "").replace(/\.ts$/, ".js"));
  const files = file?.startsWith("policy/rules/") && existsSync(one) ? [one] : filesOf(folder);
  return files.map((path) => (require(path) as { readonly specimen: Specimen }).specimen);
}

/** The model's own tests, with as much of mocha as they need. */
function directTests(): void {
  Object.assign(globalThis, {
    describe: (_title: string, body: () => void) => body(),
    it: (title: string, body: () => void) => {
      try {
        body();
      } catch (error) {
        fail(`${title}: ${(error as Error).message}`);
      }
    },
  });
  for (const path of filesOf(join(__dirname, "..", "model"))) require(path);
}

function filesOf(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".js"))
    .map((name) => join(folder, name));
}

function fail(what: string): never {
  console.error(what);
  process.exit(1);
}
