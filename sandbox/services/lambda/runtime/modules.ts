import { posix } from "node:path";
import { compileFunction } from "node:vm";
import type { Files } from "../files";
import type { Resolver } from "./resolve";

/** What code finds in its scope beside the module wrapper's own five names. */
export interface RuntimeGlobals {
  readonly process: object;
  readonly console: object;
  readonly globalThis: object;
  readonly global: object;
  readonly crypto: object;
  readonly fetch: unknown;
  readonly AbortSignal: unknown;
  readonly setTimeout: unknown;
  readonly setInterval: unknown;
  readonly setImmediate: unknown;
}

interface Module {
  exports: unknown;
  readonly id: string;
  readonly filename: string;
  loaded: boolean;
  readonly children: readonly Module[];
  readonly paths: readonly string[];
}

type Require = ((specifier: string) => unknown) & { resolve: (specifier: string) => string; cache: object };
type Wrapper = (exports: unknown, require: Require, module: Module, filename: string, folder: string) => void;
type Compiled = (...globals: unknown[]) => Wrapper;

const globalNames = [
  "process",
  "console",
  "globalThis",
  "global",
  "crypto",
  "fetch",
  "AbortSignal",
  "setTimeout",
  "setInterval",
  "setImmediate",
] as const satisfies (keyof RuntimeGlobals)[];

const wrapperHead = "return function (exports, require, module, __filename, __dirname) {";

/** Compiled code is the same for every function that carries the same file. */
const compiled = new Map<string, Compiled>();

/** The modules of one execution environment. */
export class Modules {
  private readonly cache = new Map<string, Module>();

  constructor(
    private readonly files: Files,
    private readonly resolver: Resolver,
    private readonly globals: RuntimeGlobals,
    /** Modules of Node and of the AWS SDK. */
    private readonly outside: (kind: "builtin" | "sdk", name: string) => unknown,
  ) {}

  /** @throws what the module throws while it loads; MODULE_NOT_FOUND */
  load(specifier: string, fromFolder: string): unknown {
    const resolved = this.resolver.resolve(specifier, fromFolder);
    return resolved.kind === "file" ? this.file(resolved.path) : this.outside(resolved.kind, resolved.name);
  }

  private file(path: string): unknown {
    const known = this.cache.get(path);
    if (known) return known.exports;
    const module: Module = { exports: {}, id: path, filename: path, loaded: false, children: [], paths: [] };
    this.cache.set(path, module);
    try {
      this.evaluate(path, module);
    } catch (error) {
      this.cache.delete(path);
      throw error;
    }
    module.loaded = true;
    return module.exports;
  }

  private evaluate(path: string, module: Module): void {
    const text = (this.files.get(path) as Buffer).toString("utf8");
    if (path.endsWith(".json")) {
      module.exports = JSON.parse(text);
      return;
    }
    if (path.endsWith(".node")) throw new Error(`The sandbox does not load native modules: ${path}`);
    if (path.endsWith(".mjs") || (path.endsWith(".js") && this.resolver.isModule(path))) {
      throw new Error(`The sandbox does not load ES modules: ${path}. Put its CommonJS build into the package.`);
    }
    const folder = posix.dirname(path);
    const values = globalNames.map((name) => this.globals[name]);
    const wrapper = compile(path, text)(...values);
    wrapper.call(module.exports, module.exports, this.requireFrom(folder), module, path, folder);
  }

  private requireFrom(folder: string): Require {
    const resolve = (specifier: string) => {
      const resolved = this.resolver.resolve(specifier, folder);
      return resolved.kind === "file" ? resolved.path : resolved.name;
    };
    return Object.assign((specifier: string) => this.load(specifier, folder), { resolve, cache: {} });
  }
}

/** The module wrapper stands inside a function of the globals, so that a module may declare names like theirs. */
function compile(path: string, text: string): Compiled {
  const key = `${path}\0${text}`;
  let code = compiled.get(key);
  if (!code) {
    const body = text.startsWith("#!") ? `//${text}` : text;
    const source = `${wrapperHead}${body}\n};`;
    code = compileFunction(source, [...globalNames], { filename: path, columnOffset: -wrapperHead.length }) as Compiled;
    compiled.set(key, code);
  }
  return code;
}
