/** The process's own timers and clock, kept before any world replaces them: for what serves people, never for a model. */
const { setTimeout, setImmediate, Date } = globalThis;

export const realTime = {
  now: (): number => Date.now(),
  /** A turn of the event loop. */
  turn: (): Promise<void> => new Promise((resolve) => setImmediate(resolve)),
  sleep: (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds)),
};
