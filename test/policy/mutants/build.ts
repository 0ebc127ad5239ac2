import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import * as ts from "typescript";

/** Stryker's build command: makes plain JavaScript of the pack with all its mutants in it, and of what tries it, once. */
const OUT = "mutants";
const SOURCES = ["policy/model", "policy/rules", "test/policy/rules", "test/policy/support", "test/policy/model"];
const SINGLE = ["policy/judge.ts", "test/policy/mutants/run.ts"];

for (const file of [...SOURCES.flatMap((folder) => filesOf(folder)), ...SINGLE]) {
  const { outputText } = ts.transpileModule(readFileSync(file, "utf8"), {
    fileName: file,
    compilerOptions: { target: ts.ScriptTarget.ES2023, module: ts.ModuleKind.CommonJS, isolatedModules: true },
  });
  const built = join(OUT, file.replace(/\.ts$/, ".js"));
  mkdirSync(dirname(built), { recursive: true });
  writeFileSync(built, outputText);
}

function filesOf(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => join(folder, file).replaceAll("\\", "/"));
}
