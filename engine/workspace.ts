import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { LocalWorkspace, PulumiCommand, Stack } from "@pulumi/pulumi/automation";
import { parse, stringify } from "yaml";
import { ADAPTATIONS, type Adaptation, type GapOwner } from "./known-gaps";
import type { MiniStack } from "./ministack";
import type { Toolchain } from "./toolchain";

/** A stack of the project, in a folder with a state of its own, ready for the engine. */
export interface EngineStack {
  readonly stack: Stack;
  /** The settings of the stack's file, laid over by what was set since. */
  configure(key: string, value: string): Promise<void>;
  /** From now on, keeps resources of these types in the state only, where the plugin is a bridge, which can do so. */
  fake(types: readonly string[]): void;
  /** The adaptations that the program's resources needed so far. */
  usedAdaptations(): ReadonlySet<Adaptation>;
  remove(): void;
}

export interface WorkspaceOptions {
  /** The repository: what the folder lies in, so that packages and plugins are found. */
  readonly home: string;
  /** The folder that holds `Pulumi.yaml` and the program. */
  readonly project: string;
  readonly stack: string;
  /** An entry point to run instead of the project's. */
  readonly program?: string;
  readonly toolchain: Toolchain;
  readonly emulator: MiniStack;
  /** The account that calls: MiniStack takes an access key of 12 digits as the root of that account. */
  readonly caller: string;
}

/**
 * Makes a workspace whose settings are copies: an engine writes into the files that it is given, and keeps its state
 * beside them.
 */
export async function openWorkspace(options: WorkspaceOptions): Promise<EngineStack> {
  const cache = join(options.home, ".cache", "engine");
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, "stack-"));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  process.once("exit", remove);
  const used = join(folder, "adaptations-used");
  writeSettings(options, folder, used);
  const { root } = options.toolchain;
  const pulumiCommand = await PulumiCommand.get(root === undefined ? {} : { root });
  const envVars = environment(options, folder);
  const workspace = await LocalWorkspace.create({ workDir: folder, pulumiCommand, envVars });
  const stack = await Stack.createOrSelect(options.stack, workspace);
  return {
    stack,
    configure: (key, value) => stack.setConfig(key, { value }),
    fake: (types) => void (workspace.envVars["ENGINE_FAKE"] = types.join(",")),
    usedAdaptations: () => adaptationsIn(used),
    remove: () => {
      process.off("exit", remove);
      remove();
    },
  };
}

function writeSettings(options: WorkspaceOptions, folder: string, used: string): void {
  const { home, project, stack, toolchain } = options;
  const settings = parse(readFileSync(join(project, "Pulumi.yaml"), "utf8")) as Record<string, unknown>;
  const main = options.program ?? join(project, (settings["main"] as string | undefined) ?? "index.ts");
  const runtime = { name: "nodejs", options: { tsconfig: join(home, "tsconfig.json") } };
  writeFileSync(join(folder, "Pulumi.yaml"), stringify({ ...settings, main: "index.js", runtime }));
  writeFileSync(join(folder, `Pulumi.${stack}.yaml`), readFileSync(join(project, `Pulumi.${stack}.yaml`), "utf8"));
  const owners: GapOwner[] = ["MiniStack", ...(toolchain.plugin === "bridged" ? (["bridge"] as const) : [])];
  const text = JSON.stringify;
  writeFileSync(
    join(folder, "index.js"),
    `const { adapted } = require(${text(join(__dirname, "program", "adapted"))});\n` +
      `module.exports = adapted(() => require(${text(resolve(main))}), ${text(owners)}, ${text(used)});\n`,
  );
}

function environment({ home, toolchain, emulator, caller }: WorkspaceOptions, folder: string): Record<string, string> {
  const state = join(folder, "state");
  mkdirSync(state);
  const path = toolchain.environment["PATH"] ?? process.env["PATH"] ?? "";
  return {
    ...toolchain.environment,
    // The Node.js that the project brings, whatever the machine's is.
    PATH: `${join(home, "node_modules", ".bin")}:${path}`,
    PULUMI_BACKEND_URL: `file://${state}`,
    PULUMI_CONFIG_PASSPHRASE: "engine tier",
    PULUMI_SKIP_UPDATE_CHECK: "true",
    AWS_ENDPOINT_URL: emulator.endpoint,
    AWS_CA_BUNDLE: emulator.certificate,
    AWS_ACCESS_KEY_ID: caller,
    AWS_SECRET_ACCESS_KEY: "test",
    AWS_EC2_METADATA_DISABLED: "true",
  };
}

function adaptationsIn(file: string): Set<Adaptation> {
  if (!existsSync(file)) return new Set();
  const indices = readFileSync(file, "utf8").split("\n").filter(Boolean).map(Number);
  return new Set(indices.map((index) => ADAPTATIONS[index] as Adaptation));
}

/** Forgets the user's own cloud: no profile, key or engine setting of theirs reaches a call. */
export function forgetCloudSettings(): void {
  for (const name of Object.keys(process.env)) {
    if (/^(AWS_(?!CA_BUNDLE)|PULUMI_(?!HOME)|TF_)/.test(name)) delete process.env[name];
  }
}
