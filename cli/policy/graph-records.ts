import { type ResourceRecord } from "../../policy/model";
import { type GraphResource, type StackGraph } from "../../sandbox";

/** The resources of an in-process graph as the rules see them: everything is known, by the sandbox's made-up ids. */
export function recordsOfGraph(graph: StackGraph): readonly ResourceRecord[] {
  const byUrn = new Map(graph.resources.map((resource) => [resource.urn, resource]));
  return graph.resources.map((resource) => recordOf(resource, byUrn));
}

function recordOf(resource: GraphResource, byUrn: ReadonlyMap<string, GraphResource>): ResourceRecord {
  const { urn, type, name, parent, inputs, outputs, id, propertyDependencies, protect, retainOnDelete, ignoreChanges } =
    resource;
  const provider = resource.provider && byUrn.get(resource.provider.slice(0, resource.provider.lastIndexOf("::")));
  return {
    urn,
    type,
    name,
    ...(parent !== undefined && { parent }),
    props: { ...outputs, ...inputs, ...(id !== undefined && { id }) },
    ...(provider && { provider: provider.inputs }),
    propertyDependencies,
    protect,
    retainOnDelete,
    ignoreChanges,
  };
}
