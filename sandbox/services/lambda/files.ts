import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, posix } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { Unsupported } from "../../kernel/errors";

/** Files of a package or layer, by path relative to its root. */
export type Files = Map<string, Buffer>;

/** The files of an archive, as they would lie in the uploaded zip. @throws Unsupported for remote and zipped ones */
export async function filesOf(archive: pulumi.asset.Archive): Promise<Files> {
  const files: Files = new Map();
  await collect(archive, "", files);
  return files;
}

type Loose = { assets?: Promise<Record<string, unknown>>; path?: Promise<string>; text?: Promise<string> };

async function collect(item: unknown, path: string, files: Files): Promise<void> {
  const { assets, path: file, text } = item as Loose;
  if (assets !== undefined) {
    for (const [name, child] of Object.entries(await assets).sort(([a], [b]) => (a < b ? -1 : 1))) {
      await collect(child, posix.join(path, name), files);
    }
  } else if (text !== undefined) files.set(path, Buffer.from(await text, "utf8"));
  else if (file !== undefined) readPath(await file, path, pulumi.asset.Archive.isInstance(item), files);
  else throw new Unsupported(`the remote asset at "${path || "/"}" of a function's or layer's code`);
}

function readPath(source: string, path: string, isArchive: boolean, files: Files): void {
  if (statSync(source).isDirectory()) {
    for (const name of readdirSync(source).sort()) readPath(join(source, name), posix.join(path, name), false, files);
  } else if (isArchive) {
    throw new Unsupported(`the packed archive ${source} as code: give a folder or an AssetArchive`);
  } else files.set(path, readFileSync(source));
}

/** A layer's or package's files laid under a folder of the function's file system. */
export function mount(target: Files, folder: string, files: Files): void {
  for (const [path, content] of files) target.set(posix.join(folder, path), content);
}
