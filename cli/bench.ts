import { spawnSync } from "node:child_process";
import { join } from "node:path";

// A command may not import what measures it: the measurements are a program of their own.
const main = join(__dirname, "..", "bench", "main.ts");
const { status, error } = spawnSync(
  process.execPath,
  ["-r", "ts-node/register/transpile-only", main, ...process.argv.slice(2)],
  { stdio: "inherit" },
);
if (error) throw error;
process.exitCode = status ?? 1;
