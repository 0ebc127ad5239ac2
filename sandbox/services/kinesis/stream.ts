import { createHash } from "node:crypto";
import type { PolicyDocument } from "../../iam";
import type { Place } from "../../kernel/arn";

/** What a shard takes in a second: https://docs.aws.amazon.com/streams/latest/dev/service-sizes-and-limits.html */
const recordsPerSecond = 1_000;
const bytesPerSecond = 1024 * 1024;

export interface StoredRecord {
  readonly SequenceNumber: string;
  readonly ApproximateArrivalTimestamp: Date;
  readonly Data: Buffer;
  readonly PartitionKey: string;
  readonly EncryptionType: "KMS" | "NONE";
}

/** One shard: a range of hash keys, and its records by absolute position. */
export class Shard {
  /** Position of the first record that is still kept. */
  first = 0;
  private records: StoredRecord[] = [];
  private second = -1;
  private count = 0;
  private bytes = 0;

  constructor(
    readonly index: number,
    readonly startingHash: bigint,
    readonly endingHash: bigint,
    readonly startingSequence: string,
  ) {}

  get id(): string {
    return `shardId-${String(this.index).padStart(12, "0")}`;
  }

  /** Position behind the newest record. */
  get end(): number {
    return this.first + this.records.length;
  }

  /** Whether the shard takes another record of so many bytes in this second. */
  admits(bytes: number, now: number): boolean {
    const second = Math.floor(now / 1000);
    if (second !== this.second) [this.second, this.count, this.bytes] = [second, 0, 0];
    if (this.count + 1 > recordsPerSecond || this.bytes + bytes > bytesPerSecond * Math.max(1, bytes / bytesPerSecond))
      return false;
    this.count++;
    this.bytes += bytes;
    return true;
  }

  add(record: StoredRecord): void {
    this.records.push(record);
  }

  at(position: number): StoredRecord | undefined {
    return this.records[position - this.first];
  }

  /** Forgets records that arrived before `time`. */
  trim(time: number): void {
    const kept = this.records.findIndex((record) => record.ApproximateArrivalTimestamp.getTime() >= time);
    const gone = kept < 0 ? this.records.length : kept;
    if (gone === 0) return;
    this.records = this.records.slice(gone);
    this.first += gone;
  }

  /** The first position whose record satisfies a condition that holds for all later ones. */
  seek(holds: (record: StoredRecord) => boolean): number {
    let low = 0;
    let high = this.records.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (holds(this.records[middle] as StoredRecord)) high = middle;
      else low = middle + 1;
    }
    return this.first + low;
  }
}

export interface StreamSettings {
  readonly name: string;
  readonly arn: string;
  readonly place: Place;
  readonly onDemand: boolean;
  readonly retentionHours: number;
  readonly kmsKeyId: string | undefined;
  readonly maxRecordBytes: number;
  readonly created: number;
}

const hashSpace = 1n << 128n;

/** A Kinesis data stream. Its shards stay as they were created: resharding is not modelled. */
export class Stream {
  readonly shards: readonly Shard[];
  policy: PolicyDocument | undefined;
  private sequence = 0;

  constructor(
    readonly settings: StreamSettings,
    shardCount: number,
  ) {
    this.shards = Array.from({ length: shardCount }, (_, i) => {
      const start = (hashSpace * BigInt(i)) / BigInt(shardCount);
      const end = (hashSpace * BigInt(i + 1)) / BigInt(shardCount) - 1n;
      return new Shard(i, start, end, this.nextSequence(i, settings.created));
    });
  }

  get records(): number {
    return this.shards.reduce((sum, shard) => sum + shard.end, 0);
  }

  /** The shard of a partition key: by its MD5, or by the hash key that the producer names. */
  shardFor(partitionKey: string, explicitHash: string | undefined): Shard {
    const hash =
      explicitHash === undefined
        ? BigInt(`0x${createHash("md5").update(partitionKey).digest("hex")}`)
        : BigInt(explicitHash);
    const shard = this.shards[Number((hash * BigInt(this.shards.length)) / hashSpace)] as Shard;
    if (hash < shard.startingHash) return this.shards[shard.index - 1] as Shard;
    return hash > shard.endingHash ? (this.shards[shard.index + 1] as Shard) : shard;
  }

  /** 56 digits that grow with every record: real ones hold version, time and shard, too, in an order of their own. */
  nextSequence(shardIndex: number, now: number): string {
    this.sequence++;
    return `4965${String(now).padStart(14, "0")}${String(this.sequence).padStart(16, "0")}${String(shardIndex).padStart(22, "0")}`;
  }
}
