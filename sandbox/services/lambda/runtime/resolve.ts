import { isBuiltin } from "node:module";
import { posix } from "node:path";
import type { Files } from "../files";
import { exportsTarget, type ExportsField } from "./package-exports";

export type Resolved =
  | { readonly kind: "file"; readonly path: string }
  | { readonly kind: "builtin"; readonly name: string }
  /** Part of the runtime: the AWS SDK. */
  | { readonly kind: "sdk"; readonly name: string };

interface PackageJson {
  readonly name?: string;
  readonly main?: string;
  readonly type?: string;
  readonly exports?: ExportsField;
  readonly imports?: Readonly<Record<string, ExportsField>>;
}

/** Folders of NODE_PATH before the runtime's own: https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html */
const nodePath = ["/opt/nodejs/node24/node_modules", "/opt/nodejs/node_modules"];

/** What the runtime brings beside Node: https://docs.aws.amazon.com/lambda/latest/dg/lambda-nodejs.html */
const runtimePackage = /^@(aws-sdk|smithy)\//;

/** Finds modules as `require` does on Lambda: in the package, in the layers, in the runtime, nowhere else. */
export class Resolver {
  private readonly found = new Map<string, Resolved>();
  private readonly packages = new Map<string, PackageJson | undefined>();
  private readonly folders = new Set<string>();

  constructor(private readonly files: Files) {
    for (const path of files.keys()) {
      for (let folder = posix.dirname(path); folder !== "/"; folder = posix.dirname(folder)) this.folders.add(folder);
    }
  }

  /** @throws Error with the code MODULE_NOT_FOUND, worded as Node's */
  resolve(specifier: string, fromFolder: string): Resolved {
    const key = `${fromFolder}\0${specifier}`;
    let resolved = this.found.get(key);
    if (!resolved) this.found.set(key, (resolved = this.search(specifier, fromFolder)));
    return resolved;
  }

  /** Whether `.js` files beside this path are ES modules. */
  isModule(path: string): boolean {
    for (let folder = posix.dirname(path); ; folder = posix.dirname(folder)) {
      const manifest = this.manifest(folder);
      if (manifest) return manifest.type === "module";
      if (folder === "/" || folder.endsWith("/node_modules")) return false;
    }
  }

  private search(specifier: string, fromFolder: string): Resolved {
    if (isBuiltin(specifier)) return { kind: "builtin", name: specifier.replace(/^node:/, "") };
    if (/^\.{0,2}\//.test(specifier) || specifier === "." || specifier === "..") {
      const path = this.file(posix.resolve(fromFolder, specifier));
      if (path) return { kind: "file", path };
      throw notFound(specifier, fromFolder);
    }
    const path = specifier.startsWith("#")
      ? this.inner(specifier, fromFolder)
      : (this.self(specifier, fromFolder) ?? this.installed(specifier, fromFolder));
    if (path) return { kind: "file", path };
    if (runtimePackage.test(specifier)) return { kind: "sdk", name: specifier };
    throw notFound(specifier, fromFolder);
  }

  private installed(specifier: string, fromFolder: string): string | undefined {
    const [name, subpath] = split(specifier);
    for (const modules of [...ancestors(fromFolder), ...nodePath]) {
      const root = posix.join(modules, name);
      if (!this.folders.has(root)) continue;
      const path = this.inPackage(root, subpath);
      if (path) return path;
    }
    return undefined;
  }

  private inPackage(root: string, subpath: string): string | undefined {
    const exported = this.manifest(root)?.exports;
    if (exported === undefined) return this.file(posix.join(root, subpath));
    const target = exportsTarget(exported, subpath);
    if (target === undefined) {
      const message = `Package subpath '${subpath}' is not defined by "exports" in ${root}/package.json`;
      throw Object.assign(new Error(message), { code: "ERR_PACKAGE_PATH_NOT_EXPORTED" });
    }
    return this.exact(posix.join(root, target));
  }

  /** A package may require itself by name where it has `exports`. */
  private self(specifier: string, fromFolder: string): string | undefined {
    const [name, subpath] = split(specifier);
    const root = this.packageRoot(fromFolder);
    const manifest = root && this.manifest(root);
    return root && manifest && manifest.name === name && manifest.exports !== undefined
      ? this.inPackage(root, subpath)
      : undefined;
  }

  private inner(specifier: string, fromFolder: string): string | undefined {
    const root = this.packageRoot(fromFolder);
    const imports = root && this.manifest(root)?.imports;
    const target = imports && exportsTarget(imports, specifier);
    return root && target ? this.exact(posix.join(root, target)) : undefined;
  }

  private packageRoot(folder: string): string | undefined {
    for (let at = folder; at !== "/"; at = posix.dirname(at)) if (this.manifest(at)) return at;
    return undefined;
  }

  private file(path: string): string | undefined {
    return this.exact(path) ?? this.folderMain(path);
  }

  private exact(path: string): string | undefined {
    return [path, `${path}.js`, `${path}.json`, `${path}.cjs`].find((candidate) => this.files.has(candidate));
  }

  private folderMain(path: string): string | undefined {
    const main = this.manifest(path)?.main;
    const target = main === undefined ? undefined : posix.join(path, main);
    return (
      (target && (this.exact(target) ?? this.exact(posix.join(target, "index")))) ||
      this.exact(posix.join(path, "index"))
    );
  }

  private manifest(folder: string): PackageJson | undefined {
    if (this.packages.has(folder)) return this.packages.get(folder);
    const content = this.files.get(posix.join(folder, "package.json"));
    const manifest = content && (JSON.parse(content.toString("utf8")) as PackageJson);
    this.packages.set(folder, manifest);
    return manifest;
  }
}

function split(specifier: string): [name: string, subpath: string] {
  const parts = specifier.split("/");
  const length = specifier.startsWith("@") ? 2 : 1;
  const rest = parts.slice(length).join("/");
  return [parts.slice(0, length).join("/"), rest ? `./${rest}` : "."];
}

function ancestors(folder: string): string[] {
  const found: string[] = [];
  for (let at = folder; ; at = posix.dirname(at)) {
    if (!at.endsWith("/node_modules")) found.push(posix.join(at, "node_modules"));
    if (at === "/") return found;
  }
}

function notFound(specifier: string, fromFolder: string): Error {
  const error = new Error(`Cannot find module '${specifier}'\nRequire stack:\n- ${fromFolder}`);
  return Object.assign(error, { code: "MODULE_NOT_FOUND" });
}
