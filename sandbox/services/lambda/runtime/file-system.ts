import { posix } from "node:path";
import type { Files } from "../files";
import { refused, type Fail } from "./refuse";
import { viaCallback, viaPromise } from "./sync";

type Encoding = BufferEncoding | { readonly encoding?: BufferEncoding | null } | null;
type Operations = Record<string, (...args: never[]) => unknown>;

/**
 * A function's file system: its code and layers to read, `/tmp` to write, which lives as long as the execution
 * environment. Kept in memory; anything but plain files and folders is refused.
 */
export class FileSystem {
  readonly module: { readonly promises: object } & Readonly<Record<string, unknown>>;
  private readonly temporary = new Map<string, Buffer>();
  private readonly folders = new Set(["/tmp"]);

  constructor(
    private readonly files: Files,
    fail: Fail,
  ) {
    const operations = this.operations();
    const promises: Record<string, unknown> = {};
    const module: Record<string, unknown> = { promises, existsSync: (path: string) => this.kind(path) !== undefined };
    for (const [name, work] of Object.entries(operations)) {
      module[`${name}Sync`] = work;
      module[name] = viaCallback(work);
      promises[name] = viaPromise(work);
    }
    const refuseOthers = (target: Record<string, unknown>, prefix: string) =>
      new Proxy(target, {
        get: (members, key) =>
          typeof key === "symbol" || key in members || key === "then" || key === "default" || key === "__esModule"
            ? members[key as string]
            : refused(`${prefix}.${key}`, fail),
      });
    module["promises"] = refuseOthers(promises, "fs.promises");
    this.module = refuseOthers(module, "fs") as never;
  }

  private operations(): Operations {
    return {
      readFile: (path: string, encoding?: Encoding) => decoded(this.read(path), encoding),
      writeFile: (path: string, data: string | Uint8Array) => this.write(path, Buffer.from(data as string)),
      appendFile: (path: string, data: string | Uint8Array) => {
        const before = this.temporary.get(path) ?? Buffer.alloc(0);
        this.write(path, Buffer.concat([before, Buffer.from(data as string)]));
      },
      unlink: (path: string) => {
        if (!this.temporary.delete(path)) throw failure("ENOENT", "unlink", path);
      },
      mkdir: (path: string) => void this.folders.add(path),
      access: (path: string) => {
        if (!this.kind(path)) throw failure("ENOENT", "access", path);
      },
      readdir: (path: string) => this.list(path),
      stat: (path: string) => this.stat(path),
    } as Operations;
  }

  private read(path: string): Buffer {
    const content = this.temporary.get(path) ?? this.files.get(path);
    if (!content) throw failure("ENOENT", "open", path);
    return content;
  }

  private write(path: string, content: Buffer): void {
    if (!path.startsWith("/tmp/")) throw failure("EROFS", "open", path);
    this.temporary.set(path, content);
  }

  private kind(path: string): "file" | "folder" | undefined {
    if (this.temporary.has(path) || this.files.has(path)) return "file";
    return this.folders.has(path) || this.list(path).length > 0 ? "folder" : undefined;
  }

  private list(path: string): string[] {
    const prefix = path.endsWith("/") ? path : `${path}/`;
    const paths = [...this.temporary.keys(), ...this.files.keys(), ...this.folders];
    const names = paths
      .filter((each) => each.startsWith(prefix))
      .map((each) => each.slice(prefix.length).split("/")[0]);
    return [...new Set(names as string[])].sort();
  }

  private stat(path: string): object {
    const kind = this.kind(path);
    if (!kind) throw failure("ENOENT", "stat", path);
    const size = kind === "file" ? this.read(path).length : 0;
    return { size, isFile: () => kind === "file", isDirectory: () => kind === "folder" };
  }
}

function decoded(content: Buffer, encoding: Encoding | undefined): Buffer | string {
  const name = typeof encoding === "string" ? encoding : encoding?.encoding;
  return name ? content.toString(name) : Buffer.from(content);
}

function failure(code: string, syscall: string, path: string): Error {
  const words = code === "EROFS" ? "read-only file system" : "no such file or directory";
  return Object.assign(new Error(`${code}: ${words}, ${syscall} '${posix.normalize(path)}'`), { code, syscall, path });
}
