import { fork } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import * as typescript from "typescript";
import { layerFiles } from "../components/shared/layer-files";

/** Runs the probe of that name in a process of its own, with Node's options if any, and returns what it reports. */
export type LayerProbe = <Args, Report>(name: string, args: Args, options?: readonly string[]) => Promise<Report>;

/**
 * A folder with the code of the layer as Lambda gets it, for processes that hold nothing else: the TypeScript loader would take more
 * memory than the work. The folder is gone at the end.
 */
export async function inLayer<T>(use: (probe: LayerProbe, folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "huut-bench-"));
  try {
    for (const [path, text] of Object.entries(layerFiles())) write(join(folder, path), text);
    return await use((name, args, options) => run(folder, name, args, options), folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

function compiled(file: string): string {
  const compilerOptions = { target: typescript.ScriptTarget.ES2023, module: typescript.ModuleKind.CommonJS };
  return typescript.transpileModule(readFileSync(file, "utf8"), { compilerOptions, fileName: file }).outputText;
}

/** With the layer's modules, and this project's where the layer has none. */
function run<Args, Report>(folder: string, name: string, args: Args, options: readonly string[] = []): Promise<Report> {
  const file = join(folder, `${name}.js`);
  write(file, compiled(join(__dirname, "probes", `${name}.ts`)));
  const modules = [join(folder, "nodejs", "node_modules"), join(__dirname, "..", "node_modules")];
  return new Promise((resolve, reject) => {
    const child = fork(file, [JSON.stringify(args)], {
      execArgv: [...options],
      env: { ...process.env, NODE_PATH: modules.join(delimiter) },
      stdio: ["ignore", "ignore", "inherit", "ipc"],
    });
    let report: { value: Report } | undefined;
    child.on("message", (message) => (report = { value: message as Report }));
    child.on("error", reject);
    child.on("exit", (code, signal) => {
      if (code === 0 && report) resolve(report.value);
      else reject(new Error(`The probe "${name}" ended with ${signal ?? `status ${code}`} and without a report.`));
    });
  });
}
