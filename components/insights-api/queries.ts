import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { makeRunInsights } from "../../functions/insights-api/run-insights";
import { makeStoreInsight } from "../../functions/insights-api/store-insight";
import { type Templates } from "../../functions/insights-api/templates";
import { DeadLetterQueue, MagicFunction, type Table, invokedByRule, invokedBySchedule, ruleArn } from "../shared";
import { type InsightsPart } from "./args";

const COMPLETION_RULE = "insight-queries";
const ENDING = ".sql";

/**
 * Texts of the insights' queries: the files of `etl/insights/`, by name and in the order of names. Adding an insight is
 * adding a file. They are part of the functions' packages, which read their headers: a changed query is a changed function.
 */
export function readTemplates(): Templates {
  const folder = join(__dirname, "..", "..", "etl", "insights");
  const names = readdirSync(folder)
    .filter((file) => file.endsWith(ENDING))
    .map((file) => file.slice(0, -ENDING.length))
    .sort();
  return Object.fromEntries(names.map((name) => [name, readFileSync(join(folder, `${name}${ENDING}`), "utf8")]));
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

/** Starts the insights' queries when they are due. */
export function makeRun(
  { args, parent }: InsightsPart,
  templates: Templates,
  failures: DeadLetterQueue,
): MagicFunction {
  const { place, layer, key, logRetentionDays, queries } = args;
  const run = new MagicFunction(
    "run-insights",
    {
      place,
      layer,
      key,
      logRetentionDays,
      description: "Starts the Athena queries of insights",
      handler: makeRunInsights(templates),
      timeoutSeconds: 60,
      environment: { WORKGROUP: queries.workgroup, DATABASE: queries.database },
      grants: queries.startGrants,
      onFailure: failures,
    },
    { parent },
  );
  invokedBySchedule("run-every-insight", run, {
    description: "Computes every insight",
    expression: args.schedule,
    // The due time, not the clock: a retry is the same run, and starts no query twice.
    input: { scheduledAt: "<aws.scheduler.scheduled-time>" },
    deadLetters: failures,
    enabled: args.active,
  });
  return run;
}

/** Stores the result of each query that has ended. */
export function makeStore(
  { args, parent }: InsightsPart,
  templates: Templates,
  insights: Table,
  failures: DeadLetterQueue,
): MagicFunction {
  const { place, layer, key, logRetentionDays, queries } = args;
  const store = new MagicFunction(
    "store-insight",
    {
      place,
      layer,
      key,
      logRetentionDays,
      description: "Stores the result of an insight's query in the table insights",
      handler: makeStoreInsight(templates),
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
