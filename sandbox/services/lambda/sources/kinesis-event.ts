import { createHash } from "node:crypto";
import type { _Record } from "@aws-sdk/client-kinesis";
import type { KinesisStreamRecord } from "aws-lambda";
import { parseArn } from "../../../kernel/arn";
import { parsed } from "./sqs-event";

/** A record of a stream, as GetRecords returns it. */
export type StreamRecord = {
  readonly [K in "Data" | "PartitionKey" | "SequenceNumber" | "ApproximateArrivalTimestamp"]: NonNullable<_Record[K]>;
};

/** https://docs.aws.amazon.com/lambda/latest/dg/with-kinesis.html#services-kinesis-event-example */
export function kinesisRecord(
  record: StreamRecord,
  shardId: string,
  streamArn: string,
  roleArn: string,
): KinesisStreamRecord {
  return {
    kinesis: {
      kinesisSchemaVersion: "1.0",
      partitionKey: record.PartitionKey,
      sequenceNumber: record.SequenceNumber,
      data: Buffer.from(record.Data).toString("base64"),
      approximateArrivalTimestamp: arrival(record) / 1_000,
    },
    eventSource: "aws:kinesis",
    eventVersion: "1.0",
    eventID: `${shardId}:${record.SequenceNumber}`,
    eventName: "aws:kinesis:record",
    invokeIdentityArn: roleArn,
    awsRegion: parseArn(streamArn).region,
    eventSourceARN: streamArn,
  };
}

/** What filter patterns see of a record: its data as JSON where it is JSON. */
export function filterable(record: StreamRecord): object {
  return { data: parsed(Buffer.from(record.Data).toString("utf8")), partitionKey: record.PartitionKey };
}

/** Epoch milliseconds. */
export function arrival(record: StreamRecord): number {
  return record.ApproximateArrivalTimestamp.getTime();
}

/** Which of a shard's concurrent lanes takes a record: one partition key, one lane. */
export function laneOf(record: StreamRecord, lanes: number): number {
  return lanes === 1 ? 0 : createHash("md5").update(record.PartitionKey).digest().readUInt32BE(0) % lanes;
}

/**
 * The record of a batch given up, for an SQS or SNS destination: where the records lie, not what they hold.
 * https://docs.aws.amazon.com/lambda/latest/dg/kinesis-on-failure-destination.html
 */
export function failedBatch(options: {
  readonly requestId: string;
  readonly functionArn: string;
  readonly condition: "RetryAttemptsExhausted" | "RecordAgeExceeded";
  readonly invokeCount: number;
  readonly functionError: string | undefined;
  readonly now: number;
  readonly shardId: string;
  readonly streamArn: string;
  readonly records: readonly StreamRecord[];
}): string {
  const { records, shardId, streamArn, invokeCount } = options;
  const [first, last] = [records[0] as StreamRecord, records.at(-1) as StreamRecord];
  return JSON.stringify({
    requestContext: {
      requestId: options.requestId,
      functionArn: options.functionArn,
      condition: options.condition,
      approximateInvokeCount: invokeCount,
    },
    ...(invokeCount > 0 && {
      responseContext: {
        statusCode: 200,
        executedVersion: "$LATEST",
        ...(options.functionError && { functionError: options.functionError }),
      },
    }),
    version: "1.0",
    timestamp: new Date(options.now).toISOString(),
    KinesisBatchInfo: {
      shardId,
      startSequenceNumber: first.SequenceNumber,
      endSequenceNumber: last.SequenceNumber,
      approximateArrivalOfFirstRecord: first.ApproximateArrivalTimestamp.toISOString(),
      approximateArrivalOfLastRecord: last.ApproximateArrivalTimestamp.toISOString(),
      batchSize: records.length,
      streamArn,
    },
  });
}
