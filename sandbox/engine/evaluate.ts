import * as pulumi from "@pulumi/pulumi";
import { realTime } from "../world/real-time";
import type { Catalog } from "./catalog";
import type { StackGraph } from "./graph";
import { Monitor } from "./monitor";
import { withPlainTraces } from "./plain-traces";
import { type Project, type StackConfig, readStackConfig } from "./project";
import { defaultProviderInputs, providerPlace } from "./providers";

export interface EvaluateOptions {
  readonly project: Project;
  readonly stack: string;
  readonly catalog: Catalog;
  /** Configuration laid over the stack's file. */
  readonly config?: StackConfig;
  /** Stacks evaluated before, which StackReferences may read. */
  readonly earlier?: readonly StackGraph[];
}

/**
 * Runs the project's program for a stack, in this process, and returns the resource graph. Nothing is created: the graph
 * is what a deployment then brings into a world.
 * @throws what the program throws; the first registration that is refused
 */
export async function evaluateStack(options: EvaluateOptions): Promise<StackGraph> {
  const { project, stack, catalog } = options;
  const config = { ...readStackConfig(project, stack), ...options.config };
  const monitor = new Monitor({
    project: project.name,
    stack,
    catalog,
    defaultPlace: providerPlace(defaultProviderInputs(config), `The default provider of stack "${stack}"`),
    outputsOf: (name) => options.earlier?.find((graph) => graph.stack === name)?.outputs,
  });
  await installMonitor(monitor, project.name, stack);
  pulumi.runtime.setAllConfig({ ...config });
  const outputs = await withPlainTraces(() =>
    withStrayRejections(() => Promise.race([runProgram(project), monitor.failed])),
  );
  const resources = [...monitor.resources.values()].sort((a, b) => (a.urn < b.urn ? -1 : 1));
  return { project: project.name, stack, resources, outputs };
}

/** `setMocks` sets the SDK's feature flags and its own monitor; ours then takes that one's place, method by method. */
async function installMonitor(monitor: Monitor, project: string, stack: string): Promise<void> {
  const refuse = () => Promise.reject(new Error("The mock monitor was called behind the sandbox's back."));
  await pulumi.runtime.setMocks({ newResource: refuse, call: refuse }, project, stack, false);
  const installed = pulumi.runtime.getMonitor() as unknown as Record<string, unknown>;
  for (const method of [
    "registerResource",
    "registerResourceOutputs",
    "readResource",
    "invoke",
    "supportsFeature",
    "registerPackage",
  ] as const) {
    installed[method] = (monitor[method] as (...args: never[]) => void).bind(monitor);
  }
}

async function runProgram(project: Project): Promise<Record<string, unknown>> {
  const outputs = await pulumi.runtime.runInPulumiStack(async () => {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- the entry point is the project's
    const program = require(project.main) as unknown;
    return typeof program === "function" ? (program as () => Promise<unknown>)() : program;
  });
  await outstandingCalls();
  return (await resolved(outputs)) as Record<string, unknown>;
}

/**
 * Pulumi leaves promises behind that reject when a registration or the program fails; without a listener each of them
 * would end the process before the first error is told.
 */
async function withStrayRejections<T>(work: () => Promise<T>): Promise<T> {
  const stray: unknown[] = [];
  const listener = (error: unknown) => void stray.push(error);
  process.on("unhandledRejection", listener);
  try {
    const result = await work();
    await realTime.turn();
    if (stray.length > 0) throw stray[0];
    return result;
  } finally {
    await realTime.turn();
    process.off("unhandledRejection", listener);
  }
}

/** Stack outputs with every Pulumi output in them awaited. */
function resolved(value: unknown): Promise<unknown> {
  return (pulumi.output(value) as unknown as { promise(): Promise<unknown> }).promise();
}

/** Resources made from outputs register after the program's function has returned. Not in Pulumi's declarations. */
function outstandingCalls(): Promise<void> {
  return (pulumi.runtime as unknown as { waitForRPCs(): Promise<void> }).waitForRPCs();
}
