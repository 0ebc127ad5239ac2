import * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";
import { type Action } from "./grants";
import { type MagicFunction } from "./magic-function";
import { jsonOf } from "./policies";
import { type DeadLetterQueue } from "./queue";
import { type Signal, countAbove } from "./signal";
import { type Stream } from "./stream";

/** How a function reads a stream. */
export interface StreamSourceArgs {
  /** A source that is off, as in a standby region, is declared but does not run. Default true. */
  readonly enabled?: boolean;
  /**
   * Patterns of records to read, one of which must match; the others never reach the function.
   * https://docs.aws.amazon.com/lambda/latest/dg/with-kinesis-filtering.html
   */
  readonly filters: readonly unknown[];
  /** Where the positions of records go that were given up on. The function's role must be able to send to it. */
  readonly onFailure: DeadLetterQueue;
  /** Records a batch. Default 100. */
  readonly batchSize?: number;
  /** How long to gather a batch. Default 1 s. */
  readonly batchingWindowSeconds?: number;
  /** Default 5. */
  readonly maximumRetryAttempts?: number;
  /** Default 24 h: older records are given up on, and named in the failure destination. */
  readonly maximumRecordAgeSeconds?: number;
  /** Batches of one shard at once, 1 to 10; records of one key stay in order. Default 1. */
  readonly parallelizationFactor?: number;
}

const DEFAULTS = {
  batchSize: 100,
  batchingWindowSeconds: 1,
  maximumRetryAttempts: 5,
  maximumRecordAgeSeconds: 86_400,
  parallelizationFactor: 1,
} as const;

const NEEDED: readonly Action[] = [
  "kinesis:DescribeStream",
  "kinesis:DescribeStreamSummary",
  "kinesis:GetShardIterator",
  "kinesis:GetRecords",
  "kinesis:ListShards",
  "sqs:SendMessage",
];

/**
 * Lets a function read a stream from its oldest record, answering for each record: a batch that fails is halved, tried a bounded
 * number of times, and then named in the failure destination, so that one bad record holds nothing up for ever.
 */
export function fromStream(
  name: string,
  target: MagicFunction,
  stream: Stream,
  args: StreamSourceArgs,
): aws.lambda.EventSourceMapping {
  const granted = new Set(target.grants.flatMap(({ actions }) => actions));
  const missing = NEEDED.find((action) => !granted.has(action));
  if (missing)
    throw new pulumi.ResourceError(
      `Event source "${name}": the function may not "${missing}"; add stream.poll() and the failure destination's grant to its grants.`,
      target,
    );
  return new aws.lambda.EventSourceMapping(
    name,
    {
      eventSourceArn: stream.arn,
      functionName: target.name,
      enabled: args.enabled ?? true,
      startingPosition: "TRIM_HORIZON",
      batchSize: args.batchSize ?? DEFAULTS.batchSize,
      maximumBatchingWindowInSeconds: args.batchingWindowSeconds ?? DEFAULTS.batchingWindowSeconds,
      parallelizationFactor: args.parallelizationFactor ?? DEFAULTS.parallelizationFactor,
      bisectBatchOnFunctionError: true,
      maximumRetryAttempts: args.maximumRetryAttempts ?? DEFAULTS.maximumRetryAttempts,
      maximumRecordAgeInSeconds: args.maximumRecordAgeSeconds ?? DEFAULTS.maximumRecordAgeSeconds,
      functionResponseTypes: ["ReportBatchItemFailures"],
      filterCriteria: { filters: args.filters.map((pattern) => ({ pattern: jsonOf(pattern) })) },
      destinationConfig: { onFailure: { destinationArn: args.onFailure.arn } },
    },
    { parent: target, dependsOn: [target.function] },
  );
}

/** The reader of a stream falls behind, long before the stream forgets what it has not read. */
export function streamSourceSignal(target: MagicFunction, name: string): Signal {
  return countAbove({
    name: `${name}-behind`,
    namespace: "AWS/Lambda",
    metric: "IteratorAge",
    dimensions: { FunctionName: target.name },
    statistic: "Maximum",
    // Milliseconds: an hour.
    threshold: 3_600_000,
    periods: 3,
    severity: "page",
    runbook: "stream-lag.md",
    why: "The reader is an hour behind: it is stopped, throttled, or one record fails again and again.",
  });
}
