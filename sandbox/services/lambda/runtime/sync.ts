type Callback = (error: unknown, result?: unknown) => void;
type AnyFunction = (...args: never[]) => unknown;

/** The work done at once, the answer given to the callback in the next tick, as an asynchronous interface would. */
export function viaCallback(work: AnyFunction): (...args: unknown[]) => void {
  return (...args) => {
    const callback = args.pop() as Callback;
    if (typeof callback !== "function") throw new TypeError('The "cb" argument must be of type function.');
    try {
      const result = work(...(args as never[]));
      process.nextTick(callback, null, result);
    } catch (error) {
      process.nextTick(callback, error);
    }
  };
}

/** The work done at once, the answer given by a promise. */
export function viaPromise(work: AnyFunction): (...args: unknown[]) => Promise<unknown> {
  return async (...args) => work(...(args as never[]));
}
