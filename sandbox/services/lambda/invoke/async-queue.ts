import type { Cloud } from "../../../kernel/cloud";
import { AwsError } from "../../../kernel/errors";
import type { FunctionState } from "../state";
import { assertDestination, sendTo, type DestinationRecord } from "./destinations";
import type { Invocations } from "./invocations";
import type { FunctionErrorPayload, Outcome } from "./outcome";

/** An event that waits for its function. */
interface AsyncEvent {
  readonly fn: FunctionState;
  readonly requestId: string;
  readonly payload: string;
  readonly accepted: number;
  /** Times the handler ran. */
  runs: number;
  /** Attempts that ended in a throttle or in a fault of the system. */
  refusals: number;
}

type Condition = "RetriesExhausted" | "EventAgeExceeded" | "Success";

/** Milliseconds before the second and the third run: https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html */
const pauses = [60_000, 120_000];

/** Throttled and failed attempts are repeated from 1 s on, at most 5 minutes apart. */
const longestBackoff = 300_000;

/** The internal queue of asynchronous invocations: at least once, with retries, destinations and dead-letter queue. */
export class AsyncQueue {
  private readonly waiting = new Set<AsyncEvent>();

  constructor(
    private readonly cloud: Cloud,
    private readonly invocations: Invocations,
  ) {}

  /** Events accepted and neither processed nor handed to a destination yet. */
  get pending(): number {
    return this.waiting.size;
  }

  /** Takes an event; returns its request id. */
  enqueue(fn: FunctionState, payload: string): string {
    const requestId = this.invocations.random.uuid();
    this.add(fn, payload, requestId, 0);
    const site = { service: "lambda", operation: "Invoke", resource: fn.arn, function: fn.name };
    const fault = this.cloud.world.faults.strikes(["duplicate"], site);
    if (fault) this.add(fn, payload, requestId, this.invocations.random.int(1, fault.delay ?? 60_000));
    return requestId;
  }

  private add(fn: FunctionState, payload: string, requestId: string, delay: number): void {
    const event: AsyncEvent = { fn, requestId, payload, accepted: this.cloud.world.now(), runs: 0, refusals: 0 };
    this.waiting.add(event);
    this.schedule(event, delay);
  }

  private schedule(event: AsyncEvent, delay: number): void {
    this.cloud.world.after(delay, () => this.attempt(event));
  }

  private async attempt(event: AsyncEvent): Promise<void> {
    const age = this.cloud.world.now() - event.accepted;
    if (age > event.fn.async.maximumEventAgeInSeconds * 1_000) return this.conclude(event, "EventAgeExceeded");
    let outcome: Outcome;
    try {
      outcome = await this.invocations.invoke(event.fn, { payload: event.payload, requestId: event.requestId });
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      return this.schedule(event, Math.min(longestBackoff, 1_000 * 2 ** event.refusals++));
    }
    event.runs++;
    if (!outcome.functionError) return this.conclude(event, "Success", outcome);
    if (event.runs > event.fn.async.maximumRetryAttempts) return this.conclude(event, "RetriesExhausted", outcome);
    this.schedule(event, pauses[event.runs - 1] as number);
  }

  private async conclude(event: AsyncEvent, condition: Condition, outcome?: Outcome): Promise<void> {
    const { fn } = event;
    const { onSuccess, onFailure } = fn.async;
    const target = condition === "Success" ? onSuccess : onFailure;
    if (target) await this.deliver(event, target, this.record(event, condition, outcome));
    const deadLetters = fn.inputs.deadLetterConfig?.targetArn;
    if (deadLetters && condition !== "Success") await this.deliver(event, deadLetters, deadLetter(event, outcome));
    this.waiting.delete(event);
  }

  /** What the destination refuses is dropped, as on AWS, which counts it as DestinationDeliveryFailures. */
  private async deliver(event: AsyncEvent, target: string, record: DestinationRecord): Promise<void> {
    try {
      await sendTo(this.cloud, event.fn, target, record);
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      event.fn.counts.destinationFailures++;
    }
  }

  /** https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html */
  private record(event: AsyncEvent, condition: Condition, outcome?: Outcome): DestinationRecord {
    const body = {
      version: "1.0",
      timestamp: new Date(this.cloud.world.now()).toISOString(),
      requestContext: {
        requestId: event.requestId,
        functionArn: `${event.fn.arn}:$LATEST`,
        condition,
        approximateInvokeCount: event.runs,
      },
      requestPayload: JSON.parse(event.payload) as unknown,
      ...(outcome && {
        responseContext: {
          statusCode: 200,
          executedVersion: "$LATEST",
          ...(outcome.functionError && { functionError: outcome.functionError }),
        },
        responsePayload: JSON.parse(outcome.payload) as unknown,
      }),
    };
    const result = condition === "Success" ? "Success" : "Failure";
    return { body: JSON.stringify(body), detailType: `Lambda Function Invocation Result - ${result}` };
  }
}

/** Checks where a function's events may end. @throws Unsupported */
export function assertDestinations(fn: FunctionState): void {
  for (const arn of [fn.async.onFailure, fn.async.onSuccess, fn.inputs.deadLetterConfig?.targetArn]) {
    if (arn) assertDestination(arn, `the destination of ${fn.name}`);
  }
}

function deadLetter(event: AsyncEvent, outcome?: Outcome): DestinationRecord {
  const text = (StringValue: string) => ({ DataType: "String", StringValue });
  const error = outcome && (JSON.parse(outcome.payload) as FunctionErrorPayload);
  return {
    body: event.payload,
    attributes: {
      RequestID: text(event.requestId),
      ErrorCode: { DataType: "Number", StringValue: "200" },
      ...(error?.errorMessage && { ErrorMessage: text(error.errorMessage.slice(0, 1_024)) }),
    },
  };
}
