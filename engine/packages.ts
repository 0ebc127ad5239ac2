import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import * as pulumi from "@pulumi/pulumi";
import type { StackGraph } from "../sandbox";
import type { StateResource } from "./graphs";

/** SHA-256 of the files of a package, by path. */
type Digests = Readonly<Record<string, string>>;

/**
 * Holds the packages that the sandbox runs, of functions and layers, against those that the engine deployed: they must be
 * the same bytes, although another process serialized them.
 * @returns what differs, a line each
 */
export async function comparePackages(graph: StackGraph, state: readonly StateResource[]): Promise<string[]> {
  const deployed = new Map(state.map(({ urn, inputs }) => [urn, inputs]));
  const lines = await Promise.all(
    graph.resources.map(async ({ urn, inputs }) => {
      const code = inputs["code"];
      if (!(code instanceof pulumi.asset.AssetArchive)) return [];
      const theirs = deployedDigests(deployed.get(urn)?.["code"]);
      return differences(urn, await digestsOf(code), theirs);
    }),
  );
  return lines.flat();
}

function differences(urn: string, ours: Digests, theirs: Digests): string[] {
  const paths = Object.keys({ ...ours, ...theirs }).filter((path) => ours[path] !== theirs[path]);
  return paths.map((path) => `the sandbox and the engine package another ${path} for ${urn}`);
}

async function digestsOf(archive: pulumi.asset.AssetArchive): Promise<Digests> {
  const entries = Object.entries(await archive.assets).map(
    async ([path, asset]) => [path, await digestOf(asset)] as const,
  );
  return Object.fromEntries(await Promise.all(entries));
}

async function digestOf(asset: pulumi.asset.Asset | pulumi.asset.Archive): Promise<string> {
  const hash = createHash("sha256");
  if (asset instanceof pulumi.asset.StringAsset) return hash.update(await asset.text).digest("hex");
  if (asset instanceof pulumi.asset.FileAsset) return hash.update(readFileSync(await asset.path)).digest("hex");
  throw new Error("A package holds something that is neither a text nor a file; its bytes cannot be compared.");
}

/** The engine keeps the digest of every file of an archive in its state. */
function deployedDigests(code: unknown): Digests {
  const { assets = {} } = (code ?? {}) as { assets?: Record<string, { hash?: string }> };
  return Object.fromEntries(Object.entries(assets).map(([path, { hash }]) => [path, hash ?? "nothing"]));
}
