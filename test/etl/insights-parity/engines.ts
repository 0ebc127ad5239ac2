import { execFile } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { DuckDBInstance } from "@duckdb/node-api";
import { sha256 } from "@huut/domain";
import { trinoMacros } from "../../../sandbox/services/athena/trino";
import { projectFolder } from "../../../cli/shared";

/** What an engine answers to a statement: rows of texts, null for NULL; or why it failed. */
export interface EngineAnswer {
  readonly columns?: readonly string[];
  readonly rows?: readonly (readonly (string | null)[])[];
  readonly error?: string;
}

const run = promisify(execFile);
const FOLDER = __dirname;
const CACHE = join(projectFolder, "node_modules", ".cache", "insights-parity");
const MAVEN_PLUGIN = "org.apache.maven.plugins:maven-dependency-plugin:3.6.1:build-classpath";
/** Megabytes of heap; half a gigabyte is enough for thousands of rows. */
const HEAP = "-Xmx700m";

/** Runs statements on DuckDB as the sandbox's Athena does. */
export async function onDuckDb(statements: readonly string[]): Promise<EngineAnswer[]> {
  const connection = await (await DuckDBInstance.create(":memory:")).connect();
  try {
    for (const macro of trinoMacros) await connection.run(macro);
    const answers: EngineAnswer[] = [];
    for (const statement of statements) {
      try {
        const result = await connection.runAndReadAll(duckDb(statement));
        const rows = result.getRows().map((row) => row.map((cell) => (cell === null ? null : String(cell))));
        answers.push({ columns: result.columnNames(), rows });
      } catch (error) {
        answers.push({ error: String(error) });
      }
    }
    return answers;
  } finally {
    connection.closeSync();
  }
}

/** Only statements that make tables have such types. */
function duckDb(statement: string): string {
  return statement.replaceAll("timestamp(3)", "timestamp").replaceAll("array(varchar)", "varchar[]");
}

/** Runs each list of statements on a new Trino, all in a JVM of its own. @throws Error that says what is missing */
export async function onTrino(sets: readonly (readonly string[])[]): Promise<EngineAnswer[][]> {
  const classpath = await trinoClasspath();
  const folder = mkdtempSync(join(tmpdir(), "insights-parity-"));
  const [input, output] = [join(folder, "statements.json"), join(folder, "answers.json")];
  try {
    writeFileSync(input, JSON.stringify(sets));
    const args = [HEAP, "-XX:+UseSerialGC", "-Dfile.encoding=UTF-8", "-Duser.timezone=UTC", "-cp", classpath];
    await tool("java", [...args, join(FOLDER, "RunTrino.java"), input, output], "Java 17 or newer, a JDK");
    return JSON.parse(readFileSync(output, "utf8")) as EngineAnswer[][];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The jars of Trino, which Maven resolves once for each text of the pom. */
async function trinoClasspath(): Promise<string> {
  const pom = join(FOLDER, "pom.xml");
  const file = join(CACHE, `${sha256(readFileSync(pom, "utf8")).slice(0, 16)}.txt`);
  const read = () => readFileSync(file, "utf8").trim();
  if (
    existsSync(file) &&
    read()
      .split(":")
      .every((jar) => existsSync(jar))
  )
    return read();
  mkdirSync(CACHE, { recursive: true });
  await tool("mvn", ["-q", "-B", "-ntp", "-f", pom, MAVEN_PLUGIN, `-Dmdep.outputFile=${file}`], "Maven");
  return read();
}

async function tool(command: string, args: readonly string[], what: string): Promise<void> {
  try {
    await run(command, args, { maxBuffer: 64 * 1024 * 1024 });
  } catch (error) {
    const { code, stderr = "", stdout = "" } = error as { code?: unknown; stderr?: string; stdout?: string };
    if (code === "ENOENT") throw new Error(`"${command}" is not there: install ${what}, and have it on the PATH`);
    throw new Error(`${command} failed: ${(stderr + stdout).trim().split("\n").slice(-8).join("\n")}`);
  }
}
