import type { EngineEvent } from "@pulumi/pulumi/automation/events";
import { expect } from "chai";
import { verdict } from "../../engine/broken";
import { type LifeOptions, live, problemLines, type StepResult } from "../../engine/lifecycle";
import type { LostInput } from "../../engine/known-gaps";
import type { EngineStack } from "../../engine/workspace";
import type { GraphResource, StackGraph } from "../../sandbox";

const urn = "urn:pulumi:dev::p::aws:athena/workgroup:Workgroup::queries";

function graph(limit: number, protect = false): StackGraph {
  const resource = {
    urn,
    type: "aws:athena/workgroup:Workgroup",
    name: "queries",
    custom: true,
    inputs: { limit },
    dependencies: [],
    propertyDependencies: {},
    protect,
    retainOnDelete: false,
  } as unknown as GraphResource;
  return { project: "p", stack: "dev", resources: [resource], outputs: {} };
}

interface Reaction {
  readonly op?: string;
  readonly properties?: readonly string[];
  readonly error?: string;
}

interface Options {
  readonly onEvent: (event: EngineEvent) => void;
  readonly target?: readonly string[];
}

/** An engine that does to the one resource what is scripted, operation by operation, and keeps it in its state until it is destroyed. */
function scripted(script: readonly Reaction[], protect = false, inputs: object = { limit: 1 }) {
  const calls: string[] = [];
  const targets: unknown[] = [];
  let there = false;
  const operation = (name: string) => async (options: Options) => {
    if (options.target) targets.push(...options.target);
    const { op = "same", properties = [], error } = script[calls.push(name) - 1] ?? {};
    const detailedDiff = Object.fromEntries(properties.map((property) => [property, {}]));
    const metadata = { op, urn, type: "aws:athena/workgroup:Workgroup", detailedDiff };
    const event = (part: object) => options.onEvent({ sequence: 0, timestamp: 0, ...part } as EngineEvent);
    if (error) event({ diagnosticEvent: { severity: "error", urn, message: error } });
    else event({ resOutputsEvent: { metadata } });
    if (error) throw new Error(`${name} failed`);
    there = name === "destroy" ? false : name === "up" || there;
  };
  const resources = () =>
    there ? [{ urn, type: "aws:athena/workgroup:Workgroup", custom: true, protect, inputs }] : [];
  const opened = {
    stack: {
      ...Object.fromEntries(
        ["preview", "up", "refresh", "previewDestroy", "destroy"].map((name) => [name, operation(name)]),
      ),
      exportStack: async () => ({ version: 3, deployment: { resources: resources() } }),
    },
    configure: async (key: string, value: string) => void calls.push(`${key}=${value}`),
    fake: () => undefined,
    usedAdaptations: () => new Set(),
    remove: () => undefined,
  } as unknown as EngineStack;
  return { opened, calls, targets };
}

async function steps(
  script: readonly Reaction[],
  protect = false,
  inputs?: object,
  lostInputs: readonly LostInput[] = [],
): Promise<readonly StepResult[]> {
  const { opened } = scripted(script, protect, inputs);
  return (await live({ ...lifeOf(opened, protect), lostInputs })).steps;
}

/** A whole life of the one resource. */
function lifeOf(opened: EngineStack, protect = false): LifeOptions {
  return {
    opened,
    policyPacks: [],
    lostInputs: [],
    graph: graph(1, protect),
    changedGraph: graph(2, protect),
    unprotectedGraph: graph(2),
    change: { key: "huut:limit", value: "2" },
    protection: { key: "huut:protect", value: "false" },
    deleteLeftovers: async () => undefined,
    onStep: () => undefined,
    onDone: () => undefined,
  };
}

const created = { op: "create" };
const changed = { op: "update", properties: ["limit"] };
/** One place of the script is taken by the configuration that is set before its `up`. */
const GOOD: readonly Reaction[] = [created, created, {}, {}, changed, {}, { op: "delete" }];

function failuresOf(results: readonly StepResult[]): Record<string, readonly string[]> {
  return Object.fromEntries(
    results.filter(({ failures }) => failures.length > 0).map((each) => [each.step, each.failures]),
  );
}

function replaced(index: number, reaction: Reaction): Reaction[] {
  return GOOD.map((each, place) => (place === index ? reaction : each));
}

