import type {
  DescribeStreamInput,
  DescribeStreamSummaryInput,
  GetRecordsInput,
  GetShardIteratorInput,
  ListShardsInput,
  ListStreamsInput,
  PutRecordInput,
  PutRecordsInput,
} from "@aws-sdk/client-kinesis";
import { AwsError } from "../../kernel/errors";
import { operation, type Access, type CallContext, type Operation } from "../../kernel/service";
import type { KinesisService, NewRecord } from ".";
import { issueIterator, readIterator, requireFresh, startingPosition } from "./iterators";
import type { Shard, StoredRecord, Stream } from "./stream";

/** https://docs.aws.amazon.com/kinesis/latest/APIReference/API_PutRecords.html */
const largestRequest = 10 * 1024 * 1024;
/** https://docs.aws.amazon.com/kinesis/latest/APIReference/API_GetRecords.html */
const largestAnswer = 10 * 1024 * 1024;

const encryptionContext = (stream: Stream) => ({ "aws:kinesis:arn": stream.settings.arn });

export function kinesisOperations(kinesis: KinesisService): Readonly<Record<string, Operation>> {
  return {
    PutRecord: putRecord(kinesis),
    PutRecords: putRecords(kinesis),
    GetShardIterator: getShardIterator(kinesis),
    GetRecords: getRecords(kinesis),
    ListShards: listShards(kinesis),
    ...descriptions(kinesis),
  };
}

interface Target {
  readonly StreamName?: string | undefined;
  readonly StreamARN?: string | undefined;
}

function on(kinesis: KinesisService, action: string) {
  return (input: Target, context: CallContext) => access(kinesis.streamOf(input, context.place), action);
}

function access({ settings, policy }: Stream, action: string): Access {
  return {
    action: `kinesis:${action}`,
    resource: settings.arn,
    owner: settings.place.account,
    ...(policy && { policy: { kind: "plain" as const, document: policy } }),
  };
}

function putRecord(kinesis: KinesisService) {
  return operation<PutRecordInput>(on(kinesis, "PutRecord"), (input, context) => {
    const stream = kinesis.streamOf(input, context.place);
    checkRecord(stream, input);
    context.useKey(stream.settings.kmsKeyId, "GenerateDataKey", encryptionContext(stream));
    const stored = kinesis.append(stream, input);
    if (!stored) throw new AwsError("ProvisionedThroughputExceededException", exceeded(stream));
    kinesis.wake(stream);
    return { ...stored, EncryptionType: encryptionOf(stream) };
  });
}

function putRecords(kinesis: KinesisService) {
  return operation<PutRecordsInput>(on(kinesis, "PutRecords"), (input, context) => {
    const stream = kinesis.streamOf(input, context.place);
    const records = input.Records ?? [];
    if (records.length === 0 || records.length > 500) throw invalid("Records must hold 1 to 500 records.");
    for (const record of records) checkRecord(stream, record);
    const bytes = records.reduce(
      (sum, { Data, PartitionKey = "" }) => sum + (Data?.length ?? 0) + PartitionKey.length,
      0,
    );
    if (bytes > largestRequest) throw invalid("Records size exceeds 10 MB limit");
    context.useKey(stream.settings.kmsKeyId, "GenerateDataKey", encryptionContext(stream));
    const answers = records.map(
      (record) =>
        kinesis.append(stream, record) ?? {
          ErrorCode: "ProvisionedThroughputExceededException",
          ErrorMessage: exceeded(stream),
        },
    );
    kinesis.wake(stream);
    return {
      FailedRecordCount: answers.filter((answer) => "ErrorCode" in answer).length,
      Records: answers,
      EncryptionType: encryptionOf(stream),
    };
  });
}

function checkRecord(stream: Stream, record: NewRecord): void {
  const key = record.PartitionKey ?? "";
  if (key.length < 1 || key.length > 256) {
    throw new AwsError(
      "ValidationException",
      "Value at 'partitionKey' failed to satisfy constraint: 1 to 256 characters.",
    );
  }
  const bytes = (record.Data?.length ?? 0) + Buffer.byteLength(key);
  if (bytes <= stream.settings.maxRecordBytes) return;
  throw new AwsError(
    "ValidationException",
    `A record has ${bytes} bytes; this stream takes at most ${stream.settings.maxRecordBytes}.`,
  );
}

function getShardIterator(kinesis: KinesisService) {
  return operation<GetShardIteratorInput>(on(kinesis, "GetShardIterator"), (input, { place, world }) => {
    const stream = kinesis.streamOf(input, place);
    const shard = shardOf(stream, input.ShardId);
    return { ShardIterator: issueIterator(stream, shard, startingPosition(shard, input), world.now()) };
  });
}

function getRecords(kinesis: KinesisService) {
  return operation<GetRecordsInput>(
    (input) => access(kinesis.stream(readIterator(input.ShardIterator).arn), "GetRecords"),
    (input, context) => {
      const now = context.world.now();
      const iterator = readIterator(input.ShardIterator);
      requireFresh(iterator, now);
      const stream = kinesis.stream(iterator.arn);
      const limit = input.Limit ?? 10_000;
      if (limit < 1 || limit > 10_000) throw invalid("Limit must be 1 to 10000.");
      context.useKey(stream.settings.kmsKeyId, "Decrypt", encryptionContext(stream));
      const shard = stream.shards[iterator.shard] as Shard;
      shard.trim(now - stream.settings.retentionHours * 3_600_000);
      const start = Math.max(iterator.position, shard.first);
      const Records = read(shard, start, limit);
      const next = start + Records.length;
      const waiting = shard.at(next);
      return {
        Records,
        NextShardIterator: issueIterator(stream, shard, next, now),
        MillisBehindLatest: waiting ? now - waiting.ApproximateArrivalTimestamp.getTime() : 0,
      };
    },
  );
}

