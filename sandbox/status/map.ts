import type { StackGraph } from "../engine/graph";
import { edgesOf, type MapEdge } from "./edges";
import { nodesOf, type MapNode } from "./nodes";
import { References } from "./references";

export type { EdgeKind, MapEdge } from "./edges";
export type { MapNode, NodeKind } from "./nodes";

/** How work flows through the stacks of a world. */
export interface FlowMap {
  readonly nodes: readonly MapNode[];
  readonly edges: readonly MapEdge[];
}

/**
 * The map of what a program registered: nothing is known of it but its resources. Who writes to what is read from the
 * policies of roles, so an edge says what may flow, not what did.
 */
export function flowMap(graphs: Iterable<StackGraph>): FlowMap {
  const stacks = [...graphs];
  const nodes = stacks.flatMap(nodesOf);
  const references = new References(nodes);
  return {
    nodes: nodes.map(([, node]) => node),
    edges: edgesOf(
      stacks.flatMap(({ resources }) => resources),
      references,
    ),
  };
}
