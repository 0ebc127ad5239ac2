import type { Stage } from "../../support/stage";
import { rawRows, runJob } from "./curation";
import type { Scenario } from "./index";
import { tag } from "./tag-export";

const start = "2026-11-02T06:30:00Z";

/** Curated posts, the schedule at a quarter to seven, the queries, their results. */
async function compute(stage: Stage, seconds = 300): Promise<object> {
  await rawRows(stage, 1);
  await runJob(stage);
  const due = Date.parse("2026-11-02T06:45:00Z") - stage.sandbox.world.now();
  await stage.pass(due / 1000 + seconds);
  return {};
}

export const insight: Scenario = {
  name: "insights are computed, of posts and of tags",
  start,
  async play(stage) {
    await tag(stage, "p-1", "#cricket");
    await stage.invoke(stage.output("exportHashtagsFunction"), { day: "2026-11-02" });
    return compute(stage);
  },
};

/** Athena takes no query: the invocation is given up after three attempts. */
export const lostQuery: Scenario = {
  name: "an insight's query cannot start",
  start,
  faults: { faults: [{ kind: "error", service: "athena", operation: "StartQueryExecution" }] },
  play: (stage) => compute(stage, 600),
};

/** The table takes no result: the event is given up after three attempts. */
export const lostResult: Scenario = {
  name: "an insight cannot be stored",
  start,
  faults: { faults: [{ kind: "error", service: "dynamodb", operation: "PutItem" }] },
  play: (stage) => compute(stage, 600),
};

/** Lambda takes no invocation: the schedule gives up. */
export const lostInvocation: Scenario = {
  name: "a schedule cannot invoke",
  start,
  faults: { faults: [{ kind: "error", service: "lambda", operation: "Invoke", resource: "run-insights" }] },
  play: (stage) => compute(stage, 4_000),
};
