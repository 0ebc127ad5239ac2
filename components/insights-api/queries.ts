import { readFileSync } from "node:fs";
import { join } from "node:path";
import { makeRunInsights } from "../../functions/insights-api/run-insights";
import { makeStoreInsight } from "../../functions/insights-api/store-insight";
import { DeadLetterQueue, MagicFunction, type Table, invokedByRule, invokedBySchedule, ruleArn } from "../shared";
import { type InsightsPart } from "./args";

/** Insights that are computed: each has a query `etl/insights/<name>.sql`. */
export const INSIGHTS = ["daily-activity"] as const;

const COMPLETION_RULE = "insight-queries";

/** The queries by insight. Their text is part of the function's package, so a changed query is a changed function. */
export function readTemplates(): Record<string, string> {
  const folder = join(__dirname, "..", "..", "etl", "insights");
  return Object.fromEntries(INSIGHTS.map((name) => [name, readFileSync(join(folder, `${name}.sql`), "utf8")]));
}

/** Events that say that a query of the workgroup has ended: https://docs.aws.amazon.com/athena/latest/ug/athena-events.html */
export function completionPattern(workgroup: unknown) {
  return {
    source: ["aws.athena"],
    "detail-type": ["Athena Query State Change"],
    detail: { currentState: ["SUCCEEDED", "FAILED", "CANCELLED"], workgroupName: [workgroup] },
  };
}

/** Where schedules, events and invocations go that were given up on. */
export function makeFailures({ args, parent }: InsightsPart): DeadLetterQueue {
  return new DeadLetterQueue(
    "insights-failed",
    {
      place: args.place,
      key: args.key,
      senders: [{ service: "events.amazonaws.com", sourceArn: ruleArn(COMPLETION_RULE, args) }],
    },
    { parent },
  );
}

/** Starts each insight's query when it is due. */
export function makeRun({ args, parent }: InsightsPart, failures: DeadLetterQueue): MagicFunction {
  const { place, layer, key, logRetentionDays, queries } = args;
  const run = new MagicFunction(
    "run-insights",
    {
      place,
      layer,
      key,
      logRetentionDays,
      description: "Starts the Athena query of an insight",
      handler: makeRunInsights(readTemplates()),
      environment: { WORKGROUP: queries.workgroup, DATABASE: queries.database },
      grants: queries.startGrants,
      onFailure: failures,
    },
    { parent },
  );
  for (const insight of INSIGHTS) {
    invokedBySchedule(`run-${insight}`, run, {
      description: `Computes the insight ${insight}`,
      expression: args.schedule,
      // The due time, not the clock: a retry is the same run, and starts no second query.
      input: { insight, scheduledAt: "<aws.scheduler.scheduled-time>" },
      deadLetters: failures,
      enabled: args.active,
    });
  }
  return run;
}

/** Stores the result of each query that has ended. */
export function makeStore({ args, parent }: InsightsPart, insights: Table, failures: DeadLetterQueue): MagicFunction {
  const { place, layer, key, logRetentionDays, queries } = args;
  const store = new MagicFunction(
    "store-insight",
    {
      place,
      layer,
      key,
      logRetentionDays,
      description: "Stores the result of an insight's query in the table insights",
      handler: makeStoreInsight(),
      timeoutSeconds: 60,
      environment: { INSIGHTS_TABLE: insights.name },
      grants: [...queries.resultGrants, ...insights.grant("dynamodb:PutItem")],
      onFailure: failures,
    },
    { parent },
  );
  invokedByRule(COMPLETION_RULE, store, {
    description: "Queries of insights that have ended",
    pattern: completionPattern(queries.workgroup),
    deadLetters: failures,
    enabled: args.active,
  });
  return store;
}
