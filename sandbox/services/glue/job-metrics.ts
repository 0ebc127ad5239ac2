import type { Actor } from "../../kernel/actor";
import { AccessDenied } from "../../kernel/errors";
import type { SqlJobReport } from "./sql-job/run";

/**
 * The job's metrics, published with its role: https://docs.aws.amazon.com/glue/latest/dg/monitoring-awsglue-with-cloudwatch-metrics.html
 * Without permission there are none, and the run goes on.
 */
export async function publishMetrics(
  actor: Actor,
  jobName: string,
  { bytesRead, partitions }: SqlJobReport,
): Promise<void> {
  const metric = (MetricName: string, Value: number) => ({
    MetricName,
    Value,
    Unit: "Count",
    Dimensions: [
      { Name: "JobName", Value: jobName },
      { Name: "JobRunId", Value: "ALL" },
      { Name: "Type", Value: "count" },
    ],
  });
  const MetricData = [
    metric("glue.driver.aggregate.bytesRead", bytesRead),
    metric("glue.driver.aggregate.numCompletedTasks", partitions.length),
    metric("glue.driver.aggregate.numFailedTasks", 0),
  ];
  try {
    await actor.call("monitoring", "PutMetricData", { Namespace: "Glue", MetricData });
  } catch (error) {
    if (!(error instanceof AccessDenied)) throw error;
  }
}
