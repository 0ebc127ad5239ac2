import type { Place } from "../../kernel/arn";
import type { Cloud } from "../../kernel/cloud";
import { AwsError } from "../../kernel/errors";
import type { Random } from "../../world/random";
import { extract } from "./jq";
import { Partitions } from "./partitions";
import type { FailedRecord, FirehoseRecord, ProcessedRecord } from "./record";
import { RoleSession } from "./role";
import type { Settings } from "./settings";
import { KinesisSource } from "./source";
import { transform } from "./transform";

/**
 * One delivery stream: source → function → jq → buffers by partition → objects in S3. What fails on the way is written
 * below the error prefix. Batches are processed one after another, in the order of their arrival.
 */
export class DeliveryStream {
  readonly role: RoleSession;
  readonly random: Random;
  readonly counts = {
    accepted: 0,
    delivered: 0,
    dropped: 0,
    failed: 0,
    lost: 0,
    objects: 0,
    errorObjects: 0,
    unlogged: 0,
  };
  private readonly source: KinesisSource | undefined;
  private readonly partitions: Partitions;
  private waiting: FirehoseRecord[] = [];
  private waitingBytes = 0;
  private isWindowOpen = false;
  private work: Promise<void> = Promise.resolve();

  constructor(
    readonly cloud: Cloud,
    readonly name: string,
    readonly arn: string,
    readonly place: Place,
    readonly settings: Settings,
    readonly created: number,
  ) {
    this.random = cloud.world.random.fork(`firehose/${arn}`);
    this.role = new RoleSession(cloud, settings.roleArn, arn);
    this.partitions = new Partitions(this);
    const { source } = settings;
    if (source) this.source = new KinesisSource(this, source.arn, new RoleSession(cloud, source.roleArn, arn), created);
    this.source?.start();
    cloud.world.after(500, () => this.validate());
  }

  /** Records that came in, or wait in the source, and are neither delivered, dropped nor written as errors. */
  inFlight(): number {
    const { accepted, delivered, dropped, failed, lost } = this.counts;
    return accepted - delivered - dropped - failed - lost + (this.source?.unread() ?? 0);
  }

  /** Takes records in; they go on when the processor's buffer is full or its interval has passed. */
  accept(records: readonly FirehoseRecord[]): void {
    const { lambda } = this.settings;
    for (const record of records) {
      this.counts.accepted++;
      // Base64 of the data is what an invocation carries.
      const bytes = Math.ceil(record.data.length / 3) * 4;
      if (lambda && this.waitingBytes + bytes > lambda.bufferSize) this.processWaiting();
      this.waiting.push(record);
      this.waitingBytes += bytes;
    }
    if (this.waiting.length === 0 || this.isWindowOpen) return;
    this.isWindowOpen = true;
    this.cloud.world.after(lambda?.bufferInterval ?? 1_000, () => {
      this.isWindowOpen = false;
      this.processWaiting();
    });
  }

  /** A call as the stream's role. */
  async call<O>(service: string, operation: string, input: object, role = this.role): Promise<O> {
    return this.cloud.call<O>({ principal: role.principal(), place: this.place, service, operation, input });
  }

  /** Tells of an error in the log stream that the configuration names. */
  log(errorCode: string, message: string): void {
    const { log } = this.settings;
    if (!log) return;
    const event = {
      deliveryStreamARN: this.arn,
      destination: `arn:aws:s3:::${this.settings.bucket}`,
      deliveryStreamVersionId: 1,
      message,
      errorCode,
    };
    const input = {
      logGroupName: log.group,
      logStreamName: log.stream,
      logEvents: [{ timestamp: this.cloud.world.now(), message: JSON.stringify(event) }],
    };
    this.call("logs", "PutLogEvents", input).catch((error: unknown) => {
      if (error instanceof AwsError) this.counts.unlogged++;
      else this.cloud.world.fail(error);
    });
  }

  /** What Firehose looks at before it delivers: that it can reach the bucket and that the function is fit. */
  private async validate(): Promise<void> {
    const { bucket, lambda } = this.settings;
    const checks: [string, string, object][] = [
      ["s3", "GetBucketLocation", { Bucket: bucket }],
      ["s3", "HeadBucket", { Bucket: bucket }],
      ["s3", "ListMultipartUploads", { Bucket: bucket }],
      ...(lambda
        ? [["lambda", "GetFunctionConfiguration", { FunctionName: lambda.arn }] as [string, string, object]]
        : []),
    ];
    for (const [service, operation, input] of checks) {
      try {
        await this.call(service, operation, input);
      } catch (error) {
        if (!(error instanceof AwsError)) throw error;
        this.log(`${service === "s3" ? "S3" : "Lambda"}.${error.code}`, error.message);
      }
    }
  }

  private processWaiting(): void {
    const batch = this.waiting;
    if (batch.length === 0) return;
    this.waiting = [];
    this.waitingBytes = 0;
    this.work = this.work.then(() => this.process(batch));
    this.work.catch((error: unknown) => this.cloud.world.fail(error));
  }

  private async process(batch: readonly FirehoseRecord[]): Promise<void> {
    const { lambda, query } = this.settings;
    let processed: ProcessedRecord[] = batch.map((source) => ({
      source,
      data: source.data,
      keysFromLambda: {},
      keysFromQuery: {},
    }));
    if (lambda) {
      const result = await transform(this, lambda, batch);
      this.counts.dropped += result.dropped;
      this.refuse(result.failed);
      processed = result.processed;
    }
    if (query !== undefined && processed.length > 0) processed = await this.extractKeys(query, processed);
    for (const record of processed) this.partitions.add(record);
  }

  private async extractKeys(query: string, records: readonly ProcessedRecord[]): Promise<ProcessedRecord[]> {
    const extractions = await extract(
      this.cloud.world,
      query,
      records.map(({ data }) => data.toString("utf8")),
    );
    const found: ProcessedRecord[] = [];
    const failed: FailedRecord[] = [];
    for (const [i, record] of records.entries()) {
      const extraction = extractions[i];
      if (extraction && "keys" in extraction) found.push({ ...record, keysFromQuery: texts(extraction.keys) });
      else
        failed.push(
          this.partitions.failure(
            record,
            "metadata-extraction-failed",
            "DynamicPartitioning.MetadataExtractionFailed",
            extraction?.error ?? "",
          ),
        );
    }
    this.refuse(failed);
    return found;
  }

  private refuse(failed: readonly FailedRecord[]): void {
    const [first] = failed;
    if (first) this.log(first.code, first.message);
    for (const record of failed) this.partitions.addFailed(record);
  }
}

/** Keys of partitions are text; null and objects are none. */
function texts(keys: Readonly<Record<string, unknown>>): Record<string, string> {
  const entries = Object.entries(keys).filter(
    ([, value]) => value !== null && typeof value !== "object" && value !== "",
  );
  return Object.fromEntries(entries.map(([name, value]) => [name, String(value)]));
}
