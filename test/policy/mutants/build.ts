import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import * as ts from "typescript";

/**
 * Stryker's build command: makes plain JavaScript of the pack with all its mutants in it and of what tries it, once, and
 * notes which file each mutant lies in, so that a mutant of a rule costs that rule's cases only.
 */
const OUT = "mutants";
const SOURCES = ["policy/model", "policy/rules", "test/policy/rules", "test/policy/support", "test/policy/model"];
const SINGLE = ["policy/judge.ts", "test/policy/mutants/run.ts"];

const files = [...SOURCES.flatMap((folder) => filesOf(folder)), ...SINGLE];
const fileOfMutant: Record<string, string> = {};
for (const file of files) {
  const source = readFileSync(file, "utf8");
  for (const [, mutant] of source.matchAll(/stryMutAct_\w+\("(\d+)"\)/g)) fileOfMutant[mutant as string] = file;
  const { outputText } = ts.transpileModule(source, {
    fileName: file,
    compilerOptions: { target: ts.ScriptTarget.ES2023, module: ts.ModuleKind.CommonJS, isolatedModules: true },
  });
  const built = join(OUT, file.replace(/\.ts$/, ".js"));
  mkdirSync(dirname(built), { recursive: true });
  writeFileSync(built, outputText);
}
writeFileSync(join(OUT, "files.json"), JSON.stringify(fileOfMutant));

function filesOf(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => join(folder, file).replaceAll("\\", "/"));
}
