import { graphsOf, type StackGraph } from "../../sandbox";
import { probe, timed, type Took } from "../child";

export interface EvaluateArgs {
  readonly project: string;
  readonly stack: string;
  /** How often it is evaluated again in the same process, with all its modules loaded. */
  readonly again: number;
}

export interface Evaluated {
  /** The first evaluation, which loads the program and Pulumi's modules. The sandbox's own are loaded before. */
  readonly cold: Took;
  readonly warm: readonly Took[];
  readonly resources: number;
}

probe<EvaluateArgs, Evaluated>(async ({ project, stack, again }) => {
  await graphsOf({ project, stacks: [] });
  const evaluate = () => timed(() => graphsOf({ project, stacks: [stack] }));
  const first = await evaluate();
  const warm: Took[] = [];
  for (let i = 0; i < again; i++) warm.push((await evaluate()).took);
  return { cold: first.took, warm, resources: (first.value[0] as StackGraph).resources.length };
});
