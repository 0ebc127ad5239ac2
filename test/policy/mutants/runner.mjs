import { createRequire } from "node:module";
import { join } from "node:path";

/** Stryker's plugin for what the build command made in the folder that Stryker works in. */
function makeRunner() {
  const built = createRequire(join(process.cwd(), "mutants", "test", "policy", "mutants", "runner.js"));
  return built("./run.js").makeRunner();
}

export const strykerPlugins = [{ kind: "TestRunner", name: "cases", factory: makeRunner }];
