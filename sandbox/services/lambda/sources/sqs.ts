import type { Message, ReceiveMessageResult } from "@aws-sdk/client-sqs";
import { parseArn } from "../../../kernel/arn";
import { AwsError } from "../../../kernel/errors";
import type { Service } from "../../../kernel/service";
import type { Outcome } from "../invoke/outcome";
import { batchResult } from "./batch-result";
import { Mapping, type MappingOptions } from "./mapping";
import { filterable, sqsRecord } from "./sqs-event";

/** What the queue's model gives beside its operations. */
interface QueueWaker extends Service {
  /** Calls `listener` whenever messages of the queue become visible. */
  onMessages(queueArn: string, listener: () => void): void;
}

/** Messages a receive call may ask for. */
const longestReceive = 10;

/**
 * Without `maximumConcurrency`: five batches at once, and up to 300 more for each minute of backlog.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html
 */
const firstConcurrency = 5;
const growthPerMinute = 300;
const longestConcurrency = 1_250;

/** Bytes of messages in one event; records repeat some of it, and 6 MB is the limit of the whole. */
const longestBatch = 5 * 1024 * 1024;

export class SqsMapping extends Mapping {
  protected readonly defaultBatchSize = 10;
  private readonly queueUrl: string;
  private buffer: Message[] = [];
  private bufferedBytes = 0;
  private active = 0;
  private isPolling = false;
  private hasMore = false;
  private backlogSince: number | undefined;

  constructor(options: MappingOptions) {
    super(options);
    const { region, account, resource } = parseArn(this.sourceArn);
    this.queueUrl = `https://sqs.${region}.amazonaws.com/${account}/${resource}`;
    const listener = () => {
      this.hasMore = true;
      this.wake();
    };
    options.cloud.service<QueueWaker>("sqs").onMessages(this.sourceArn, listener);
  }

  protected async start(): Promise<void> {
    const names = ["VisibilityTimeout"];
    const input = { QueueUrl: this.queueUrl, AttributeNames: names };
    const { Attributes } = await this.call<{ Attributes?: Record<string, string> }>("GetQueueAttributes", input);
    const visibility = Number(Attributes?.["VisibilityTimeout"]);
    const { timeout, name } = this.options.fn;
    if (visibility < timeout) {
      throw new Error(
        `The event-source mapping of ${name}: queue visibility timeout: ${visibility} seconds is less than function timeout: ${timeout} seconds.`,
      );
    }
  }

  protected async poll(): Promise<void> {
    if (this.isPolling) return;
    this.isPolling = true;
    try {
      while (this.enabled && this.active < this.concurrency()) {
        this.hasMore = false;
        const messages = await this.receive();
        if (messages.length === 0) break;
        this.hasMore = true;
        this.take(messages);
      }
    } finally {
      this.isPolling = false;
    }
    if (!this.hasMore) this.backlogSince = undefined;
    else this.backlogSince ??= this.options.cloud.world.now();
  }

  private async receive(): Promise<Message[]> {
    const { Messages } = await this.call<ReceiveMessageResult>("ReceiveMessage", {
      QueueUrl: this.queueUrl,
      MaxNumberOfMessages: Math.min(longestReceive, this.batchSize - this.buffer.length),
      AttributeNames: ["All"],
      MessageAttributeNames: ["All"],
    });
    return Messages ?? [];
  }

  private concurrency(): number {
    const maximum = this.options.inputs.scalingConfig?.maximumConcurrency;
    if (maximum !== undefined) return maximum;
    const minutes = (this.options.cloud.world.now() - (this.backlogSince ?? Infinity)) / 60_000;
    return Math.min(longestConcurrency, firstConcurrency + Math.max(0, Math.floor(minutes * growthPerMinute)));
  }

  private take(messages: readonly Message[]): void {
    for (const message of messages) {
      const size = message.Body?.length ?? 0;
      if (this.bufferedBytes + size > longestBatch) this.dispatch();
      this.buffer.push(message);
      this.bufferedBytes += size;
    }
    if (this.buffer.length >= this.batchSize || this.window === 0) return this.dispatch();
    const { buffer } = this;
    if (buffer.length !== messages.length) return;
    this.options.cloud.world.after(this.window, () => {
      if (buffer === this.buffer) this.dispatch();
    });
  }

  private dispatch(): void {
    const batch = this.buffer;
    this.buffer = [];
    this.bufferedBytes = 0;
    if (batch.length === 0) return;
    this.active++;
    const done = this.process(batch).finally(() => {
      this.active--;
      if (this.hasMore) this.wake();
    });
    this.detach(done);
  }

  private async process(batch: readonly Message[]): Promise<void> {
    const wanted = batch.filter((message) => this.filter(filterable(message)));
    const dropped = batch.filter((message) => !wanted.includes(message));
    const failed = wanted.length > 0 ? await this.failedOf(wanted) : new Set<string>();
    const finished = wanted.filter(({ MessageId }) => !failed.has(MessageId as string));
    await this.remove([...dropped, ...finished]);
  }

  /** Ids of the messages that stay in the queue until their visibility timeout. */
  private async failedOf(batch: readonly Message[]): Promise<ReadonlySet<string>> {
    const { fn, invocations, inputs } = this.options;
    const ids = new Set(batch.map(({ MessageId }) => MessageId as string));
    const payload = JSON.stringify({ Records: batch.map((message) => sqsRecord(message, this.sourceArn)) });
    let outcome: Outcome;
    try {
      outcome = await invocations.invoke(fn, { payload });
      if (this.isDuplicated()) await invocations.invoke(fn, { payload });
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      this.lastProcessingResult = `PROBLEM: ${error.message}`;
      return ids;
    }
    this.lastProcessingResult = outcome.functionError ? "PROBLEM: Function call failed" : "OK";
    if (outcome.functionError) return ids;
    if (!inputs.functionResponseTypes?.includes("ReportBatchItemFailures")) return new Set();
    const result = batchResult(outcome.payload, ids);
    return result.kind === "malformed" ? ids : result.identifiers;
  }

  private async remove(messages: readonly Message[]): Promise<void> {
    for (let i = 0; i < messages.length; i += longestReceive) {
      const some = messages.slice(i, i + longestReceive);
      const Entries = some.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
      try {
        await this.call("DeleteMessageBatch", { QueueUrl: this.queueUrl, Entries });
      } catch (error) {
        // What was not deleted comes again after its visibility timeout.
        if (!(error instanceof AwsError)) throw error;
        this.lastProcessingResult = `PROBLEM: ${error.message}`;
      }
    }
  }
}
