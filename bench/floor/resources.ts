import * as pulumi from "@pulumi/pulumi";
import type { StackGraph } from "../../sandbox";

/** Names the file that {@link RawResource}s are read from; an evaluation has no arguments. */
export const rawResourcesVariable = "BENCH_FLOOR_RESOURCES";

/** A resource with every input as a literal. */
export interface RawResource {
  readonly type: string;
  readonly name: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  /** The explicit provider, by its index in the list. */
  readonly provider?: number;
  /** For functions and layers, whose code is no literal. */
  readonly code?: "function" | "archive";
}

/** The custom resources of a stack, providers first; components are left out, and so is every dependency. */
export function rawResources(graph: StackGraph): RawResource[] {
  const custom = graph.resources.filter(({ custom }) => custom);
  const isProvider = (type: string) => type.startsWith("pulumi:providers:");
  const ordered = [...custom.filter(({ type }) => isProvider(type)), ...custom.filter(({ type }) => !isProvider(type))];
  return ordered.map(({ type, urn, inputs, provider }, i) => {
    const { code, ...literals } = inputs;
    const at = ordered.findIndex(({ urn: other }) => provider?.startsWith(`${other}::`));
    return {
      type,
      // Names within a program may repeat below different parents; here there are none.
      name: `${urn.split("::").at(-1)}-${i}`,
      inputs: isProvider(type) ? providerInputs(literals) : literals,
      ...(at >= 0 && { provider: at }),
      ...(code !== undefined && { code: codeOf(type, code) }),
    };
  });
}

/** The inputs of a provider reach the engine as texts; lists and objects among them are JSON. */
function providerInputs(inputs: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(inputs).map(([name, value]) => [
      name,
      typeof value === "string" && /^[[{]/.test(value) ? (JSON.parse(value) as unknown) : value,
    ]),
  );
}

function codeOf(type: string, code: unknown): "function" | "archive" {
  if (!pulumi.asset.Archive.isInstance(code)) throw new Error(`The code of a ${type} is no archive.`);
  return type === "aws:lambda/function:Function" ? "function" : "archive";
}
