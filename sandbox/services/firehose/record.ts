/** A record on its way through a delivery stream. */
export interface FirehoseRecord {
  readonly id: string;
  readonly data: Buffer;
  /** Epoch milliseconds. */
  readonly arrival: number;
  /** Where it came from, when the source is a Kinesis stream. */
  readonly kinesis?: { readonly sequenceNumber: string; readonly partitionKey: string; readonly shardId: string };
}

/** A record after the processors: what is written where. */
export interface ProcessedRecord {
  readonly source: FirehoseRecord;
  readonly data: Buffer;
  readonly keysFromLambda: Readonly<Record<string, string>>;
  readonly keysFromQuery: Readonly<Record<string, string>>;
}

/** A record that could not be processed, partitioned or delivered. */
export interface FailedRecord {
  readonly source: FirehoseRecord;
  /** What `!{firehose:error-output-type}` becomes. */
  readonly type: "processing-failed" | "metadata-extraction-failed" | "dynamic-partitioning-failed";
  readonly code: string;
  readonly message: string;
  readonly attempts: number;
  readonly lambdaArn?: string;
}
