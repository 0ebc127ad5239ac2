import type { GetShardIteratorInput } from "@aws-sdk/client-kinesis";
import { AwsError } from "../../kernel/errors";
import type { Shard, Stream } from "./stream";

/** Iterators live five minutes: https://docs.aws.amazon.com/kinesis/latest/APIReference/API_GetShardIterator.html */
const lifetime = 300_000;

interface Iterator {
  readonly arn: string;
  readonly shard: number;
  readonly position: number;
  readonly issued: number;
}

/** A shard iterator is opaque to callers; here it says where the next read starts. */
export function issueIterator(stream: Stream, shard: Shard, position: number, now: number): string {
  const iterator: Iterator = { arn: stream.settings.arn, shard: shard.index, position, issued: now };
  return Buffer.from(JSON.stringify(iterator)).toString("base64");
}

/** @throws AwsError InvalidArgumentException */
export function readIterator(text: string | undefined): Iterator {
  try {
    const iterator = JSON.parse(Buffer.from(text ?? "", "base64").toString()) as Iterator;
    if (typeof iterator.arn === "string" && typeof iterator.position === "number") return iterator;
  } catch {
    // What is no JSON is no iterator of ours: the error below says so.
  }
  throw new AwsError("InvalidArgumentException", "Invalid ShardIterator.");
}

/** @throws AwsError ExpiredIteratorException */
export function requireFresh({ issued }: Iterator, now: number): void {
  if (now - issued <= lifetime) return;
  throw new AwsError(
    "ExpiredIteratorException",
    `Iterator expired. The iterator was created at time ${new Date(issued).toISOString()} while right now it is ${new Date(now).toISOString()} which is further in the future than the tolerated delay of 300000 milliseconds.`,
  );
}

/** Where a reader starts. @throws AwsError InvalidArgumentException */
export function startingPosition(shard: Shard, input: GetShardIteratorInput): number {
  const { ShardIteratorType: type, StartingSequenceNumber: sequence, Timestamp: time } = input;
  if (type === "TRIM_HORIZON") return shard.first;
  if (type === "LATEST") return shard.end;
  if (type === "AT_TIMESTAMP") {
    if (!time)
      throw new AwsError("InvalidArgumentException", "Must either specify timestamp for AT_TIMESTAMP iterator.");
    return shard.seek((record) => record.ApproximateArrivalTimestamp.getTime() >= time.getTime());
  }
  if (sequence === undefined || !/^\d+$/.test(sequence)) {
    throw new AwsError(
      "InvalidArgumentException",
      `StartingSequenceNumber ${sequence} used in GetShardIterator on shard ${shard.id} is invalid.`,
    );
  }
  return type === "AT_SEQUENCE_NUMBER"
    ? shard.seek((record) => record.SequenceNumber >= sequence)
    : shard.seek((record) => record.SequenceNumber > sequence);
}
