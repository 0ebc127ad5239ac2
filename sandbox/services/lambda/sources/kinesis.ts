import type {
  DescribeStreamSummaryOutput,
  GetRecordsOutput,
  GetShardIteratorOutput,
  ListShardsOutput,
} from "@aws-sdk/client-kinesis";
import { AwsError } from "../../../kernel/errors";
import type { Service } from "../../../kernel/service";
import { assertDestination } from "../invoke/destinations";
import { laneOf, type StreamRecord } from "./kinesis-event";
import { Lane } from "./lane";
import { Mapping, type MappingOptions } from "./mapping";

/** What the stream's model gives beside its operations. */
interface StreamWaker extends Service {
  /** Calls `listener` whenever records arrive at the stream. */
  onRecords(streamArn: string, listener: () => void): void;
  /** How many records lie behind an iterator. */
  unread(iterator: string): number;
}

/** One shard: where the next read starts, and the lanes that work on what was read. */
interface Shard {
  readonly id: string;
  iterator: string | undefined;
  readonly lanes: readonly Lane[];
}

const hour = 3_600_000;

/** A mapping of a Kinesis stream: each shard in order, or each of its lanes where `parallelizationFactor` makes several. */
export class KinesisMapping extends Mapping {
  protected readonly defaultBatchSize = 100;
  private shards: Shard[] = [];
  private isPolling = false;
  private hasMore = false;
  private startedAt = 0;
  /** Milliseconds that the stream keeps a record. */
  retention = 24 * hour;

  constructor(options: MappingOptions) {
    super(options);
    const target = options.inputs.destinationConfig?.onFailure?.destinationArn;
    if (target) assertDestination(target, `the failure destination of a mapping of ${options.fn.name}`);
    const listener = () => {
      this.hasMore = true;
      this.wake();
    };
    options.cloud.service<StreamWaker>("kinesis").onRecords(this.sourceArn, listener);
  }

  override setEnabled(enabled: boolean): void {
    super.setEnabled(enabled);
    if (enabled) for (const { lanes } of this.shards) for (const lane of lanes) lane.resume();
  }

  override backlog(): { readonly waiting: number; readonly ageSeconds: number } {
    const { cloud } = this.options;
    const kinesis = cloud.service<StreamWaker>("kinesis");
    const lanes = this.shards.flatMap((shard) => shard.lanes);
    const unread = this.shards.reduce((sum, { iterator }) => sum + (iterator ? kinesis.unread(iterator) : 0), 0);
    const waiting = lanes.reduce((sum, lane) => sum + lane.waiting + lane.working, unread);
    const oldest = Math.min(...lanes.map((lane) => lane.oldest ?? Infinity));
    return { waiting, ageSeconds: oldest === Infinity ? 0 : Math.floor((cloud.world.now() - oldest) / 1000) };
  }

  protected async start(): Promise<void> {
    this.startedAt = this.lastModified;
    const input = { StreamARN: this.sourceArn };
    // Lambda asks for both: https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-create.html
    await this.call("DescribeStream", input);
    const { StreamDescriptionSummary: summary } = await this.call<DescribeStreamSummaryOutput>(
      "DescribeStreamSummary",
      input,
    );
    this.retention = (summary?.RetentionPeriodHours ?? 24) * hour;
    const { Shards = [] } = await this.call<ListShardsOutput>("ListShards", input);
    const shards: Shard[] = [];
    for (const { ShardId } of Shards) shards.push(await this.openShard(ShardId as string));
    this.shards = shards;
  }

  /** "Latest" begins when the mapping is created, or first enabled, so that what arrives while it starts is not lost. */
  private async openShard(id: string): Promise<Shard> {
    const { startingPosition } = this.options.inputs;
    const position =
      startingPosition === "LATEST"
        ? { ShardIteratorType: "AT_TIMESTAMP", Timestamp: new Date(this.startedAt) }
        : { ShardIteratorType: startingPosition };
    const input = { StreamARN: this.sourceArn, ShardId: id, ...position };
    const { ShardIterator } = await this.call<GetShardIteratorOutput>("GetShardIterator", input);
    const count = this.options.inputs.parallelizationFactor ?? 1;
    const lanes = Array.from(
      { length: count },
      () => new Lane(this, id, (record) => this.filter(record), this.wakeIfMore),
    );
    return { id, iterator: ShardIterator, lanes };
  }

  private readonly wakeIfMore = (): void => {
    if (this.hasMore) this.wake();
  };

  protected async poll(): Promise<void> {
    if (this.isPolling) return;
    this.isPolling = true;
    try {
      this.hasMore = false;
      for (const shard of this.shards) await this.read(shard);
    } catch (error) {
      this.hasMore = true;
      throw error;
    } finally {
      this.isPolling = false;
    }
  }

  private async read(shard: Shard): Promise<void> {
    const limit = Math.min(10_000, this.batchSize * shard.lanes.length);
    while (this.enabled && shard.iterator) {
      if (shard.lanes.some((lane) => lane.waiting >= 2 * this.batchSize)) {
        this.hasMore = true;
        return;
      }
      const { Records, NextShardIterator } = await this.getRecords(shard, limit);
      shard.iterator = NextShardIterator;
      if (!Records || Records.length === 0) return;
      for (const record of Records as StreamRecord[]) shard.lanes[laneOf(record, shard.lanes.length)]?.add(record);
    }
  }

  private async getRecords(shard: Shard, limit: number): Promise<GetRecordsOutput> {
    const read = () =>
      this.call<GetRecordsOutput>("GetRecords", {
        ShardIterator: shard.iterator,
        Limit: limit,
        StreamARN: this.sourceArn,
      });
    try {
      return await read();
    } catch (error) {
      if (!(error instanceof AwsError) || error.code !== "ExpiredIteratorException") throw error;
      shard.iterator = await this.renewed(shard.id);
      return read();
    }
  }

  /** Iterators expire after five minutes without a read; the position they stood at does not. */
  private async renewed(shardId: string): Promise<string | undefined> {
    const last = this.shards
      .find(({ id }) => id === shardId)
      ?.lanes.map((lane) => lane.lastRead ?? "")
      .sort(bySequence)
      .at(-1);
    if (!last) return (await this.openShard(shardId)).iterator;
    const input = {
      StreamARN: this.sourceArn,
      ShardId: shardId,
      ShardIteratorType: "AFTER_SEQUENCE_NUMBER",
      StartingSequenceNumber: last,
    };
    return (await this.call<GetShardIteratorOutput>("GetShardIterator", input)).ShardIterator;
  }
}

/** Sequence numbers are decimal numbers too long for a `number`. */
function bySequence(a: string, b: string): number {
  return a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);
}
