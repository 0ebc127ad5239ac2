import { formatArn, type Place } from "../../kernel/arn";
import type { Cloud } from "../../kernel/cloud";
import { compact } from "../../kernel/bytes";
import { AwsError } from "../../kernel/errors";
import type { Operation, ResourceModel, ResourceStatus, Service } from "../../kernel/service";
import type { Random } from "../../world/random";
import type { World } from "../../world/world";
import { readIterator } from "./iterators";
import { kinesisOperations } from "./operations";
import { kinesisResources } from "./resources";
import type { Shard, Stream } from "./stream";

export interface NewRecord {
  readonly Data?: Uint8Array | undefined;
  readonly PartitionKey?: string | undefined;
  readonly ExplicitHashKey?: string | undefined;
}

/**
 * Amazon Kinesis Data Streams: shards in order, retention, encryption and what a shard takes in a second. Resharding,
 * registered consumers and the limits of reading are not modelled.
 */
export class KinesisService implements Service {
  readonly name = "kinesis";
  readonly sdk = "@aws-sdk/client-kinesis";
  readonly throttling = { code: "ProvisionedThroughputExceededException", statusCode: 400 };
  readonly denial = { code: "AccessDeniedException", statusCode: 400 };
  readonly world: World;
  readonly operations: Readonly<Record<string, Operation>>;
  readonly resources: Readonly<Record<string, ResourceModel>>;
  private readonly streams = new Map<string, Stream>();
  private readonly listeners = new Map<string, (() => void)[]>();
  private readonly waking = new Set<string>();
  private random: Random | undefined;

  constructor(cloud: Cloud) {
    this.world = cloud.world;
    this.operations = kinesisOperations(this);
    this.resources = kinesisResources(this);
  }

  /**
   * Calls `listener` after records have arrived at a stream, which may come to be only later: within the second in which
   * a consumer that polls would have seen them, once for all that arrived meanwhile.
   */
  onRecords(streamArn: string, listener: () => void): void {
    const listeners = this.listeners.get(streamArn);
    if (listeners) listeners.push(listener);
    else this.listeners.set(streamArn, [listener]);
  }

  /** How many records lie behind an iterator: what its reader has still to read. */
  unread(iterator: string): number {
    const { arn, shard, position } = readIterator(iterator);
    const { end, first } = this.stream(arn).shards[shard] as Shard;
    return end - Math.max(position, first);
  }

  add(stream: Stream): void {
    const { arn, name } = stream.settings;
    if (this.streams.has(arn)) throw new AwsError("ResourceInUseException", `Stream ${name} already exists.`);
    this.streams.set(arn, stream);
  }

  delete(arn: string): void {
    this.streams.delete(arn);
  }

  /** @throws AwsError ResourceNotFoundException */
  stream(arn: string): Stream {
    const stream = this.streams.get(arn);
    if (stream) return stream;
    const [, , , , account = "", resource = ""] = arn.split(":");
    throw new AwsError(
      "ResourceNotFoundException",
      `Stream ${resource.replace("stream/", "")} under account ${account} not found.`,
    );
  }

  streamOf(
    { StreamARN, StreamName }: { StreamARN?: string | undefined; StreamName?: string | undefined },
    place: Place,
  ): Stream {
    const arn = StreamARN ?? formatArn({ service: "kinesis", ...place, resource: `stream/${StreamName}` });
    if (StreamARN === undefined && StreamName === undefined) {
      throw new AwsError("InvalidArgumentException", "Either StreamARN or StreamName must be given.");
    }
    const stream = this.stream(arn);
    if (StreamName !== undefined && stream.settings.name !== StreamName) {
      throw new AwsError("InvalidArgumentException", "StreamARN and StreamName name different streams.");
    }
    return stream;
  }

  streamsOf({ account, region }: Place): Stream[] {
    return [...this.streams.values()]
      .filter(({ settings }) => settings.place.account === account && settings.place.region === region)
      .sort((a, b) => (a.settings.name < b.settings.name ? -1 : 1));
  }

  /** Adds a record to its shard; undefined when the shard has taken all it can in this second. */
  append(stream: Stream, { Data, PartitionKey = "", ExplicitHashKey }: NewRecord) {
    const now = this.world.now();
    const shard = stream.shardFor(PartitionKey, ExplicitHashKey);
    const data = compact(Data ?? new Uint8Array());
    if (!shard.admits(data.length + PartitionKey.length, now)) return undefined;
    const SequenceNumber = stream.nextSequence(shard.index, now);
    shard.add({
      SequenceNumber,
      ApproximateArrivalTimestamp: new Date(now),
      Data: data,
      PartitionKey,
      EncryptionType: stream.settings.kmsKeyId ? "KMS" : "NONE",
    });
    return { SequenceNumber, ShardId: shard.id };
  }

  /** Lets consumers know of new records. */
  wake(stream: Stream): void {
    const { arn } = stream.settings;
    if (!this.listeners.has(arn) || this.waking.has(arn)) return;
    this.waking.add(arn);
    this.random ??= this.world.random.fork("kinesis/polling");
    this.world.after(this.random.int(50, 1_000), () => {
      this.waking.delete(arn);
      for (const listener of this.listeners.get(arn) ?? []) listener();
    });
  }

  status(): Readonly<Record<string, ResourceStatus>> {
    const streams = [...this.streams.values()];
    return Object.fromEntries(
      streams.map((stream) => [stream.settings.arn, { records: stream.records, shards: stream.shards.length }]),
    );
  }

  summary(): unknown {
    const streams = [...this.streams.values()].map(
      (stream) => [stream.settings.arn, { records: stream.records }] as const,
    );
    return { streams: Object.fromEntries(streams.sort(([a], [b]) => (a < b ? -1 : 1))) };
  }
}

export function create(cloud: Cloud): KinesisService {
  return new KinesisService(cloud);
}
