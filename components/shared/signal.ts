import type * as pulumi from "@pulumi/pulumi";

/** How soon a person must act: `page` wakes someone, `ticket` waits for the morning. */
export type Severity = "page" | "ticket";

/** What is abnormal about a part of the platform, and what to do then. Alarms are made of these. */
export interface Signal {
  /** Unique in the stack: `<component>-<what>`. */
  readonly name: string;
  readonly metric: {
    readonly namespace: string;
    readonly name: string;
    readonly dimensions: Readonly<Record<string, pulumi.Input<string>>>;
    readonly statistic: "Sum" | "Average" | "Maximum" | "Minimum" | "p90" | "p99";
    /** Seconds. */
    readonly period: number;
  };
  /** In the metric's own unit. */
  readonly threshold: number;
  readonly comparison: "GreaterThanThreshold" | "GreaterThanOrEqualToThreshold" | "LessThanThreshold";
  /** Periods in a row before it is abnormal. */
  readonly periods: number;
  /** What an absent data point means. */
  readonly missingData: "notBreaching" | "breaching" | "ignore";
  readonly severity: Severity;
  /** The page under `docs/runbooks` that says what to do. */
  readonly runbook: string;
  /** Why this is abnormal, in one sentence for the person woken. */
  readonly why: string;
}

/** A signal that fires when a count is above a threshold, which most are. */
export function countAbove(
  signal: Pick<Signal, "name" | "why" | "runbook" | "severity"> & {
    readonly namespace: string;
    readonly metric: string;
    readonly dimensions: Signal["metric"]["dimensions"];
    readonly threshold?: number;
    readonly statistic?: Signal["metric"]["statistic"];
    readonly period?: number;
    readonly periods?: number;
  },
): Signal {
  const { name, why, runbook, severity, namespace, metric, dimensions } = signal;
  return {
    name,
    metric: { namespace, name: metric, dimensions, statistic: signal.statistic ?? "Sum", period: signal.period ?? 300 },
    threshold: signal.threshold ?? 0,
    comparison: "GreaterThanThreshold",
    periods: signal.periods ?? 1,
    missingData: "notBreaching",
    severity,
    runbook,
    why,
  };
}
