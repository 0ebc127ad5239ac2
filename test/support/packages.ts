import type * as pulumi from "@pulumi/pulumi";
import { createHash } from "node:crypto";
import { deflateRawSync } from "node:zlib";
import type { StackGraph } from "../../sandbox";
import { filesOf, type Files } from "../../sandbox/services/lambda/files";

export const FUNCTION = "aws:lambda/function:Function";
export const LAYER = "aws:lambda/layerVersion:LayerVersion";

/** Files by function or layer, in the order of names. */
export async function packagesOf(graphs: readonly StackGraph[], type: string): Promise<Map<string, Files>> {
  const found = new Map<string, Files>();
  for (const { type: own, name, inputs } of graphs.flatMap(({ resources }) => resources)) {
    if (own === type) found.set(name, await filesOf(inputs["code"] as pulumi.asset.Archive));
  }
  return new Map([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** A digest of every function's package and of the layer. */
export async function packageDigests(graphs: readonly StackGraph[]): Promise<Record<string, string>> {
  const all = [...(await packagesOf(graphs, FUNCTION)), ...(await packagesOf(graphs, LAYER))];
  return Object.fromEntries(all.map(([name, files]) => [name, digest(files)]));
}

function digest(files: Files): string {
  const hash = createHash("sha256");
  for (const [path, content] of files) hash.update(`${path}\0${content.length}\0`).update(content);
  return hash.digest("hex");
}

/** Bytes of the zip that is uploaded: each file deflated, its name twice, and 76 bytes of headers. */
export function zippedBytes(files: Files): number {
  const sizes = [...files].map(([path, content]) => deflateRawSync(content).length + 2 * Buffer.byteLength(path) + 76);
  return sizes.reduce((sum, size) => sum + size, 22);
}
