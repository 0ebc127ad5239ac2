import { AwsError } from "../../../kernel/errors";
import { sendTo } from "../invoke/destinations";
import type { Outcome } from "../invoke/outcome";
import { batchResult } from "./batch-result";
import { arrival, failedBatch, filterable, kinesisRecord, type StreamRecord } from "./kinesis-event";
import type { KinesisMapping } from "./kinesis";

/** Milliseconds between attempts: doubled from the first up to the longest. */
const firstBackoff = 1_000;
const longestBackoff = 60_000;

/** How a batch stands between two attempts. */
interface Attempt {
  readonly records: readonly StreamRecord[];
  /** Failed attempts that count against `maximumRetryAttempts`. */
  failures: number;
  /** Times the function was called with these records. */
  calls: number;
  requestId: string;
  functionError?: string | undefined;
}

/** Works on records of a shard in their order: the next batch waits until the one before it is through or given up. */
export class Lane {
  /** Sequence number of the last record that was read. */
  lastRead: string | undefined;
  private queue: StreamRecord[] = [];
  /** The batch that is being worked on, until it is through or given up. */
  private batched: readonly StreamRecord[] = [];
  private isBusy = false;
  private isWindowOpen = false;
  private resumers: (() => void)[] = [];

  constructor(
    private readonly mapping: KinesisMapping,
    private readonly shardId: string,
    private readonly isWanted: (record: object) => boolean,
    private readonly onRoom: () => void,
  ) {}

  get waiting(): number {
    return this.queue.length;
  }

  get working(): number {
    return this.batched.length;
  }

  /** When the oldest record that is not through arrived, epoch milliseconds. */
  get oldest(): number | undefined {
    const first = this.batched[0] ?? this.queue[0];
    return first && arrival(first);
  }

  add(record: StreamRecord): void {
    this.lastRead = record.SequenceNumber;
    this.queue.push(record);
    this.consider();
  }

  resume(): void {
    for (const resume of this.resumers.splice(0)) resume();
    this.consider();
  }

  /** Starts on a batch when it is full, or when its window has passed. */
  private consider(windowPassed = false): void {
    if (this.isBusy || this.queue.length === 0) return;
    const { world } = this.mapping.options.cloud;
    if (!windowPassed && this.queue.length < this.mapping.batchSize) {
      if (this.isWindowOpen) return;
      this.isWindowOpen = true;
      // Even without a window, what one read returned belongs together.
      world.after(this.mapping.window, () => {
        this.isWindowOpen = false;
        this.consider(true);
      });
      return;
    }
    this.isBusy = true;
    const records = this.queue.splice(0, this.mapping.batchSize);
    this.batched = records;
    const done = this.batch(records).finally(() => {
      this.isBusy = false;
      this.batched = [];
      this.consider();
      this.onRoom();
    });
    done.catch((error: unknown) => world.fail(error));
  }

  private async batch(records: readonly StreamRecord[]): Promise<void> {
    const wanted = records.filter((record) => this.isWanted(filterable(record)));
    const halves: Attempt[] = wanted.length > 0 ? [fresh(wanted)] : [];
    for (let next = halves.shift(); next; next = halves.shift()) halves.unshift(...(await this.attempt(next)));
  }

  /** Calls the function once; returns what is still to be done, in order. */
  private async attempt(attempt: Attempt): Promise<Attempt[]> {
    await this.enabled();
    const { inputs } = this.mapping.options;
    const young = await this.discardOld(attempt);
    if (young.length < attempt.records.length)
      return young.length > 0 ? [{ ...fresh(young), failures: attempt.failures }] : [];
    const rest = await this.invoke(attempt);
    if (rest === undefined) {
      await this.pause(attempt.calls++);
      return [attempt];
    }
    if (rest.length === 0) return [];
    if (rest.length < attempt.records.length && !inputs.bisectBatchOnFunctionError) return [fresh(rest)];
    if (inputs.bisectBatchOnFunctionError && rest.length > 1) {
      await this.pause(0);
      const middle = Math.ceil(rest.length / 2);
      return [rest.slice(0, middle), rest.slice(middle)].map((records) => ({ ...attempt, records }));
    }
    const retries = inputs.maximumRetryAttempts ?? -1;
    const failed: Attempt = { ...attempt, records: rest, failures: attempt.failures + 1 };
    if (retries >= 0 && failed.failures > retries) {
      await this.giveUp(failed, "RetryAttemptsExhausted");
      return [];
    }
    await this.pause(failed.failures - 1);
    return [failed];
  }

