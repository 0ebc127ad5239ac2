import { promisify } from "node:util";
import { currentScope, type Scope } from "../../../kernel/scope";

/** What nobody in a function catches, which ends its process. */
export interface Uncaught {
  readonly origin: "exception" | "rejection";
  readonly error: unknown;
}

const takers = new WeakMap<Scope, (uncaught: Uncaught) => void>();
let isWatching = false;

/** Hands what an invocation does not catch to `take`, instead of letting it end the sandbox. */
export function takeUncaught(scope: Scope, take: (uncaught: Uncaught) => void): void {
  takers.set(scope, take);
  if (isWatching) return;
  isWatching = true;
  process.on("unhandledRejection", (error: unknown) => {
    const rejecting = currentScope();
    const taker = rejecting && takers.get(rejecting);
    // Not a function's: Node would have thrown it, had nobody listened.
    if (!taker) throw error;
    taker({ origin: "rejection", error });
  });
}

type Callback = (...args: unknown[]) => unknown;
type Timer = (callback: Callback, ...rest: unknown[]) => unknown;

/**
 * The timers of a function's code. What a timer throws ends the function's process; what an invocation that is over left behind does not
 * run, as in a process that is frozen.
 */
export function functionTimers(): Readonly<Record<"setTimeout" | "setInterval" | "setImmediate", unknown>> {
  const guarded = (name: "setTimeout" | "setInterval" | "setImmediate", promised: Callback) => {
    const timer: Timer = (callback, ...rest) => (globalThis[name] as unknown as Timer)(guard(callback), ...rest);
    return Object.assign(timer, { [promisify.custom]: promised });
  };
  const wait = (delay: unknown, value?: unknown) =>
    new Promise((resolve) => globalThis.setTimeout(resolve, delay as number, value));
  return {
    setTimeout: guarded("setTimeout", wait),
    setInterval: guarded("setInterval", wait),
    setImmediate: guarded("setImmediate", (value) => wait(0, value)),
  };
}

function guard(callback: Callback): Callback {
  return (...args) => {
    const scope = currentScope();
    if (!scope) return callback(...args);
    if (!scope.alive) return undefined;
    try {
      return callback(...args);
    } catch (error) {
      takers.get(scope)?.({ origin: "exception", error });
      return undefined;
    }
  };
}
