import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import type { GraphResource, StackGraph } from "../../sandbox";
import { FUNCTION, LAYER, packageDigests, packagesOf, zippedBytes } from "../support/packages";
import { graphOf, project } from "../support/platform";
import { event, Stage } from "../support/stage";

const functions = [
  "analyse-text",
  "captions-api",
  "complete-transcription",
  "compute-trends",
  "correct-captions",
  "count-votes",
  "erase-user",
  "export-hashtags",
  "export-tag-day",
  "feed-api",
  "hashtags-api",
  "index-text",
  "insights-api",
  "moderate-trends",
  "plan-translations",
  "replay-quarantine",
  "route-media",
  "route-texts",
  "run-erasure",
  "run-insights",
  "separate-events",
  "start-transcription",
  "store-insight",
  "suggest-draft",
  "suggest-hashtags",
  "sweep-captions",
  "sweep-texts",
  "transform",
  "translate-captions",
  "withdraw-captions",
];

/** What another process makes of a stack's functions and layer. */
function digestsOfAnotherProcess(stack: string): unknown {
  const script = join(project, "test", "support", "print-packages.ts");
  const command = ["-r", "ts-node/register/transpile-only", script, stack];
  return JSON.parse(execFileSync(process.execPath, command, { cwd: project, encoding: "utf8" }));
}

describe("The packages of functions", function () {
  this.timeout(300_000);
  let graphs: StackGraph[];
  before(async () => void (graphs = await graphOf("dev")));

  it("hold one serialized file each, at most 100 KB zipped, without the SDK", async () => {
    const packages = await packagesOf(graphs, FUNCTION);
    expect([...packages.keys()]).to.deep.equal(functions);
    for (const [name, files] of packages) {
      expect([...files.keys()], name).to.deep.equal(["index.js"]);
      expect(zippedBytes(files), name).to.be.at.most(100_000);
      expect(String(files.get("index.js")), name).to.not.match(/node_modules|class \w+Client\b/);
    }
  });

  it("leave libraries to one layer of at most 2 MB, without the SDK", async () => {
    const layers = await packagesOf(graphs, LAYER);
    expect([...layers.keys()]).to.deep.equal(["library"]);
    for (const files of layers.values()) {
      expect(zippedBytes(files)).to.be.at.most(2_000_000);
      expect([...files.keys()].filter((path) => /@aws-sdk|@smithy/.test(path))).to.deep.equal([]);
      expect([...files.keys()].filter((path) => path.includes("@huut/domain"))).to.not.deep.equal([]);
    }
  });

  it("are the same in dev and prod, and in every process", async () => {
    const own = await packageDigests(graphs);
    expect(digestsOfAnotherProcess("prod")).to.deep.equal(own);
  });

  it("are what runs: the sources of functions are not", async () => {
    const changed = graphs.map((graph) => ({ ...graph, resources: graph.resources.map(silenced) }));
    const stage = await Stage.open(changed, "2026-11-02T08:00:00Z");
    const sources = Object.keys(require.cache).filter((path) => path.startsWith(join(project, "functions")));
    const loaded = new Map(sources.map((path) => [path, require.cache[path]]));
    for (const path of sources) delete require.cache[path];
    try {
      const at = "2026-11-02T08:00:00.000Z";
      await stage.publish(event("INSERT", "e-1", at, { postId: "p-1", createdAt: at }));
      await stage.pass(30);
      const answer = await stage.invoke(stage.output("runInsightsFunction"), { insight: "daily-activity" });
      expect(answer).to.equal("only the package says so");
      const evaluated = Object.keys(require.cache).filter((path) => path.startsWith(join(project, "functions")));
      expect(evaluated).to.deep.equal([]);
    } finally {
      for (const [path, module] of loaded) require.cache[path] = module;
      stage.close();
    }
  });
});

/** The function with a package that no source knows. */
function silenced(resource: GraphResource): GraphResource {
  if (resource.type !== FUNCTION || resource.name !== "run-insights") return resource;
  const text = 'exports.handler = async () => "only the package says so";';
  const code = new pulumi.asset.AssetArchive({ "index.js": new pulumi.asset.StringAsset(text) });
  return { ...resource, inputs: { ...resource.inputs, code }, outputs: { ...resource.outputs, code } };
}
