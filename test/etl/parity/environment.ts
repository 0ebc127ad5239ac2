import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { UserError, exitStatus, projectFolder } from "../../../cli/shared";
import { installPython } from "../../../engine/python";

/** Glue 5.0 has Spark 3.5.4: https://docs.aws.amazon.com/glue/latest/dg/release-notes.html */
export const PYSPARK = "3.5.4";

/** Versions of Java that Spark 3.5 runs on: https://spark.apache.org/docs/3.5.4/ */
const JAVAS = [8, 11, 17];

/** Versions of Python that PySpark 3.5 is published for; Glue 5.0 has 3.11. */
const PYTHON_MINORS = [8, 9, 10, 11];

/** A Python that has PySpark, made when there is none. @throws UserError in one sentence about what this machine lacks */
export function pythonWithSpark(): string {
  requireJava();
  const folder = join(projectFolder, ".cache", "etl-parity", `pyspark-${PYSPARK}`);
  const requirement = `pyspark==${PYSPARK}`;
  const made = installPython({ folder, requirement, python: requirePython(), say: console.log });
  if ("missing" in made) throw new UserError(made.missing, exitStatus.failed);
  return join(made.bin, "python");
}

function requireJava(): void {
  const home = process.env["JAVA_HOME"];
  const java = home ? join(home, "bin", "java") : "java";
  const { status, stderr } = spawnSync(java, ["-version"], { encoding: "utf8" });
  const cure = `Spark runs on Java ${JAVAS.join(", ")}: install one (Debian: openjdk-17-jre-headless), or set JAVA_HOME.`;
  if (status !== 0) throw new UserError(`There is no ${java}. ${cure}`, exitStatus.failed);
  const [, first, second] = /version "(\d+)(?:\.(\d+))?/.exec(stderr) ?? [];
  const major = Number(first === "1" ? second : first);
  if (!JAVAS.includes(major)) throw new UserError(`${java} is Java ${major}. ${cure}`, exitStatus.failed);
}

function requirePython(): string {
  const named = ["python3", ...PYTHON_MINORS.toReversed().map((minor) => `python3.${minor}`)];
  const script = "import sys; print(sys.version_info.major, sys.version_info.minor)";
  const found: string[] = [];
  for (const name of named) {
    const { status, stdout } = spawnSync(name, ["-c", script], { encoding: "utf8" });
    if (status !== 0) continue;
    const [major, minor] = stdout.trim().split(" ").map(Number);
    if (major === 3 && PYTHON_MINORS.includes(minor as number)) return name;
    found.push(`${name} is ${major}.${minor}`);
  }
  const what = found.length > 0 ? found.join(", ") : "There is no python3";
  const range = `3.${PYTHON_MINORS[0]} to 3.${PYTHON_MINORS.at(-1)}`;
  throw new UserError(
    `${what}: PySpark ${PYSPARK} runs on Python ${range}; install one as python3.`,
    exitStatus.failed,
  );
}
