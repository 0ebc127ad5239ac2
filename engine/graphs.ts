import * as pulumi from "@pulumi/pulumi";
import type { Deployment } from "@pulumi/pulumi/automation";
import type { GraphResource, StackGraph } from "../sandbox";

/** A resource as the engine keeps it in a stack's state, as far as a graph can be held against it. */
export interface StateResource {
  readonly urn: string;
  readonly type: string;
  readonly custom: boolean;
  readonly parent?: string;
  /** `urn::id`. */
  readonly provider?: string;
  readonly dependencies?: readonly string[];
  readonly propertyDependencies?: Readonly<Record<string, readonly string[] | null>>;
  readonly protect?: boolean;
  readonly retainOnDelete?: boolean;
  /** As the plugin checked them. */
  readonly inputs?: Readonly<Record<string, unknown>>;
}

/** The resources of `pulumi stack export`, without the providers that the engine makes by itself. */
export function stateOf(deployment: Deployment): StateResource[] {
  const { resources = [] } = deployment.deployment as { resources?: StateResource[] };
  return resources.filter(({ urn }) => !/::pulumi:providers:\w+::default_/.test(urn));
}

/**
 * Holds the sandbox's graph of a stack against the engine's state of the same stack.
 * @returns what differs, a line each; nothing when both say the same
 */
export function compareGraphs(graph: StackGraph, state: readonly StateResource[]): string[] {
  const ours = new Map(graph.resources.map((resource) => [resource.urn, resource]));
  const theirs = new Map(state.map((resource) => [resource.urn, resource]));
  return [
    ...[...theirs.keys()].filter((urn) => !ours.has(urn)).map((urn) => `only in the engine's state: ${urn}`),
    ...[...ours.keys()].filter((urn) => !theirs.has(urn)).map((urn) => `only in the sandbox's graph: ${urn}`),
    ...[...ours.values()].flatMap((resource) => {
      const other = theirs.get(resource.urn);
      return other ? differences(resource, other) : [];
    }),
  ].sort();
}

function differences(ours: GraphResource, theirs: StateResource): string[] {
  const [mine, engines] = [facts(ours), facts(theirs)];
  return Object.keys({ ...mine, ...engines }).flatMap((fact) => {
    const [here, there] = [mine[fact] ?? "nothing", engines[fact] ?? "nothing"];
    return here === there ? [] : [`${ours.urn}: ${fact} is ${here} in the sandbox, ${there} in the engine`];
  });
}

/** What both must agree on, as text. Identifiers are made up on either side, so references go by URN. */
function facts(resource: GraphResource | StateResource): Record<string, string> {
  const byProperty = Object.entries(resource.propertyDependencies ?? {})
    .filter(([, urns]) => (urns?.length ?? 0) > 0)
    .map(([property, urns]) => [`what property ${property} depends on`, list(urns ?? [])]);
  return {
    parent: resource.parent ?? "nothing",
    provider: resource.provider?.slice(0, resource.provider.lastIndexOf("::")) ?? "nothing",
    "what it depends on": list(resource.dependencies ?? []),
    protect: String(resource.protect ?? false),
    retainOnDelete: String(resource.retainOnDelete ?? false),
    ...(Object.fromEntries(byProperty) as Record<string, string>),
  };
}

function list(urns: readonly string[]): string {
  const names = [...new Set(urns)].sort().map((urn) => urn.split("::").slice(2).join(" "));
  return names.length === 0 ? "nothing" : names.join("; ");
}

/**
 * Properties that the program sets and that the plugin did not keep: it does not know them, whether it said so or not.
 *
 * @param ours inputs as the program registers them
 * @param theirs inputs as the plugin checked them
 * @returns paths without indices, each once
 */
export function lostInputs(ours: unknown, theirs: unknown, path = ""): string[] {
  if (isEmpty(ours) || isFile(ours)) return [];
  if (typeof ours !== "object" || ours === null) return theirs === undefined ? [path] : [];
  if (typeof theirs !== "object" || theirs === null) return [path];
  const lost = Object.entries(ours).flatMap(([key, value]) => {
    const below = Array.isArray(ours) ? path : path === "" ? key : `${path}.${key}`;
    return lostInputs(value, (theirs as Record<string, unknown>)[key], below);
  });
  return [...new Set(lost)];
}

function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null) return true;
  return typeof value === "object" && !isFile(value) && Object.values(value).every(isEmpty);
}

function isFile(value: unknown): boolean {
  return pulumi.asset.Asset.isInstance(value) || pulumi.asset.Archive.isInstance(value);
}

/**
 * A resource and all that has to be there before it: its parents, its provider, what it depends on, and so on.
 * @returns URNs, in order
 * @throws when the graph has no resource, or several, of that name
 */
export function neededBy(graph: StackGraph, type: string, name: string): string[] {
  const byUrn = new Map(graph.resources.map((resource) => [resource.urn, resource]));
  const [start, ...others] = graph.resources.filter((resource) => resource.type === type && resource.name === name);
  if (!start || others.length > 0) throw new Error(`The graph of ${graph.stack} has not just one ${type} "${name}".`);
  const needed = new Set<string>();
  const waiting = [start.urn];
  for (let urn = waiting.pop(); urn !== undefined; urn = waiting.pop()) {
    const resource = byUrn.get(urn);
    if (!resource || needed.has(urn)) continue;
    needed.add(urn);
    const { parent, provider, dependencies, propertyDependencies } = resource;
    // A provider is referred to by its URN and its id.
    const providers = provider === undefined ? [] : [provider.replace(/::[^:]*$/, "")];
    waiting.push(...dependencies, ...Object.values(propertyDependencies).flat(), ...providers);
    if (parent !== undefined) waiting.push(parent);
  }
  return [...needed].sort();
}

/**
 * The resources whose inputs differ between two evaluations of a stack: what a deployment of the second would update.
 * @returns URNs, in order
 */
export function changedInputs(before: StackGraph, after: StackGraph): string[] {
  const earlier = new Map(before.resources.map((resource) => [resource.urn, JSON.stringify(resource.inputs)]));
  const changed = after.resources.filter(
    ({ urn, custom, inputs }) => custom && earlier.get(urn) !== JSON.stringify(inputs),
  );
  const kept = new Set(after.resources.map(({ urn }) => urn));
  return [...changed.map(({ urn }) => urn), ...[...earlier.keys()].filter((urn) => !kept.has(urn))].sort();
}
