import { judge } from "../../policy/judge";
import { type ResourceRecord, Stack } from "../../policy/model";
import { rules } from "../../policy/registry";
import { stackOfState } from "../../policy/sources/state";
import { type StackGraph } from "../../sandbox";
import { recordsOfGraph } from "./graph-records";

/** What the rules say of a stack as deployed and not of the program, or the other way round; a line each. */
export function policiesDiffer(graph: StackGraph, exported: string): readonly string[] {
  const declared = findings(recordsOfGraph(graph));
  const deployed = findings(stackOfState(exported, "The engine's state").records);
  return [
    ...[...deployed].filter((one) => !declared.has(one)).map((one) => `a rule says of the state only: ${one}`),
    ...[...declared].filter((one) => !deployed.has(one)).map((one) => `a rule says of the program only: ${one}`),
  ];
}

function findings(records: readonly ResourceRecord[]): ReadonlySet<string> {
  return new Set(
    judge(new Stack(records), rules()).map(({ rule, resource, verdict }) => `${verdict} ${rule.id}: ${resource.urn}`),
  );
}
