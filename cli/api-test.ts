import { spawnSync } from "node:child_process";
import { join } from "node:path";

/** `npm run api:test -- [OPTIONS]`: it lives with the tests, which nothing else imports. */
const main = join(__dirname, "..", "test", "api", "main.ts");
const loader = ["-r", "ts-node/register/transpile-only"];
const { status } = spawnSync(process.execPath, [...loader, main, ...process.argv.slice(2)], {
  stdio: "inherit",
  cwd: join(__dirname, ".."),
});
process.exitCode = status ?? 1;
