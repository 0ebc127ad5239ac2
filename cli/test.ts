import { spawnSync } from "node:child_process";
import { join } from "node:path";

/** `npm test [-- FILES] [MOCHA OPTIONS]`: the whole suite, or the files named, with mocha's own options. */
const args = process.argv.slice(2);
const files = args.some((arg) => arg.endsWith(".ts")) ? [] : ["test/**/*.test.ts"];
const mocha = join(__dirname, "..", "node_modules", "mocha", "bin", "mocha.js");
const { status } = spawnSync(process.execPath, [mocha, ...args, ...files], {
  stdio: "inherit",
  cwd: join(__dirname, ".."),
});
process.exitCode = status ?? 1;