describe("engine: a stack's life", () => {
  it("passes where every step does what it should", async () => {
    const results = await steps(GOOD);
    expect(results.map(({ step }) => step)).to.deep.equal([
      "preview",
      "up",
      "up again",
      "up with huut:limit=2",
      "refresh",
      "destroy",
    ]);
    expect(failuresOf(results)).to.deep.equal({});
  });

  it("takes but one step with but some resources, where it is asked to", async () => {
    const { opened, calls, targets } = scripted([created]);
    const { steps } = await live({ ...lifeOf(opened), step: "up", targets: [urn] });
    expect(steps.map(({ step }) => step)).to.deep.equal(["up"]);
    expect(failuresOf(steps)).to.deep.equal({});
    expect([calls, targets]).to.deep.equal([["up"], [urn]]);
  });

  it("fails where a second up changes anything, and goes on", async () => {
    const results = await steps(replaced(2, { op: "update", properties: ["limit"] }));
    expect(failuresOf(results)).to.deep.equal({
      "up again": ['unexpected: update aws:athena/workgroup:Workgroup "queries": limit'],
    });
    expect(results.at(-1)?.step).to.equal("destroy");
  });

  it("fails where the plugin did not keep a property that the program sets", async () => {
    expect(failuresOf(await steps(GOOD, false, {}))).to.deep.equal({
      up: [`the plugin does not know the property "limit" of ${urn}`],
    });
  });

  it("fails where the state after up does not stand a check of its own", async () => {
    const said: string[] = [];
    const { opened } = scripted(GOOD);
    const { steps } = await live({
      ...lifeOf(opened),
      checkState: ({ stack }, exported) => {
        said.push(`${stack} ${exported}`);
        return ["it is odd"];
      },
    });
    expect(failuresOf(steps)).to.deep.equal({ up: ["it is odd"] });
    expect(said).to.have.lengthOf(1);
    expect(said[0]).to.match(/^dev \{"version":3,"deployment":\{"resources":\[\{"urn":/);
  });

  it("knows what a plugin does not keep, and fails when it does by now", async () => {
    const type = "aws:athena/workgroup:Workgroup";
    const known: LostInput = { type, properties: ["limit"], owner: "bridge", reason: "is older" };
    expect(failuresOf(await steps(GOOD, false, {}, [known]))).to.deep.equal({});
    expect(failuresOf(await steps(GOOD, false, undefined, [known]))).to.deep.equal({
      up: [`the plugin keeps ${type} limit by now: delete it from engine/known-gaps.ts`],
    });
  });

  it("fails where the configuration change does not come, or replaces", async () => {
    const absent = failuresOf(await steps(replaced(4, {})));
    expect(absent["up with huut:limit=2"]?.[0]).to.match(/^expected, and did not come: .*queries$/);
    const replacing = failuresOf(await steps(replaced(4, { op: "replace", properties: ["limit"] })));
    expect(replacing["up with huut:limit=2"]?.[0]).to.match(/^unexpected: replace/);
  });

  it("fails where a refresh finds what nobody changed", async () => {
    const results = await steps(replaced(5, { op: "delete" }));
    expect(failuresOf(results)).to.have.keys("refresh");
  });

  it("ends at the first operation that fails, with the engine's words and the resource's name", async () => {
    const results = await steps(replaced(1, { error: "expected limit to be less" }));
    expect(results.map(({ step }) => step)).to.deep.equal(["preview", "up"]);
    expect(failuresOf(results)).to.deep.equal({
      up: ["aws:athena/workgroup:Workgroup queries: expected limit to be less"],
    });
  });

  it("wants a protected stack to refuse its destruction until the protection is taken away", async () => {
    const refused = { error: "resource cannot be deleted: it is protected" };
    const life = [created, created, {}, {}, changed, {}, refused, {}, {}, { op: "delete" }];
    expect(failuresOf(await steps(life, true))).to.deep.equal({});
    const replacing = [...life.slice(0, 8), { op: "replace" }, { op: "delete" }];
    expect(failuresOf(await steps(replacing, true))).to.deep.equal({
      "up with huut:protect=false": ['unexpected: replace aws:athena/workgroup:Workgroup "queries"'],
    });
    const careless = failuresOf(await steps([...life.slice(0, 6), { op: "delete" }, {}, {}, {}], true));
    expect(careless).to.deep.equal({ "destroy, refused": ["protected resources would be destroyed"] });
  });

  it("says what the process wrote where the engine said nothing", () => {
    const quiet = { problems: [], written: [], waiting: [] };
    expect(problemLines(quiet, new Error("  out of memory "))).to.deep.equal(["out of memory"]);
  });

  it("names the first resource that waits in a program that ended without an end", () => {
    const written = ["detected that 12 promises were still active"];
    const stuck = { problems: [{ message: "exited with code 1" }], written, waiting: ['key "a"', 'table "b"'] };
    expect(problemLines(stuck, new Error("failed"))).to.deep.equal([
      '2 resources wait for what never comes, the first of them key "a": it needs, directly or not, what needs it (a cycle), ' +
        "or a promise that is never kept.",
      "exited with code 1",
      ...written,
    ]);
  });
});

describe("engine: programs broken on purpose", () => {
  const broken = { name: "wrong", stack: "dev", step: "preview", says: /queries.*limit/ };
  const step = (name: string, ...failures: string[]): StepResult => {
    return { step: name, seconds: 1, changes: 0, explained: [], warnings: [], failures };
  };

  it("wants the failure in its step, with its reason", () => {
    expect(verdict(broken, { steps: [step("preview", "queries: limit is wrong")] })).to.deep.equal([]);
    expect(verdict(broken, { steps: [step("preview"), step("up")] })).to.deep.equal([
      "wrong is broken, and went through",
    ]);
    expect(verdict(broken, { steps: [step("preview"), step("up", "queries: limit")] })).to.deep.equal([
      'wrong fails in "up", not in "preview"',
    ]);
    expect(verdict(broken, { steps: [step("preview", "no")] })[0]).to.match(/without saying why/);
  });
});
