import { readFileSync, readdirSync, existsSync } from "fs";
import { createRequire } from "module";
import * as path from "path";
import * as typescript from "typescript";
import { remembering } from "./transpile";

/** Where Lambda finds a layer's modules. */
const MODULES = "nodejs/node_modules";

/** The project's root, from which packages are resolved. */
const ROOT = path.resolve(__dirname, "..", "..");

/** The packages that handlers load, beside the SDK, which the runtime ships. */
const PACKAGES: readonly string[] = [
  "@aws-lambda-powertools/batch",
  "@aws-lambda-powertools/logger",
  "@aws-lambda-powertools/metrics",
  "hyparquet-writer",
  "negotiator",
  "valibot",
];

/** Never packed: the runtime ships them. */
const PROVIDED = /^@(aws-sdk|smithy)\//;

/** Files of a layer: path in the archive, and text. */
export type LayerFiles = Readonly<Record<string, string>>;

const packageJsonAbove = (file: string): string[] => {
  const found: string[] = [];
  for (let folder = path.dirname(file); folder.includes("node_modules"); folder = path.dirname(folder)) {
    const candidate = path.join(folder, "package.json");
    if (existsSync(candidate)) found.push(candidate);
    if (path.basename(path.dirname(folder)) === "node_modules") break;
    if (path.basename(path.dirname(folder)).startsWith("@") && folder.split(path.sep).at(-3) === "node_modules") break;
  }
  return found;
};

/**
 * The parts of a package's manifest that `require` reads. The rest (scripts, readme links, dates of a registry) would only
 * make the layer larger and change it with every release of an unrelated tool.
 */
function manifest(text: string): string {
  const { name, version, main, type, exports: entries } = JSON.parse(text) as Record<string, unknown>;
  // Modules are packed as CommonJS: see {@link commonJs}.
  return JSON.stringify({ name, version, main, type: type === "module" ? undefined : type, exports: entries });
}

/** Whether a file is an ES module by its package's manifest. */
function isModule(file: string): boolean {
  const [nearest] = packageJsonAbove(file);
  return nearest !== undefined && (JSON.parse(readFileSync(nearest, "utf8")) as { type?: string }).type === "module";
}

/** What the runtime loads: CommonJS of its language level. */
const OPTIONS = {
  target: typescript.ScriptTarget.ES2023,
  module: typescript.ModuleKind.CommonJS,
  removeComments: true,
} as const;

/** An ES module as CommonJS: handlers load everything by `require`, because on Lambda a native `import()` does not find layers. */
const commonJs = remembering(typescript, { ...OPTIONS, esModuleInterop: true });

/** What a CommonJS file requires by a literal name. */
function requiredBy(text: string): string[] {
  return [...text.matchAll(/\brequire\(\s*["']([^"']+)["']\s*\)/g)].map((match) => match[1] ?? "");
}

/**
 * The installed files that the packages reach by `require`, and the manifests on the way.
 * Following the calls leaves out declarations, maps and features that nobody loads.
 */
function installedFiles(packages: readonly string[]): Record<string, string> {
  const files: Record<string, string> = {};
  const waiting = packages.map((name) => createRequire(path.join(ROOT, "package.json")).resolve(name));
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    const place = path.posix.join(MODULES, file.slice(file.lastIndexOf("node_modules") + "node_modules/".length));
    if (place in files) continue;
    const source = readFileSync(file, "utf8");
    const text = isModule(file) ? commonJs(source, file).outputText : source;
    files[place] = text.replace(/^\/\/# sourceMappingURL=.*$/m, "");
    for (const found of packageJsonAbove(file)) {
      files[path.posix.join(MODULES, found.slice(found.lastIndexOf("node_modules") + "node_modules/".length))] =
        manifest(readFileSync(found, "utf8"));
    }
    const resolver = createRequire(file);
    for (const name of requiredBy(text)) {
      if (name.startsWith("node:") || PROVIDED.test(name)) continue;
      const resolved = resolver.resolve(name);
      if (path.isAbsolute(resolved)) waiting.push(resolved);
    }
  }
  return files;
}

/** Every TypeScript source below a folder, as paths relative to it, in a stable order. */
function sourcesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts") && !file.endsWith(".d.ts") && !file.split(path.sep).includes("node_modules"))
    .sort();
}

/** A source of `@huut/domain` as CommonJS. No maps, no declarations, no comments: the same sources give the same bytes. */
const domainJs = remembering(typescript, OPTIONS);

/** `@huut/domain`, every source of it. */
function domainFiles(folder: string): Record<string, string> {
  const files: Record<string, string> = {};
  const home = `${MODULES}/@huut/domain`;
  for (const source of sourcesBelow(folder)) {
    const file = path.join(folder, source);
    const target = source.replaceAll(path.sep, "/").replace(/\.ts$/, ".js");
    files[`${home}/${target}`] = domainJs(readFileSync(file, "utf8"), file).outputText;
  }
  files[`${home}/package.json`] = JSON.stringify({ name: "@huut/domain", main: "index.js" });
  return files;
}

let made: LayerFiles | undefined;

/** The whole layer; made once a process, for it is the same for every account and stack of a commit. */
export function layerFiles(): LayerFiles {
  if (made === undefined) {
    const files = { ...installedFiles(PACKAGES), ...domainFiles(path.join(ROOT, "domain")) };
    made = Object.fromEntries(Object.entries(files).sort(([a], [b]) => (a < b ? -1 : 1)));
  }
  return made;
}
