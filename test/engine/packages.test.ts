import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { comparePackages } from "../../engine/packages";
import type { GraphResource, StackGraph } from "../../sandbox";

const urn = "urn:pulumi:dev::p::aws:lambda/function:Function::work";
const sha256 = (content: string | Buffer) => createHash("sha256").update(content).digest("hex");

function graph(assets: pulumi.asset.AssetMap): StackGraph {
  const resource = { urn, inputs: { code: new pulumi.asset.AssetArchive(assets) } } as unknown as GraphResource;
  return { project: "p", stack: "dev", resources: [resource], outputs: {} };
}

function state(digests: Record<string, string>) {
  const assets = Object.fromEntries(Object.entries(digests).map(([path, hash]) => [path, { hash }]));
  return [{ urn, type: "aws:lambda/function:Function", custom: true, inputs: { code: { assets } } }];
}

describe("engine: packages", () => {
  const ours = graph({
    "index.js": new pulumi.asset.StringAsset("exports.handler = 1;"),
    "self.ts": new pulumi.asset.FileAsset(__filename),
  });
  const same = { "index.js": sha256("exports.handler = 1;"), "self.ts": sha256(readFileSync(__filename)) };

  it("finds nothing where the bytes are the same", async () => {
    expect(await comparePackages(ours, state(same))).to.deep.equal([]);
  });

  it("names a file that differs, is missing or is more", async () => {
    const changed = state({ ...same, "index.js": sha256("exports.handler = 2;") });
    expect(await comparePackages(ours, changed)).to.deep.equal([
      `the sandbox and the engine package another index.js for ${urn}`,
    ]);
    expect(await comparePackages(ours, state({ "index.js": same["index.js"] }))).to.have.length(1);
    expect(await comparePackages(ours, state({ ...same, "more.js": sha256("") }))).to.have.length(1);
    expect(await comparePackages(ours, [])).to.have.length(2);
  });
});
