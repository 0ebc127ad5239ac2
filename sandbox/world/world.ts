import { AsyncResource } from "node:async_hooks";
import * as FakeTimers from "@sinonjs/fake-timers";
import { useRandom } from "./globals";
import { Random } from "./random";
import { Faults, type FaultPlan } from "./faults";

const realSetImmediate = setImmediate;

/** Node's timers take at most 2^31 - 1 milliseconds. */
const longestTimer = 2 ** 31 - 1;

const toFake = [
  "Date",
  "setTimeout",
  "clearTimeout",
  "setInterval",
  "clearInterval",
  "setImmediate",
  "clearImmediate",
  "hrtime",
  "performance",
] as const satisfies FakeTimers.FakeMethod[];

export interface WorldOptions {
  readonly seed: number;
  /** Where the virtual clock starts, epoch milliseconds. */
  readonly start: number;
  readonly faults?: FaultPlan;
}

/** A scheduled action that can be called off. */
export interface Appointment {
  cancel(): void;
}

/**
 * One universe of accounts and regions: a virtual clock, a queue of what happens next (the fake clock's own timers, so
 * that handlers, SDK and services share one order), one seeded source of chance and the fault plan. Nothing in it
 * reads the wall clock. Only one world is open in a process at a time, because clock and chance are the process's.
 */
export class World {
  private static current: World | undefined;
  readonly random: Random;
  readonly faults: Faults;
  private clock: FakeTimers.Clock | undefined;
  private tail: Promise<unknown> = Promise.resolve();
  private tokens = 0;
  private failure: { error: unknown } | undefined;

  constructor(private readonly options: WorldOptions) {
    this.random = new Random(options.seed);
    this.faults = new Faults(options.faults, this.random.fork("faults"), options.start, () => this.now());
  }

  /** Takes clock and chance of the process. @throws when another world has them */
  open(): void {
    if (World.current) throw new Error("A world is open already: close it before you open another.");
    World.current = this;
    this.clock = FakeTimers.install({
      now: this.options.start,
      toFake: [...toFake],
      loopLimit: Number.MAX_SAFE_INTEGER,
      // Timers that were set before the world opened, and ids that stand for none, are still to be cleared.
      shouldClearNativeTimers: true,
    });
    keepScopeInTimers();
    useRandom(this.random.fork("globals"));
  }

  /** Gives clock and chance back to the process. */
  close(): void {
    if (World.current !== this) return;
    this.clock?.uninstall();
    useRandom(undefined);
    World.current = undefined;
  }

  /** Virtual time, epoch milliseconds. */
  now(): number {
    return this.clock?.now ?? this.options.start;
  }

  /** Runs `action` after `delay` milliseconds of virtual time. An error it throws ends the run loudly. */
  after(delay: number, action: () => void | Promise<void>): Appointment {
    return this.at(this.now() + Math.max(0, delay), action);
  }

  /** Runs `action` at `time` (epoch milliseconds), or now if that has passed. */
  at(time: number, action: () => void | Promise<void>): Appointment {
    const clock = this.running();
    let timer: FakeTimers.TimerId;
    const arm = () => {
      const wait = Math.max(0, Math.ceil(time) - this.now());
      timer =
        wait > longestTimer ? clock.setTimeout(arm, longestTimer) : clock.setTimeout(() => this.run(action), wait);
    };
    arm();
    return { cancel: () => clock.clearTimeout(timer as number) };
  }

  /**
   * Real asynchronous work (DuckDB, WebAssembly): one job at a time, in the order of the calls, and virtual time stands
   * still meanwhile, so that its real duration decides nothing.
   */
  hold<T>(job: () => Promise<T>): Promise<T> {
    this.tokens++;
    const result = this.tail.then(job).finally(() => this.tokens--);
    this.tail = result.catch(() => undefined);
    return result;
  }

  /** Waits until nothing can happen without time moving: no token is held and a real turn of the loop has passed. */
  async settle(): Promise<void> {
    do {
      if (this.tokens > 0) await this.tail;
      await new Promise<void>((resolve) => realSetImmediate(resolve));
    } while (this.tokens > 0);
    this.rethrow();
  }

  /** Moves time to `target` (epoch milliseconds), letting everything due on the way happen, each with its consequences. */
  async runUntil(target: number, onStep?: (now: number) => void): Promise<void> {
    let arrived = false;
    await this.settle();
    // The sentinel is due last among the timers of its millisecond that exist now; what they add is next time's.
    const sentinel = this.at(target, () => void (arrived = true));
    try {
      while (!arrived) {
        this.running().next();
        await this.settle();
        onStep?.(this.now());
      }
    } finally {
      sentinel.cancel();
    }
  }

  async runFor(milliseconds: number): Promise<void> {
    await this.runUntil(this.now() + milliseconds);
  }

  /** Fails the run with an error that no caller is there to take. */
  fail(error: unknown): void {
    this.failure ??= { error };
  }

  private running(): FakeTimers.Clock {
    if (!this.clock || World.current !== this) throw new Error("This world is not open: nothing can happen in it.");
    return this.clock;
  }

  private run(action: () => void | Promise<void>): void {
    try {
      const pending = action();
      if (pending) pending.catch((error: unknown) => this.fail(error));
    } catch (error) {
      this.fail(error);
    }
  }

  private rethrow(): void {
    if (!this.failure) return;
    const { error } = this.failure;
    this.failure = undefined;
    throw error;
  }
}

/** A timer's callback runs in the asynchronous scope that set it, as Node's own timers do. */
function keepScopeInTimers(): void {
  for (const name of ["setTimeout", "setInterval", "setImmediate"] as const) {
    const fake = globalThis[name] as (callback: (...args: unknown[]) => void, ...rest: unknown[]) => unknown;
    const bound = (callback: (...args: unknown[]) => void, ...rest: unknown[]) =>
      fake(AsyncResource.bind(callback), ...rest);
    Object.defineProperty(globalThis, name, { value: bound, configurable: true, writable: true });
  }
}
