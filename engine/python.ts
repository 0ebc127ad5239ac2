import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** A package from PyPI in a virtual environment of its own. */
export interface PythonPackage {
  /** The environment's folder. */
  readonly folder: string;
  /** Name and version as pip takes them: `pyspark==3.5.4`. */
  readonly requirement: string;
  /** The Python to make it with; `python3` by default. */
  readonly python?: string;
  readonly say: (line: string) => void;
}

/** Whether the environment is whole: one that was cut short is made anew. */
const MADE = ".made";

/** Makes sure that the package is installed. @returns the folder of its executables, or in a sentence why there is none */
export function installPython({
  folder,
  requirement,
  python = "python3",
  say,
}: PythonPackage): { readonly bin: string } | { readonly missing: string } {
  const bin = join(folder, "bin");
  if (existsSync(join(folder, MADE))) return { bin };
  say(`Installing ${requirement} from PyPI.`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const pip = ["install", "--quiet", "--no-cache-dir", "--disable-pip-version-check", requirement];
  const steps: readonly (readonly [command: string, args: readonly string[], cure: string])[] = [
    [python, ["-m", "venv", folder], "; on Debian the package python3-venv has what it lacks"],
    [join(bin, "pip"), pip, ""],
  ];
  for (const [command, args, cure] of steps) {
    const { status, error, stderr } = spawnSync(command, args, { encoding: "utf8", maxBuffer: 1 << 26 });
    if (status === 0) continue;
    const why = (error?.message ?? stderr).trim().slice(-500);
    return { missing: `${command} ${args.join(" ")} failed${cure}: ${why}` };
  }
  writeFileSync(join(folder, MADE), "");
  return { bin };
}
