import { gzipSync } from "node:zlib";
import { AwsError } from "../../kernel/errors";
import type { DeliveryStream } from "./delivery-stream";
import { evaluatePrefix, formatTime, keysOf } from "./prefix";
import type { FailedRecord, ProcessedRecord } from "./record";
import { upload } from "./upload";

/** https://docs.aws.amazon.com/firehose/latest/dev/dynamic-partitioning.html */
const mostPartitions = 500;
const firstRetry = 5_000;
const longestRetry = 60_000;
const giveUpErrors = 86_400_000;

interface Buffered<R> {
  readonly records: R[];
  bytes: number;
  readonly close: { cancel(): void };
}

/** An object on its way to S3, whose name stays the same through all attempts. */
interface Parcel {
  readonly key: string;
  readonly body: Buffer;
  readonly since: number;
  readonly giveUpAfter: number;
  readonly delivered: () => void;
  readonly givenUp: (error: AwsError, attempts: number) => void;
}

/** The buffers of a delivery stream, one for each partition and one for each kind of error, and their delivery. */
export class Partitions {
  private readonly open = new Map<string, Buffered<ProcessedRecord>>();
  private readonly errors = new Map<string, Buffered<FailedRecord>>();
  private readonly queryKeys: readonly string[];
  private readonly lambdaKeys: readonly string[];

  constructor(private readonly stream: DeliveryStream) {
    this.queryKeys = keysOf(stream.settings.prefix, "partitionKeyFromQuery");
    this.lambdaKeys = keysOf(stream.settings.prefix, "partitionKeyFromLambda");
  }

  add(record: ProcessedRecord): void {
    const missing =
      this.queryKeys.find((key) => record.keysFromQuery[key] === undefined) ??
      this.lambdaKeys.find((key) => !record.keysFromLambda[key]);
    if (missing !== undefined) {
      const message = `The partition key "${missing}" is absent, null or empty.`;
      this.addFailed(
        this.failure(record, "dynamic-partitioning-failed", "DynamicPartitioning.PartitionKeyMissing", message),
      );
      return;
    }
    const parts = [
      ...this.queryKeys.map((key) => record.keysFromQuery[key]),
      ...this.lambdaKeys.map((key) => record.keysFromLambda[key]),
    ];
    const partition = JSON.stringify(parts);
    if (!this.open.has(partition) && this.stream.settings.partitioned && this.open.size >= mostPartitions) {
      const message = `The limit of ${mostPartitions} active partitions is exceeded.`;
      this.addFailed(
        this.failure(
          record,
          "dynamic-partitioning-failed",
          "DynamicPartitioning.ActivePartitionLimitExceeded",
          message,
        ),
      );
      return;
    }
    this.put(this.open, partition, record, record.data.length, () => this.flush(partition));
  }

  addFailed(record: FailedRecord): void {
    this.put(this.errors, record.type, record, record.source.data.length, () => this.flushErrors(record.type));
  }

  failure(
    { source }: ProcessedRecord,
    type: FailedRecord["type"],
    code: string,
    message: string,
    attempts = 1,
  ): FailedRecord {
    return { source, type, code, message, attempts };
  }

  private put<R>(buffers: Map<string, Buffered<R>>, name: string, record: R, bytes: number, flush: () => void): void {
    const { bufferInterval, bufferSize } = this.stream.settings;
    let buffered = buffers.get(name);
    if (!buffered) {
      const close = this.stream.cloud.world.after(bufferInterval, flush);
      buffers.set(name, (buffered = { records: [], bytes: 0, close }));
    }
    buffered.records.push(record);
    buffered.bytes += bytes;
    if (buffered.bytes >= bufferSize) flush();
  }

