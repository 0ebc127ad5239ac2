import "./world/globals";
import { Catalog, resourceRequest } from "./engine/catalog";
import { evaluateStack } from "./engine/evaluate";
import { creationOrder, type GraphResource, type StackGraph } from "./engine/graph";
import { readProject, type StackConfig } from "./engine/project";
import { clientFor, type Caller } from "./kernel/client";
import { Cloud } from "./kernel/cloud";
import type { FaultPlan } from "./world/faults";
import { World } from "./world/world";

export type { FaultPlan } from "./world/faults";
export type { GraphResource, StackGraph } from "./engine/graph";
export type { Caller } from "./kernel/client";

export interface SandboxOptions {
  /** The folder that holds `Pulumi.yaml`. */
  readonly project: string;
  /** Stacks to deploy, in this order, into one world. */
  readonly stacks: readonly string[];
  /** Seed of everything random; the same seed gives the same run. 1 when not given. */
  readonly seed?: number;
  /** Where the virtual clock starts. */
  readonly start?: Date;
  readonly faults?: FaultPlan;
  /** Configuration laid over each stack's file. */
  readonly config?: StackConfig;
  /** Changes the evaluated graph before it is deployed: what a test takes away to see that it is missed. */
  readonly alter?: (graph: StackGraph) => StackGraph;
}

const defaultStart = new Date("2026-11-02T00:00:00Z");

/** Stacks deployed into a world of their own. Close it: clock and chance are the process's. */
export class Sandbox {
  private constructor(
    readonly world: World,
    readonly cloud: Cloud,
    readonly stacks: ReadonlyMap<string, StackGraph>,
  ) {}

  /**
   * Evaluates the stacks and deploys them, one after another.
   * @throws Unsupported where a program uses what the sandbox does not model
   */
  static async open(options: SandboxOptions): Promise<Sandbox> {
    const world = new World({
      seed: options.seed ?? 1,
      start: (options.start ?? defaultStart).getTime(),
      ...(options.faults && { faults: options.faults }),
    });
    const cloud = new Cloud(world);
    const graphs = (await evaluateStacks(options, cloud)).map(options.alter ?? ((graph) => graph));
    world.open();
    try {
      for (const graph of graphs) await deploy(cloud, graph);
      await world.settle();
    } catch (error) {
      world.close();
      throw error;
    }
    return new Sandbox(world, cloud, new Map(graphs.map((graph) => [graph.stack, graph])));
  }

  /** An SDK client that calls this world in process, as `caller` (the account's root when given an account). */
  client<C>(Client: new (config: never) => C, service: string, caller: Caller | string, region: string): C {
    const who: Caller =
      typeof caller === "string" ? { principal: { kind: "root", account: caller }, account: caller } : caller;
    return clientFor(this.cloud, Client, service, who, region);
  }

  /** The outputs of a deployed stack. */
  outputs(stack: string): Readonly<Record<string, unknown>> {
    const graph = this.stacks.get(stack);
    if (!graph) throw new Error(`The stack "${stack}" is not deployed here (${[...this.stacks.keys()].join(", ")}).`);
    return graph.outputs;
  }

  close(): void {
    this.world.close();
  }
}

/** Evaluates stacks without deploying them: their resource graphs. */
export async function graphsOf(options: Pick<SandboxOptions, "project" | "stacks" | "config">): Promise<StackGraph[]> {
  return evaluateStacks(options, new Cloud(new World({ seed: 1, start: defaultStart.getTime() })));
}

async function evaluateStacks(
  options: Pick<SandboxOptions, "project" | "stacks" | "config">,
  cloud: Cloud,
): Promise<StackGraph[]> {
  const project = readProject(options.project);
  const catalog = new Catalog(cloud.all());
  const graphs: StackGraph[] = [];
  for (const stack of options.stacks) {
    const config = options.config && { config: options.config };
    graphs.push(await evaluateStack({ project, stack, catalog, earlier: graphs, ...config }));
  }
  return graphs;
}

async function deploy(cloud: Cloud, graph: StackGraph): Promise<void> {
  const catalog = new Catalog(cloud.all());
  for (const resource of creationOrder(graph)) {
    if (!resource.custom || !resource.account) continue;
    await catalog.model(resource.type, resource.urn).create(created(catalog, resource) as never);
  }
}

function created(catalog: Catalog, resource: GraphResource) {
  const place = { account: resource.account as string, region: resource.region as string };
  const inputs = catalog.parsedInputs(resource.type, resource.urn, resource.inputs) as Record<string, unknown>;
  const request = resourceRequest(resource.urn, resource.name, inputs, place);
  return { ...request, outputs: { ...resource.outputs, id: resource.id }, resource };
}
