/** A resource that the program registered, as the real engine would record it. */
export interface GraphResource {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  readonly stack: string;
  /** URN of the parent; the stack itself has none. */
  readonly parent?: string;
  /** False for components. */
  readonly custom: boolean;
  /** Resolved from the provider and the resource's `region`; absent for components and providers. */
  readonly account?: string;
  readonly region?: string;
  /** Provider reference, `urn::id`. */
  readonly provider?: string;
  readonly id?: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly outputs: Readonly<Record<string, unknown>>;
  /** URNs, sorted. */
  readonly dependencies: readonly string[];
  readonly propertyDependencies: Readonly<Record<string, readonly string[]>>;
  readonly protect: boolean;
  readonly retainOnDelete: boolean;
  readonly deleteBeforeReplace: boolean;
  readonly ignoreChanges: readonly string[];
  readonly replaceOnChanges: readonly string[];
  readonly additionalSecretOutputs: readonly string[];
  readonly aliases: readonly unknown[];
}

/** All resources of one stack, ordered by URN, and the stack's outputs. */
export interface StackGraph {
  readonly project: string;
  readonly stack: string;
  readonly resources: readonly GraphResource[];
  readonly outputs: Readonly<Record<string, unknown>>;
}

/** Resources of the graph in the order in which they can be created: dependencies, parents and providers first, ties by URN. */
export function creationOrder(graph: StackGraph): GraphResource[] {
  const byUrn = new Map(graph.resources.map((resource) => [resource.urn, resource]));
  const ordered: GraphResource[] = [];
  const state = new Map<string, "visiting" | "done">();
  const visit = (resource: GraphResource): void => {
    if (state.get(resource.urn) === "done") return;
    if (state.get(resource.urn) === "visiting")
      throw new Error(`The resource graph has a cycle through ${resource.urn}.`);
    state.set(resource.urn, "visiting");
    for (const urn of needs(resource)) {
      const needed = byUrn.get(urn);
      if (needed && needed !== resource) visit(needed);
    }
    state.set(resource.urn, "done");
    ordered.push(resource);
  };
  for (const resource of graph.resources) visit(resource);
  return ordered;
}

function needs(resource: GraphResource): string[] {
  const provider = resource.provider?.slice(0, resource.provider.lastIndexOf("::"));
  return [...resource.dependencies, ...(resource.parent ? [resource.parent] : []), ...(provider ? [provider] : [])];
}
