import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { projectFolder } from "./shared";

/** A program from PyPI. */
export interface PythonTool {
  /** As PyPI and the tool's executable name it: `schemathesis`. */
  readonly name: string;
  readonly version: string;
}

/**
 * The executable of a tool from PyPI, in a virtual environment of its own below `.cache/`, which is made when there is none.
 *
 * @throws Error in one sentence about what this machine lacks
 */
export function pythonTool({ name, version }: PythonTool): string {
  const folder = join(projectFolder, ".cache", "python", `${name}-${version}`);
  const executable = join(folder, "bin", name);
  if (existsSync(executable)) return executable;
  console.error(`Installing ${name} ${version} from PyPI.`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(dirname(folder), { recursive: true });
  const steps: readonly (readonly [string, readonly string[]])[] = [
    ["python3", ["-m", "venv", folder]],
    [
      join(folder, "bin", "pip"),
      ["install", "--quiet", "--no-cache-dir", "--disable-pip-version-check", `${name}==${version}`],
    ],
  ];
  for (const [command, args] of steps) {
    const { status, error, stderr } = spawnSync(command, args, { encoding: "utf8" });
    if (status === 0) continue;
    // Half an environment would be taken for a whole one.
    rmSync(folder, { recursive: true, force: true });
    const why = (error?.message ?? stderr).trim().slice(-500);
    throw new Error(
      `${name} ${version} needs python3 with venv, and PyPI: ${command} ${args.join(" ")} failed: ${why}`,
    );
  }
  return executable;
}