  /** The records that are not through after a call; undefined when the function could not be called. */
  private async invoke(attempt: Attempt): Promise<readonly StreamRecord[] | undefined> {
    const { fn, invocations, inputs } = this.mapping.options;
    const { records } = attempt;
    const event = {
      Records: records.map((record) => kinesisRecord(record, this.shardId, this.mapping.sourceArn, fn.inputs.role)),
    };
    let outcome: Outcome;
    try {
      outcome = await invocations.invoke(fn, { payload: JSON.stringify(event) });
      if (this.mapping.isDuplicated()) await invocations.invoke(fn, { payload: JSON.stringify(event) });
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      this.mapping.lastProcessingResult = `PROBLEM: ${error.message}`;
      return undefined;
    }
    attempt.calls++;
    attempt.requestId = outcome.requestId;
    attempt.functionError = outcome.functionError;
    this.mapping.lastProcessingResult = outcome.functionError ? "PROBLEM: Function call failed" : "OK";
    if (outcome.functionError) return records;
    if (!inputs.functionResponseTypes?.includes("ReportBatchItemFailures")) return [];
    const numbers = records.map(({ SequenceNumber }) => SequenceNumber);
    const result = batchResult(outcome.payload, new Set(numbers));
    if (result.kind === "malformed") return records;
    // The lowest failed sequence number is the checkpoint: everything from it on is tried again.
    const first = numbers.findIndex((number) => result.identifiers.has(number));
    return first < 0 ? [] : records.slice(first);
  }

  /** Gives up what is older than the mapping or the stream allows; returns the rest. */
  private async discardOld(attempt: Attempt): Promise<readonly StreamRecord[]> {
    const { inputs, cloud } = this.mapping.options;
    const maximum = inputs.maximumRecordAgeInSeconds ?? -1;
    const longest = Math.min(this.mapping.retention, maximum >= 0 ? maximum * 1_000 : Infinity);
    const isOld = (record: StreamRecord) => cloud.world.now() - arrival(record) > longest;
    const old = attempt.records.filter(isOld);
    if (old.length > 0) await this.giveUp({ ...attempt, records: old }, "RecordAgeExceeded");
    return old.length > 0 ? attempt.records.filter((record) => !isOld(record)) : attempt.records;
  }

  private async giveUp(attempt: Attempt, condition: "RetryAttemptsExhausted" | "RecordAgeExceeded"): Promise<void> {
    const { fn, cloud, inputs } = this.mapping.options;
    const target = inputs.destinationConfig?.onFailure?.destinationArn;
    if (!target) return;
    const body = failedBatch({
      requestId: attempt.requestId,
      functionArn: fn.arn,
      condition,
      invokeCount: attempt.calls,
      functionError: attempt.functionError,
      now: cloud.world.now(),
      shardId: this.shardId,
      streamArn: this.mapping.sourceArn,
      records: attempt.records,
    });
    try {
      await sendTo(cloud, fn, target, { body });
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      fn.counts.destinationFailures++;
      this.mapping.lastProcessingResult = `PROBLEM: ${error.message}`;
    }
  }

  private pause(exponent: number): Promise<void> {
    const delay = Math.min(longestBackoff, firstBackoff * 2 ** Math.min(exponent, 10));
    return new Promise((resolve) => this.mapping.options.cloud.world.after(delay, resolve));
  }

  private async enabled(): Promise<void> {
    while (!this.mapping.enabled) await new Promise<void>((resolve) => this.resumers.push(resolve));
  }
}

function fresh(records: readonly StreamRecord[]): Attempt {
  return { records, failures: 0, calls: 0, requestId: "" };
}
