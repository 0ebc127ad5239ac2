/** The process's own timers and clock, kept before any world replaces them: for what serves people, never for a model. */
const { setTimeout, Date } = globalThis;

export const realTime = {
  now: (): number => Date.now(),
  sleep: (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds)),
};
