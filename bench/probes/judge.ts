import { join } from "node:path";
import { gate } from "../../policy/gate";
import { Stack } from "../../policy/model";
import { rules } from "../../policy/registry";
import { recordsOfGraph } from "../../cli/policy/graph-records";
import { graphsOf } from "../../sandbox";
import { Analyzer } from "../../test/policy/support/analyzer";
import { probe, timed, type Took } from "../child";
import { repeated } from "../policy/repeated";

export interface JudgeArgs {
  readonly project: string;
  readonly resources: number;
}

export interface Judged {
  readonly rules: number;
  /** In this process, the rules' modules loaded on the way. */
  readonly inProcess: Took;
  /** As the engine asks: over gRPC, each resource, then all of them; the pack's process has started before. */
  readonly asEngine: Took;
}

probe<JudgeArgs, Judged>(async ({ project, resources }) => {
  const [prod] = await graphsOf({ project, stacks: ["prod"] });
  const records = repeated(recordsOfGraph(prod!), resources);
  const inProcess = await timed(async () =>
    gate({
      stacks: [{ name: "prod", source: "", stack: new Stack(records) }],
      rules: rules(),
      suppressions: [],
      allStacks: [],
      today: "2026-11-24",
      maxUndecided: 0,
    }),
  );
  const pack = await Analyzer.start(join(project, "policy"));
  const asEngine = await timed(async () => {
    for (const record of records) await pack.analyze(record);
    await pack.analyzeStack(records);
  });
  pack.stop();
  return { rules: rules().length, inProcess: inProcess.took, asEngine: asEngine.took };
});
