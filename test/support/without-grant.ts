import type { GraphResource, StackGraph } from "../../sandbox";
import { parse, without } from "../../sandbox/iam";
import type { RoleGrant } from "../../sandbox/services/iam";

/** The graphs as a program would register them that does not give this grant. */
export function withoutGrant(graphs: readonly StackGraph[], grant: RoleGrant): StackGraph[] {
  let found = false;
  const changed = graphs.map((graph) => ({
    ...graph,
    resources: graph.resources.flatMap((resource) => {
      if (!isPolicyOf(resource, grant)) return [resource];
      found = true;
      const policy = without(parse(String(resource.inputs["policy"])), grant);
      if (!policy) return [];
      const text = { policy: JSON.stringify(policy) };
      return [{ ...resource, inputs: { ...resource.inputs, ...text }, outputs: { ...resource.outputs, ...text } }];
    }),
  }));
  if (!found) throw new Error(`No inline policy of the program gives ${grant.action} to ${grant.role}.`);
  return changed;
}

function isPolicyOf({ type, inputs }: GraphResource, { role, policy }: RoleGrant): boolean {
  const name = role.slice(role.lastIndexOf("/") + 1);
  return type === "aws:iam/rolePolicy:RolePolicy" && inputs["role"] === name && inputs["name"] === policy;
}
