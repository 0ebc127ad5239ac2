import { deflateRawSync } from "node:zlib";
import type { asset } from "@pulumi/pulumi";
import type { StackGraph } from "../sandbox";
import { filesOf, type Files } from "../sandbox/services/lambda/files";

/** The package of a function or a layer, as Pulumi would upload it. */
export interface PackageSize {
  readonly name: string;
  readonly kind: "function" | "layer";
  readonly files: number;
  /** Bytes of the zip. */
  readonly zipped: number;
}

const kinds: Readonly<Record<string, PackageSize["kind"]>> = {
  "aws:lambda/function:Function": "function",
  "aws:lambda/layerVersion:LayerVersion": "layer",
};

/** Every package of a stack. */
export async function packageSizes(graph: StackGraph): Promise<PackageSize[]> {
  const sizes: PackageSize[] = [];
  for (const { type, name, inputs } of graph.resources) {
    const kind = kinds[type];
    if (!kind) continue;
    const files = await filesOf(inputs["code"] as asset.Archive);
    sizes.push({ name, kind, files: files.size, zipped: zippedSize(files) });
  }
  return sizes.sort((a, b) => b.zipped - a.zipped);
}

/** Fixed parts of a zip, bytes: https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT (4.3) */
const zip = { localHeader: 30, dataDescriptor: 16, centralHeader: 46, end: 22 } as const;

/** Bytes of the zip that holds the files, each deflated, with a data descriptor, as Go's archive/zip writes it. */
export function zippedSize(files: Files): number {
  let size = zip.end;
  for (const [path, content] of files) {
    const name = Buffer.byteLength(path);
    size += zip.localHeader + name + deflateRawSync(content).byteLength + zip.dataDescriptor + zip.centralHeader + name;
  }
  return size;
}
