import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, dirname, join, relative, resolve } from "node:path";

/** A `pulumi` with its Node.js language host and an `aws` plugin of the version that the program uses. */
export interface Toolchain {
  /** Where it is from, for the report. */
  readonly what: string;
  readonly pulumiVersion: string;
  /**
   * `bridged` when an older Terraform provider stands behind the plugin: it lacks what is newer, which is no fault of
   * the program.
   */
  readonly plugin: "genuine" | "bridged";
  /** The folder whose `bin` holds `pulumi`; absent: the one on the PATH. */
  readonly root?: string;
  /** Variables for every call of `pulumi`. */
  readonly environment: Readonly<Record<string, string>>;
}

/** Neither found nor built: the reason, in one sentence. */
export interface NoToolchain {
  readonly missing: string;
}

/** Names the build script of an engine, where Pulumi's own downloads are out of reach. */
export const BUILD_VARIABLE = "HUUT_ENGINE_BUILD";

/** Looked for when the variable is not set, from the project's folder. */
const NEIGHBOUR = join("..", "shared", "engine", "build.sh");

/**
 * Finds the engine on the PATH, or builds one where a build script is at hand.
 * @throws when the script fails
 */
export async function findToolchain(project: string, say: (line: string) => void): Promise<Toolchain | NoToolchain> {
  const sdk = awsSdkVersion(project);
  const installed = onPath(sdk);
  if (installed) return installed;
  const script = resolve(project, process.env[BUILD_VARIABLE] ?? NEIGHBOUR);
  if (!existsSync(script)) {
    return {
      missing: `there is no pulumi with the aws plugin ${sdk} on the PATH, and no build script at $${BUILD_VARIABLE} or ${NEIGHBOUR}`,
    };
  }
  return built(project, script, sdk, say);
}

/** Whose plugin Pulumi looks for: the version of the program's package. */
function awsSdkVersion(project: string): string {
  const manifest = join(project, "node_modules", "@pulumi", "aws", "package.json");
  return (JSON.parse(readFileSync(manifest, "utf8")) as { version: string }).version;
}

function onPath(sdk: string): Toolchain | undefined {
  const version = spawnSync("pulumi", ["version"], { encoding: "utf8" });
  if (version.status !== 0) return undefined;
  const listed = spawnSync("pulumi", ["plugin", "ls", "--json"], { encoding: "utf8" });
  const plugins = JSON.parse(listed.stdout || "[]") as { name: string; kind: string; version: string }[];
  const isOurs = (plugin: (typeof plugins)[number]) =>
    plugin.kind === "resource" && plugin.name === "aws" && plugin.version.replace(/^v/, "") === sdk;
  if (!plugins.some(isOurs)) {
    const install = spawnSync("pulumi", ["plugin", "install", "resource", "aws", sdk], { encoding: "utf8" });
    if (install.status !== 0) return undefined;
  }
  const home = process.env["PULUMI_HOME"] ?? join(homedir(), ".pulumi");
  return {
    what: "pulumi on the PATH",
    pulumiVersion: version.stdout.trim(),
    plugin: isBridged(join(home, "plugins", `resource-aws-v${sdk}`)) ? "bridged" : "genuine",
    environment: { PULUMI_HOME: home },
  };
}

/** The genuine plugin is one executable; a bridge keeps its mapping and a Terraform provider beside it. */
function isBridged(plugin: string): boolean {
  return existsSync(plugin) && readdirSync(plugin).some((file) => file.startsWith("terraform-provider-aws"));
}

async function built(project: string, script: string, sdk: string, say: (line: string) => void): Promise<Toolchain> {
  const folder = process.env["ENGINE_DIR"] ?? join(homedir(), ".cache", "pulumi-engine");
  const stamp = join(project, ".cache", "engine", "built.json");
  const sources = JSON.stringify({ folder, sdk, sources: digestOf(dirname(script)) });
  const bin = join(folder, "bin");
  const plugin = join(folder, "home", "plugins", `resource-aws-v${sdk}`);
  const stands = existsSync(join(bin, "pulumi")) && existsSync(join(plugin, "mapping.json"));
  if (!stands || !existsSync(stamp) || readFileSync(stamp, "utf8") !== sources) {
    say(`Building the engine with ${script}: several minutes the first time, seconds when nothing changed.`);
    await build(script, { ENGINE_DIR: folder, AWS_SDK: sdk }, say);
    mkdirSync(dirname(stamp), { recursive: true });
    writeFileSync(stamp, sources);
  }
  const environment = {
    PATH: `${bin}${delimiter}${process.env["PATH"] ?? ""}`,
    PULUMI_HOME: join(folder, "home"),
    ENGINE_DIR: folder,
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
  };
  const version = spawnSync("pulumi", ["version"], { encoding: "utf8", env: { ...process.env, ...environment } });
  const pulumiVersion = version.stdout.trim();
  return { what: `built by ${script}`, pulumiVersion, plugin: "bridged", root: folder, environment };
}

function digestOf(folder: string): string {
  const hash = createHash("sha256");
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(go|mod|sum|sh)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
  for (const file of files.sort()) hash.update(relative(folder, file)).update(readFileSync(file));
  return hash.digest("hex");
}

/** A build script looks for files on the whole machine, which fails when one vanishes meanwhile: hence more than one try. */
const BUILD_TRIES = 3;

async function build(script: string, variables: Record<string, string>, say: (line: string) => void): Promise<void> {
  for (let tries = 1; ; tries++) {
    const { status, errors } = await runBuild(script, variables, say);
    if (status === 0) return;
    const why = errors || "it said nothing";
    if (tries === BUILD_TRIES)
      throw new Error(`${script} failed ${tries} times, at last with status ${status}: ${why}`);
    say(`  It failed with status ${status} (${why}); once more.`);
  }
}

function runBuild(
  script: string,
  variables: Record<string, string>,
  say: (line: string) => void,
): Promise<{ readonly status: number | null; readonly errors: string }> {
  return new Promise((done, failed) => {
    const child = spawn("bash", [script], { env: { ...process.env, ...variables }, stdio: ["ignore", "pipe", "pipe"] });
    let errors = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      for (const line of text.split("\n").filter((each) => each.startsWith("== "))) say(`  ${line.slice(3)}`);
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => (errors = (errors + text).slice(-2000)));
    child.on("error", failed);
    child.on("close", (status) => done({ status, errors: errors.trim() }));
  });
}
