import { spawnSync } from "node:child_process";
import { globSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join, sep } from "node:path";
import { projectFolder } from "./shared";
import { mochaArguments } from "./test/plan";

/** `npm test [-- FILES] [MOCHA OPTIONS]`: the whole suite, or the files named, with mocha's own options. */
const args = mochaArguments(process.argv.slice(2), {
  filesOf: (pattern) => globSync(pattern, { cwd: projectFolder }).map((file) => file.replaceAll(sep, "/")),
  cores: availableParallelism(),
});
const mocha = join(projectFolder, "node_modules", "mocha", "bin", "mocha.js");
const { status } = spawnSync(process.execPath, [mocha, ...args], { stdio: "inherit", cwd: projectFolder });
process.exitCode = status ?? 1;
