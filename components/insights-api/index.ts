import type * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import {
  type DeadLetterQueue,
  type HttpFront,
  METRICS_NAMESPACE,
  type MagicFunction,
  type Signal,
  Table,
  countAbove,
} from "../shared";
import { type InsightsApiArgs, type InsightsPart } from "./args";
import { makeApiFunction, makeHttpApi } from "./http-api";
import { makeFailures, makeRun, makeStore, readTemplates } from "./queries";

export type { InsightsApiArgs, QuerySource, TokenSource } from "./args";

/** Insights: computed on a schedule by Athena, kept in the table `insights`, answered by an HTTP API. */
export class InsightsApi extends pulumi.ComponentResource {
  readonly insights: Table;
  readonly runInsights: MagicFunction;
  readonly storeInsight: MagicFunction;
  readonly apiFunction: MagicFunction;
  /** The API, for routes of other components. */
  readonly front: HttpFront;
  /** Where schedules, events and invocations go that were given up on. */
  readonly failures: DeadLetterQueue;
  /** The address of the API, without a path. */
  readonly url: pulumi.Output<string>;
  readonly signals: readonly Signal[];

  constructor(name: string, args: InsightsApiArgs, opts?: pulumi.ComponentResourceOptions) {
    super("huut:insights:InsightsApi", name, {}, opts);
    const part = { args, parent: this };
    const templates = readTemplates();
    this.insights = makeInsights(part);
    this.failures = makeFailures(part);
    this.runInsights = makeRun(part, templates, this.failures);
    this.storeInsight = makeStore(part, templates, this.insights, this.failures);
    this.apiFunction = makeApiFunction(part, templates, this.insights);
    this.front = makeHttpApi(part, this.apiFunction);
    this.url = this.front.api.apiEndpoint;
    const parts = [this.insights, this.failures, this.runInsights, this.storeInsight, this.apiFunction];
    this.signals = [...parts.flatMap((each) => each.signals), ...apiSignals(this.front.api)];
    this.registerOutputs({ url: this.url, insights: this.insights.name });
  }
}

function makeInsights({ args, parent }: InsightsPart): Table {
  return new Table(
    "insights",
    {
      place: args.place,
      key: args.key,
      attributes: { insight: "S", dateTime: "S" },
      partitionKey: "insight",
      sortKey: "dateTime",
      protect: args.protect,
    },
    { parent },
  );
}

function apiSignals(api: aws.apigatewayv2.Api): Signal[] {
  return [
    countAbove({
      name: "store-insight-failed-queries",
      namespace: METRICS_NAMESPACE,
      metric: "InsightsFailed",
      dimensions: { service: "store-insight" },
      severity: "ticket",
      runbook: "insights.md",
      why: "A query of an insight failed or was cancelled: its figures are as old as its last success.",
    }),
    countAbove({
      name: "store-insight-over-limit",
      namespace: METRICS_NAMESPACE,
      metric: "InsightsOverLimit",
      dimensions: { service: "store-insight" },
      severity: "ticket",
      runbook: "insights.md",
      why: "A query of an insight scanned more than its header allows: it costs more than was meant.",
    }),
    countAbove({
      name: "insights-api-server-errors",
      namespace: "AWS/ApiGateway",
      metric: "5xx",
      dimensions: { ApiId: api.id },
      severity: "page",
      runbook: "insights.md",
      why: "Callers of the API get errors of ours.",
    }),
  ];
}
