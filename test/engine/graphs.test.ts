import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { projectFolder } from "../../cli/shared";
import { changedInputs, compareGraphs, lostInputs, neededBy, stateOf, type StateResource } from "../../engine/graphs";
import { CONFIGURATION_CHANGE } from "../../engine/tier";
import { graphsOf, type StackGraph } from "../../sandbox";
import { graphOf } from "../support/platform";

describe("engine: graphs", () => {
  let dev: StackGraph;
  let changed: StackGraph;

  before(async () => {
    [dev] = (await graphOf("dev")) as [StackGraph];
    const config = { [CONFIGURATION_CHANGE.key]: CONFIGURATION_CHANGE.value };
    [changed] = (await graphsOf({ project: projectFolder, stacks: ["dev"], config })) as [StackGraph];
  });

  /** The sandbox's graph as an engine that agrees with it would export it. */
  function agreeing(): StateResource[] {
    return dev.resources.map((resource) => ({
      ...resource,
      ...(resource.provider && { provider: resource.provider.replace(/::[^:]*$/, "::another-id") }),
    }));
  }

  it("finds nothing where both agree, whatever the identifiers", () => {
    expect(compareGraphs(dev, agreeing())).to.deep.equal([]);
  });

  it("names what only one of them has", () => {
    const [first, ...rest] = agreeing() as [StateResource, ...StateResource[]];
    const renamed = { ...first, urn: `${first.urn}-2` };
    expect(compareGraphs(dev, [renamed, ...rest])).to.deep.equal([
      `only in the engine's state: ${renamed.urn}`,
      `only in the sandbox's graph: ${first.urn}`,
    ]);
  });

  for (const [fact, alter] of Object.entries<(resource: StateResource) => Partial<StateResource>>({
    "what it depends on": () => ({ dependencies: [] }),
    parent: () => ({ parent: "urn:pulumi:dev::p::pulumi:pulumi:Stack::other" }),
    provider: () => ({ provider: "urn:pulumi:dev::p::pulumi:providers:aws::other::id" }),
    protect: () => ({ protect: true }),
    retainOnDelete: () => ({ retainOnDelete: true }),
    "what property bucket depends on": ({ propertyDependencies }) => ({
      propertyDependencies: { ...propertyDependencies, bucket: [] },
    }),
  })) {
    it(`names a difference in: ${fact}`, () => {
      const altered = agreeing().map((resource) =>
        resource.type === "aws:s3/bucketPolicy:BucketPolicy" && resource.urn.endsWith("::raw-policy")
          ? { ...resource, ...alter(resource) }
          : resource,
      );
      const lines = compareGraphs(dev, altered);
      expect(lines).to.have.length(1);
      expect(lines[0]).to.include("raw-policy").and.to.include(fact);
    });
  }

  it("names properties that a plugin did not keep, however deep, and no empty ones or files", () => {
    const ours = {
      name: "x",
      rules: [{ id: "a", filter: { prefix: "p", size: 1 } }, { id: "b" }],
      nothing: { deep: [undefined] },
      code: new pulumi.asset.AssetArchive({}),
      gone: { deep: 1 },
    };
    const theirs = { name: "y", rules: [{ filter: { prefix: "q" } }, { id: "b" }], extra: 1 };
    expect(lostInputs(ours, theirs)).to.deep.equal(["rules.id", "rules.filter.size", "gone"]);
    expect(lostInputs(ours, { ...ours, more: true })).to.deep.equal([]);
  });

  it("leaves out the providers that the engine makes by itself", () => {
    const own = { urn: "urn:pulumi:dev::p::pulumi:providers:aws::default_7_48_0", type: "pulumi:providers:aws" };
    expect(stateOf({ version: 3, deployment: { resources: [own] } })).to.deep.equal([]);
  });

  it("knows what has to be there before a resource: parents, provider and dependencies, and theirs", () => {
    const needed = neededBy(dev, "aws:sns/topicSubscription:TopicSubscription", "post-events-subscription");
    const names = dev.resources.filter(({ urn }) => needed.includes(urn)).map(({ name }) => name);
    expect(names).to.include.members(["post-events-subscription", "post-events", "bridge", "huut-data-platform-dev"]);
    expect(names).to.include.members(["post-events-undelivered", "data-account"]);
    expect(names).to.not.include.members(["changes"]);
    expect(needed.length).to.be.lessThan(dev.resources.length / 4);
    expect(() => neededBy(dev, "aws:sns/topic:Topic", "none")).to.throw('not just one aws:sns/topic:Topic "none"');
  });

  it("shows uploads that wait for their bucket's versions: one without a version would keep its bucket from going", () => {
    const uploads = dev.resources.filter(({ type }) => type === "aws:s3/bucketObjectv2:BucketObjectv2");
    expect(uploads.map(({ name }) => name).sort()).to.deep.equal([
      "etl-history.sql",
      "etl-posts.sql",
      "etl-sql_job.py",
    ]);
    for (const { name, dependencies } of uploads) {
      const versioning = dependencies.filter((urn) => urn.endsWith(":BucketVersioning::curated-versioning"));
      expect(versioning, name).to.have.lengthOf(1);
    }
  });

  it("expects of the configuration change one workgroup and nothing else", () => {
    expect(changedInputs(dev, changed).map((urn) => urn.split("$").at(-1)?.split("::")[0])).to.deep.equal([
      "aws:athena/workgroup:Workgroup",
    ]);
    expect(changedInputs(dev, dev)).to.deep.equal([]);
  });
});
