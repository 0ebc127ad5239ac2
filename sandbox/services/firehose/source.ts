import type { GetRecordsOutput, GetShardIteratorOutput, ListShardsOutput } from "@aws-sdk/client-kinesis";
import { AwsError } from "../../kernel/errors";
import type { KinesisService } from "../kinesis";
import type { DeliveryStream } from "./delivery-stream";
import type { FirehoseRecord } from "./record";
import type { RoleSession } from "./role";

interface Shard {
  readonly id: string;
  iterator: string;
  last: string | undefined;
}

const backoff = [1_000, 5_000, 30_000, 60_000];

/** Reads a Kinesis stream from the time on at which the delivery stream came to be, whenever records arrive. */
export class KinesisSource {
  private shards: Shard[] | undefined;
  private isReading = false;
  private isAsked = false;
  private failures = 0;

  constructor(
    private readonly stream: DeliveryStream,
    private readonly arn: string,
    private readonly role: RoleSession,
    private readonly created: number,
  ) {}

  start(): void {
    this.kinesis.onRecords(this.arn, () => this.read());
    this.stream.cloud.world.after(1_000, () => this.read());
  }

  /** Records of the source that were not read yet. */
  unread(): number {
    return (this.shards ?? []).reduce((sum, { iterator }) => sum + this.kinesis.unread(iterator), 0);
  }

  private get kinesis(): KinesisService {
    return this.stream.cloud.service<KinesisService>("kinesis");
  }

  private read(): void {
    this.isAsked = true;
    if (this.isReading) return;
    this.isReading = true;
    const done = this.readAll().finally(() => (this.isReading = false));
    done.catch((error: unknown) => this.stream.cloud.world.fail(error));
  }

  private async readAll(): Promise<void> {
    try {
      while (this.isAsked) {
        this.isAsked = false;
        this.shards ??= await this.open();
        for (const shard of this.shards) await this.drain(shard);
      }
      this.failures = 0;
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      this.stream.log(`Kinesis.${error.code}`, error.message);
      const wait = backoff[Math.min(this.failures++, backoff.length - 1)] as number;
      this.stream.cloud.world.after(wait, () => this.read());
    }
  }

  private async open(): Promise<Shard[]> {
    await this.call("DescribeStream", { StreamARN: this.arn });
    const { Shards = [] } = await this.call<ListShardsOutput>("ListShards", { StreamARN: this.arn });
    const shards: Shard[] = [];
    for (const { ShardId = "" } of Shards)
      shards.push({ id: ShardId, iterator: await this.position(ShardId), last: undefined });
    return shards;
  }

  /** "Latest" begins at the delivery stream's creation, so that what arrives while it starts is not lost. */
  private async position(shardId: string, after?: string): Promise<string> {
    const where = after
      ? { ShardIteratorType: "AFTER_SEQUENCE_NUMBER", StartingSequenceNumber: after }
      : { ShardIteratorType: "AT_TIMESTAMP", Timestamp: new Date(this.created) };
    const input = { StreamARN: this.arn, ShardId: shardId, ...where };
    return (await this.call<GetShardIteratorOutput>("GetShardIterator", input)).ShardIterator as string;
  }

  /** Reads a shard to its end; one without news costs no call, because the stream says when there are some. */
  private async drain(shard: Shard): Promise<void> {
    while (this.kinesis.unread(shard.iterator) > 0) {
      const { Records = [], NextShardIterator } = await this.page(shard);
      shard.iterator = NextShardIterator as string;
      shard.last = Records.at(-1)?.SequenceNumber ?? shard.last;
      if (Records.length === 0) return;
      const records = Records.map((record): FirehoseRecord => ({
        id: `${record.SequenceNumber}000000`,
        data: Buffer.from(record.Data ?? []),
        arrival: record.ApproximateArrivalTimestamp?.getTime() ?? 0,
        kinesis: {
          sequenceNumber: record.SequenceNumber ?? "",
          partitionKey: record.PartitionKey ?? "",
          shardId: shard.id,
        },
      }));
      this.stream.accept(records);
    }
  }

  /** Iterators expire while nothing arrives; the position does not. */
  private async page(shard: Shard): Promise<GetRecordsOutput> {
    const get = () => this.call<GetRecordsOutput>("GetRecords", { ShardIterator: shard.iterator, StreamARN: this.arn });
    try {
      return await get();
    } catch (error) {
      if (!(error instanceof AwsError) || error.code !== "ExpiredIteratorException") throw error;
      shard.iterator = await this.position(shard.id, shard.last);
      return get();
    }
  }

  private call<O>(operation: string, input: object): Promise<O> {
    return this.stream.call<O>("kinesis", operation, input, this.role);
  }
}
