import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { projectFolder } from "./shared";

const help = `npm run docs

Writes what is made from the program: docs/configuration.md, docs/policies.md, docs/runbooks/README.md and the lists of
URNs in test/urns.
The same code compares these files in the tests, so that neither can know something that the other does not.
`;

const testFile = join("test", "docs", "generated.test.ts");

if (process.argv.includes("--help")) process.stdout.write(help);
else {
  const mocha = join(projectFolder, "node_modules", "mocha", "bin", "mocha.js");
  const { status } = spawnSync(process.execPath, [mocha, testFile], {
    stdio: "inherit",
    cwd: projectFolder,
    env: { ...process.env, HUUT_WRITE_DOCS: "1" },
  });
  process.exitCode = status ?? 1;
}
