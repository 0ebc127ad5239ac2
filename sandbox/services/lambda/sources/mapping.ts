import { parseArn, type Place } from "../../../kernel/arn";
import type { Cloud } from "../../../kernel/cloud";
import { AwsError } from "../../../kernel/errors";
import { isTransient } from "../invoke/log";
import type { Invocations } from "../invoke/invocations";
import type { MappingInputs } from "../inputs";
import { assumeFunctionRole } from "../session";
import type { FunctionState } from "../state";
import { filterOf, type Filter } from "./filter";

/** Milliseconds after which a source that refused is asked again; doubled up to the longest. */
const firstRetry = 1_000;
const longestRetry = 900_000;

/** Milliseconds between something's arrival and the poll that finds it, so that what arrives together is found together. */
const pollDelay = 20;

export interface MappingOptions {
  readonly uuid: string;
  readonly arn: string;
  readonly fn: FunctionState;
  readonly inputs: MappingInputs;
  readonly cloud: Cloud;
  readonly invocations: Invocations;
}

/**
 * An event-source mapping: calls its source as the function's role, and the function with what it finds. Woken by the
 * source's model instead of polling by the clock.
 */
export abstract class Mapping {
  enabled: boolean;
  lastProcessingResult = "No records processed";
  lastModified: number;
  protected readonly filter: Filter;
  protected readonly place: Place;
  private started = false;
  private refusals = 0;
  private appointed = false;

  constructor(readonly options: MappingOptions) {
    this.enabled = options.inputs.enabled ?? true;
    this.lastModified = options.cloud.world.now();
    const patterns = options.inputs.filterCriteria?.filters ?? [];
    this.filter = filterOf(patterns.flatMap(({ pattern }) => (pattern === undefined ? [] : [pattern])));
    const { region, account } = parseArn(options.inputs.eventSourceArn);
    this.place = { account, region };
  }

  get sourceArn(): string {
    return this.options.inputs.eventSourceArn;
  }

  get batchSize(): number {
    return this.options.inputs.batchSize ?? this.defaultBatchSize;
  }

  /** Milliseconds. */
  get window(): number {
    return (this.options.inputs.maximumBatchingWindowInSeconds ?? 0) * 1_000;
  }

  setEnabled(enabled: boolean): void {
    this.enabled = enabled;
    this.lastModified = this.options.cloud.world.now();
    this.wake();
  }

  /** What was fetched, or is there to be fetched, and is not through yet; of a queue, the queue knows. */
  backlog(): { readonly waiting: number; readonly ageSeconds: number } {
    return { waiting: 0, ageSeconds: 0 };
  }

  /** Something may be there to be fetched. */
  readonly wake = (): void => this.pollIn(pollDelay);

  protected abstract readonly defaultBatchSize: number;
  /** First contact with the source, at the first poll while enabled. */
  protected abstract start(): Promise<void>;
  protected abstract poll(): Promise<void>;

  protected call<O = Record<string, unknown>>(operation: string, input: object): Promise<O> {
    const { cloud, fn } = this.options;
    const principal = assumeFunctionRole(cloud, fn.inputs.role, fn.name);
    const { service } = parseArn(this.sourceArn);
    return cloud.call<O>({ principal, place: this.place, service, operation, input });
  }

  /** Runs a duty that nobody waits for; what it throws fails the run. */
  protected detach(work: Promise<void>): void {
    work.catch((error: unknown) => this.options.cloud.world.fail(error));
  }

  /** Whether the fault plan has this batch delivered twice. */
  isDuplicated(): boolean {
    const { cloud, fn } = this.options;
    const site = { service: "lambda", operation: "Invoke", resource: fn.arn, function: fn.name };
    return cloud.world.faults.strikes(["duplicate"], site) !== undefined;
  }

  private pollIn(delay: number): void {
    if (this.appointed || !this.enabled) return;
    this.appointed = true;
    this.options.cloud.world.after(delay, async () => {
      this.appointed = false;
      if (this.enabled) await this.attempt();
    });
  }

  private async attempt(): Promise<void> {
    try {
      if (!this.started) await this.start();
      this.started = true;
      await this.poll();
      this.refusals = 0;
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      this.lastProcessingResult = `PROBLEM: ${error.message}`;
      // Denials are asked again rarely: only a change of a policy mends them.
      const first = isTransient(error) ? firstRetry : 60_000;
      this.pollIn(Math.min(longestRetry, first * 2 ** this.refusals++));
    }
  }
}