  private flush(partition: string): void {
    const buffered = this.open.get(partition);
    const first = buffered?.records[0];
    if (!buffered || !first) return;
    buffered.close.cancel();
    this.open.delete(partition);
    const { settings, counts } = this.stream;
    const delimiter = Buffer.from(settings.delimiter);
    const plain = Buffer.concat(
      buffered.records.flatMap(({ data }) => (delimiter.length > 0 ? [data, delimiter] : [data])),
    );
    const prefix = evaluatePrefix(settings.prefix, {
      partitionKeyFromQuery: first.keysFromQuery,
      partitionKeyFromLambda: first.keysFromLambda,
      timestamp: oldest(buffered.records),
      randomString: () => this.stream.random.hex(11),
    });
    void this.deliver(
      {
        key: `${prefix}${this.objectName()}${settings.extension}`,
        body: settings.gzip ? gzipSync(plain) : plain,
        since: this.stream.cloud.world.now(),
        giveUpAfter: settings.retryFor,
        delivered: () => {
          counts.delivered += buffered.records.length;
          counts.objects++;
        },
        givenUp: ({ code, message }, attempts) => {
          for (const record of buffered.records)
            this.addFailed(this.failure(record, "processing-failed", `S3.${code}`, message, attempts));
        },
      },
      1,
    );
  }

  private flushErrors(type: FailedRecord["type"]): void {
    const buffered = this.errors.get(type);
    if (!buffered) return;
    buffered.close.cancel();
    this.errors.delete(type);
    const { settings, counts, cloud } = this.stream;
    const ended = cloud.world.now();
    const prefix = evaluatePrefix(settings.errorPrefix || `${type}/`, {
      timestamp: oldest(buffered.records),
      errorOutputType: type,
      randomString: () => this.stream.random.hex(11),
    });
    void this.deliver(
      {
        key: `${prefix}${this.objectName()}`,
        body: Buffer.from(buffered.records.map((record) => `${JSON.stringify(errorLine(record, ended))}\n`).join("")),
        since: ended,
        giveUpAfter: giveUpErrors,
        delivered: () => {
          counts.failed += buffered.records.length;
          counts.errorObjects++;
        },
        givenUp: () => {
          counts.lost += buffered.records.length;
        },
      },
      1,
    );
  }

  /** Puts an object, again and again until its time is over. */
  private async deliver(parcel: Parcel, attempt: number): Promise<void> {
    const { world } = this.stream.cloud;
    try {
      // An attempt whose answer was lost may have succeeded: Firehose may read what it writes, so it looks first.
      if (attempt > 1 && (await this.exists(this.stream.settings.bucket, parcel.key))) return parcel.delivered();
      await upload(this.stream, parcel.key, parcel.body);
      parcel.delivered();
    } catch (error) {
      if (!(error instanceof AwsError)) return world.fail(error);
      this.stream.log(`S3.${error.code}`, error.message);
      if (world.now() - parcel.since >= parcel.giveUpAfter) return parcel.givenUp(error, attempt);
      const wait = Math.min(firstRetry * 2 ** (attempt - 1), longestRetry);
      world.after(wait, () => this.deliver(parcel, attempt + 1));
    }
  }

  private async exists(bucket: string, key: string): Promise<boolean> {
    try {
      await this.stream.call("s3", "HeadObject", { Bucket: bucket, Key: key });
      return true;
    } catch (error) {
      if (error instanceof AwsError && error.statusCode < 500) return false;
      throw error;
    }
  }

  /** https://docs.aws.amazon.com/firehose/latest/dev/s3-object-name.html */
  private objectName(): string {
    const { name, cloud, random } = this.stream;
    return `${name}-1-${formatTime("yyyy-MM-dd-HH-mm-ss", cloud.world.now())}-${random.uuid()}`;
  }
}

function oldest(records: readonly { readonly source: { readonly arrival: number } }[]): number {
  return records.reduce((least, { source }) => Math.min(least, source.arrival), Infinity);
}

/** https://docs.aws.amazon.com/firehose/latest/dev/data-transformation-failure-handling.html */
function errorLine({ source, code, message, attempts, lambdaArn }: FailedRecord, ended: number): object {
  return {
    attemptsMade: attempts,
    arrivalTimestamp: source.arrival,
    errorCode: code,
    errorMessage: message,
    attemptEndingTimestamp: ended,
    rawData: source.data.toString("base64"),
    ...(lambdaArn && { lambdaArn }),
  };
}
