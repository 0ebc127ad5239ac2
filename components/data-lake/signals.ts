import { type Signal, countAbove } from "../shared";
import { type Delivery } from "./delivery";
import { BUFFER_SECONDS } from "./partitioning";
import { type SqlJob } from "./sql-job";
import type * as aws from "@pulumi/aws";

/** What is abnormal about delivery and curation. */
export function lakeSignals(delivery: Delivery, jobs: Readonly<Record<SqlJob["name"], aws.glue.Job>>): Signal[] {
  const firehose = {
    namespace: "AWS/Firehose",
    dimensions: { DeliveryStreamName: delivery.stream.name },
    runbook: "lake-delivery.md",
  } as const;
  return [
    countAbove({
      ...firehose,
      name: "delivery-late",
      metric: "DeliveryToS3.DataFreshness",
      statistic: "Maximum",
      // Dynamic partitioning may take one and a half times the buffer's interval.
      threshold: 2 * 1.5 * BUFFER_SECONDS,
      periods: 3,
      severity: "page",
      why: "Changes wait longer than twice the buffer; the stream forgets them after a week.",
    }),
    countAbove({
      ...firehose,
      name: "delivery-partitions-exceeded",
      metric: "PartitionCountExceeded",
      statistic: "Maximum",
      severity: "ticket",
      why: "More partitions are active than Firehose holds, and records go to the error prefix.",
    }),
    {
      ...countAbove({
        ...firehose,
        name: "delivery-transform-failed",
        // The share of invocations that succeed; https://docs.aws.amazon.com/firehose/latest/dev/monitoring-with-cloudwatch-metrics.html
        metric: "ExecuteProcessing.Success",
        statistic: "Average",
        threshold: 1,
        severity: "ticket",
        why: "Invocations of the transform fail; what it could not transform lies under errors/processing-failed.",
      }),
      comparison: "LessThanThreshold",
    },
    ...Object.entries(jobs).flatMap(([name, job]) => jobSignals(name, job)),
  ];
}

function jobSignals(name: string, job: aws.glue.Job): Signal[] {
  return [
    countAbove({
      name: `${name}-job-failed-tasks`,
      namespace: "Glue",
      metric: "glue.driver.aggregate.numFailedTasks",
      dimensions: { JobName: job.name, JobRunId: "ALL", Type: "count" },
      severity: "ticket",
      runbook: "lake-curation.md",
      why: "Parts of the job fail; the curated zone falls behind the raw one until a run succeeds.",
    }),
  ];
}
