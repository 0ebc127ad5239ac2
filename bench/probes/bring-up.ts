import { Sandbox } from "../../sandbox";
import { probe, timed, type Took } from "../child";

export interface BringUp {
  /** From the start of the process, with everything that is loaded. */
  readonly all: Took;
  /** `Sandbox.open`: evaluation and deployment, and the modules they load. */
  readonly open: Took;
  readonly resources: number;
}

probe<{ project: string; stack: string }, BringUp>(async ({ project, stack }) => {
  const { value: sandbox, took: open } = await timed(() => Sandbox.open({ project, stacks: [stack] }));
  const resources = [...sandbox.stacks.values()].reduce((sum, graph) => sum + graph.resources.length, 0);
  sandbox.close();
  const { user, system } = process.cpuUsage();
  return { all: { wall: performance.now(), cpu: (user + system) / 1_000 }, open, resources };
});
