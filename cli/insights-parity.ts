import { spawnSync } from "node:child_process";
import { join } from "node:path";

/** `npm run insights:parity`: the comparison lives with the tests, which nothing else imports. */
const main = join(__dirname, "..", "test", "etl", "insights-parity", "main.ts");
const loader = ["-r", "ts-node/register/transpile-only"];
const { status } = spawnSync(process.execPath, [...loader, main, ...process.argv.slice(2)], {
  stdio: "inherit",
  cwd: join(__dirname, ".."),
});
process.exitCode = status ?? 1;
