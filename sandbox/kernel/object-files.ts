import { createHash } from "node:crypto";
import { linkSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { World } from "../world/world";

/** An object's bytes, as a read has answered them. */
export interface ObjectBytes {
  readonly bucket: string;
  readonly key: string;
  readonly etag: string;
  readonly body: Uint8Array;
}

/** Bytes of objects that are kept as files; what was used longest ago goes first. */
const capacity = 1_073_741_824;

let current: { readonly world: World; readonly files: ObjectFiles } | undefined;

/**
 * Objects as files, because DuckDB reads files: a private folder for the world, gone with the process or when another world
 * asks for its own. An object is written once for each ETag.
 */
export class ObjectFiles {
  private readonly kept = new Map<string, number>();
  readonly root = mkdtempSync(join(tmpdir(), "sandbox-"));
  private size = 0;
  private folders = 0;

  static of(world: World): ObjectFiles {
    if (current?.world === world) return current.files;
    current?.files.remove();
    current = { world, files: new ObjectFiles() };
    return current.files;
  }

  /** Runs `work` with a new folder, which it may fill, and takes the folder away again. */
  async inFolder<T>(work: (folder: Folder) => Promise<T>): Promise<T> {
    const path = join(this.root, `job-${this.folders++}`);
    mkdirSync(path);
    try {
      return await work(new Folder(path, (bytes) => this.keep(bytes)));
    } finally {
      rmSync(path, { recursive: true, force: true });
    }
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
    this.kept.clear();
    this.size = 0;
  }

  private keep({ bucket, key, etag, body }: ObjectBytes): string {
    const name = createHash("sha256")
      .update(JSON.stringify([bucket, key, etag]))
      .digest("hex");
    const path = join(this.root, name);
    if (this.kept.delete(name)) {
      this.kept.set(name, body.length);
      return path;
    }
    for (const [oldest, bytes] of this.kept) {
      if (this.size + body.length <= capacity) break;
      rmSync(join(this.root, oldest));
      this.kept.delete(oldest);
      this.size -= bytes;
    }
    writeFileSync(path, body);
    this.kept.set(name, body.length);
    this.size += body.length;
    return path;
  }
}

/** A job's folder. */
export class Folder {
  constructor(
    readonly path: string,
    private readonly keep: (bytes: ObjectBytes) => string,
  ) {}

  /** Puts an object under a name of the job's choice, such as `posts/created_date=2026-11-01/0.parquet`. */
  place(name: string, bytes: ObjectBytes): string {
    const path = this.file(name);
    linkSync(this.keep(bytes), path);
    return path;
  }

  /** The path of a file that is to be written. */
  file(name: string): string {
    const path = join(this.path, name);
    mkdirSync(dirname(path), { recursive: true });
    return path;
  }

  /** The path of a copy of `source` under another name. */
  link(source: string, name: string): string {
    const path = this.file(name);
    linkSync(source, path);
    return path;
  }

  read(name: string): Buffer {
    return readFileSync(join(this.path, name));
  }

  /** Names of the files below, sorted. */
  files(below: string): string[] {
    return readdirSync(join(this.path, below), { recursive: true, encoding: "utf8" })
      .filter((name) => statSync(join(this.path, below, name)).isFile())
      .sort();
  }
}

process.on("exit", () => current?.files.remove());
