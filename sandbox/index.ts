import "./world/globals";
import { makeExisting, type Existing } from "./beforehand";
import { Catalog, resourceRequest } from "./engine/catalog";
import { evaluateStack } from "./engine/evaluate";
import { creationOrder, type GraphResource, type StackGraph } from "./engine/graph";
import { readProject, type StackConfig } from "./engine/project";
import { clientFor, type Caller } from "./kernel/client";
import { Cloud } from "./kernel/cloud";
import { hideAwsEnvironment } from "./kernel/sdk-settings";
import type { FaultPlan } from "./world/faults";
import { World } from "./world/world";

export type { Existing, ExistingBucket, ExistingKey } from "./beforehand";
export type { FaultPlan } from "./world/faults";
export type { GraphResource, StackGraph } from "./engine/graph";
export type { Caller } from "./kernel/client";

export interface ProgramOptions {
  /** The folder that holds `Pulumi.yaml`. */
  readonly project: string;
  /** Stacks to evaluate, in this order: a later one may refer to an earlier one. */
  readonly stacks: readonly string[];
  /** Configuration laid over each stack's file. */
  readonly config?: StackConfig;
}

export interface WorldOptions {
  /** Seed of everything random; the same seed gives the same run. 1 when not given. */
  readonly seed?: number;
  /** Where the virtual clock starts. */
  readonly start?: Date;
  readonly faults?: FaultPlan;
}

export interface DeployOptions extends WorldOptions {
  /** What lies in the accounts before the first stack is deployed. */
  readonly beforehand?: readonly Existing[];
}

const defaultStart = new Date("2026-11-02T00:00:00Z");

/** Runs a project's program for stacks, without deploying anything: their resource graphs. */
export async function graphsOf({ project, stacks, config }: ProgramOptions): Promise<StackGraph[]> {
  const catalog = new Catalog(new Cloud(newWorld({})).all());
  const graphs: StackGraph[] = [];
  for (const stack of stacks) {
    const options = { project: readProject(project), stack, catalog, earlier: graphs };
    graphs.push(await evaluateStack({ ...options, ...(config && { config }) }));
  }
  return graphs;
}

/** Stacks deployed into a world of their own. Close it: clock and chance are the process's. */
export class Sandbox {
  private constructor(
    readonly world: World,
    readonly cloud: Cloud,
    readonly stacks: ReadonlyMap<string, StackGraph>,
    private readonly restoreEnvironment: () => void,
  ) {}

  /**
   * Evaluates stacks and deploys them.
   * @throws Unsupported where a program uses what the sandbox does not model
   */
  static async open(options: ProgramOptions & DeployOptions): Promise<Sandbox> {
    return Sandbox.deploy(await graphsOf(options), options);
  }

  /** Deploys evaluated stacks, one after another, into one new world. A graph can be deployed any number of times. */
  static async deploy(graphs: readonly StackGraph[], options: DeployOptions = {}): Promise<Sandbox> {
    const world = newWorld(options);
    const cloud = new Cloud(world);
    const restoreEnvironment = hideAwsEnvironment();
    world.open();
    try {
      makeExisting(cloud, options.beforehand ?? []);
      for (const graph of graphs) await deploy(cloud, graph);
      await world.settle();
    } catch (error) {
      world.close();
      restoreEnvironment();
      throw error;
    }
    const stacks = new Map(graphs.map((graph) => [graph.stack, graph]));
    return new Sandbox(world, cloud, stacks, restoreEnvironment);
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
    this.restoreEnvironment();
  }
}

function newWorld({ seed = 1, start = defaultStart, faults }: WorldOptions): World {
  return new World({ seed, start: start.getTime(), ...(faults && { faults }) });
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