function read(shard: Shard, start: number, limit: number): StoredRecord[] {
  const records: StoredRecord[] = [];
  let bytes = 0;
  for (let record = shard.at(start); record && records.length < limit; record = shard.at(start + records.length)) {
    bytes += record.Data.length;
    if (bytes > largestAnswer && records.length > 0) break;
    records.push(record);
  }
  return records;
}

function listShards(kinesis: KinesisService) {
  const streamOf = (input: ListShardsInput, context: CallContext) =>
    input.NextToken === undefined
      ? kinesis.streamOf(input, context.place)
      : kinesis.stream(readIterator(input.NextToken).arn);
  return operation<ListShardsInput>(
    (input, context) => access(streamOf(input, context), "ListShards"),
    (input, context) => {
      const stream = streamOf(input, context);
      const start =
        input.NextToken === undefined
          ? Number(input.ExclusiveStartShardId?.slice("shardId-".length) ?? -1) + 1
          : readIterator(input.NextToken).position;
      const page = stream.shards.slice(start, start + (input.MaxResults ?? 1000));
      const next = stream.shards[start + page.length];
      return {
        Shards: page.map(describeShard),
        ...(next && { NextToken: issueIterator(stream, next, next.index, context.world.now()) }),
      };
    },
  );
}

function descriptions(kinesis: KinesisService): Record<string, Operation> {
  return {
    DescribeStream: operation<DescribeStreamInput>(on(kinesis, "DescribeStream"), (input, { place }) => {
      const stream = kinesis.streamOf(input, place);
      const start = Number(input.ExclusiveStartShardId?.slice("shardId-".length) ?? -1) + 1;
      const page = stream.shards.slice(start, start + (input.Limit ?? 100));
      const HasMoreShards = start + page.length < stream.shards.length;
      return { StreamDescription: { ...describe(stream), Shards: page.map(describeShard), HasMoreShards } };
    }),
    DescribeStreamSummary: operation<DescribeStreamSummaryInput>(
      on(kinesis, "DescribeStreamSummary"),
      (input, { place }) => {
        const stream = kinesis.streamOf(input, place);
        return {
          StreamDescriptionSummary: { ...describe(stream), OpenShardCount: stream.shards.length, ConsumerCount: 0 },
        };
      },
    ),
    ListStreams: operation<ListStreamsInput>(
      () => ({ action: "kinesis:ListStreams", resource: "*" }),
      (input, { place }) => {
        const after = input.NextToken ?? input.ExclusiveStartStreamName ?? "";
        const all = kinesis.streamsOf(place).filter(({ settings }) => settings.name > after);
        const page = all.slice(0, input.Limit ?? 100);
        const HasMoreStreams = page.length < all.length;
        return {
          StreamNames: page.map(({ settings }) => settings.name),
          StreamSummaries: page.map((stream) => {
            const { StreamName, StreamARN, StreamStatus, StreamModeDetails, StreamCreationTimestamp } =
              describe(stream);
            return { StreamName, StreamARN, StreamStatus, StreamModeDetails, StreamCreationTimestamp };
          }),
          HasMoreStreams,
          ...(HasMoreStreams && { NextToken: page.at(-1)?.settings.name }),
        };
      },
    ),
  };
}

function describe(stream: Stream) {
  const { name, arn, onDemand, retentionHours, kmsKeyId, created } = stream.settings;
  return {
    StreamName: name,
    StreamARN: arn,
    StreamStatus: "ACTIVE",
    StreamModeDetails: { StreamMode: onDemand ? "ON_DEMAND" : "PROVISIONED" },
    RetentionPeriodHours: retentionHours,
    StreamCreationTimestamp: new Date(created),
    EnhancedMonitoring: [{ ShardLevelMetrics: [] }],
    EncryptionType: encryptionOf(stream),
    ...(kmsKeyId && { KeyId: kmsKeyId }),
  };
}

function describeShard(shard: Shard) {
  return {
    ShardId: shard.id,
    HashKeyRange: { StartingHashKey: String(shard.startingHash), EndingHashKey: String(shard.endingHash) },
    SequenceNumberRange: { StartingSequenceNumber: shard.startingSequence },
  };
}

function shardOf(stream: Stream, id: string | undefined): Shard {
  const shard = stream.shards.find((each) => each.id === id);
  if (shard) return shard;
  const { name, place } = stream.settings;
  throw new AwsError(
    "ResourceNotFoundException",
    `Shard ${id} in stream ${name} under account ${place.account} does not exist`,
  );
}

const encryptionOf = (stream: Stream) => (stream.settings.kmsKeyId ? "KMS" : "NONE");
const invalid = (message: string) => new AwsError("InvalidArgumentException", message);
const exceeded = ({ settings }: Stream) =>
  `Rate exceeded for a shard in stream ${settings.name} under account ${settings.place.account}.`;
