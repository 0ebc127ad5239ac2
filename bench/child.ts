import { fork } from "node:child_process";
import { join } from "node:path";

/** What a piece of work took, milliseconds. CPU time is all threads' and is what a busy machine blurs least. */
export interface Took {
  readonly wall: number;
  readonly cpu: number;
}

/**
 * Runs `bench/probes/<probe>.ts` in a process of its own, with the loader of every command, and returns what it reports.
 * @throws when the probe fails; its error stands on standard error
 */
export function inChild<T>(probe: string, args: object): Promise<T> {
  return new Promise((resolve, reject) => {
    const child = fork(join(__dirname, "probes", `${probe}.ts`), [JSON.stringify(args)], {
      execArgv: ["--expose-gc", "-r", "ts-node/register/transpile-only"],
      stdio: ["ignore", "ignore", "inherit", "ipc"],
    });
    let report: { value: T } | undefined;
    child.on("message", (message) => (report = message as { value: T }));
    child.on("error", reject);
    child.on("exit", (code, signal) => {
      if (code === 0 && report) resolve(report.value);
      else reject(new Error(`The probe "${probe}" ended with ${signal ?? `status ${code}`} and without a report.`));
    });
  });
}

/** In a probe: runs the work on the arguments and reports to the parent. */
export function probe<A, T>(work: (args: A) => Promise<T>): void {
  work(JSON.parse(process.argv[2] as string) as A).then(
    (value) => process.send?.({ value }, () => process.disconnect()),
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
}

/** The clocks as they were before a world took them. */
const now = performance.now.bind(performance);

/** Runs the work and says what it took. */
export async function timed<T>(work: () => Promise<T>): Promise<{ readonly value: T; readonly took: Took }> {
  const wall = now();
  const before = process.cpuUsage();
  const value = await work();
  const { user, system } = process.cpuUsage(before);
  return { value, took: { wall: now() - wall, cpu: (user + system) / 1_000 } };
}

/** The middle value; of an even number, the mean of the middle two. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const high = sorted[middle];
  const low = sorted[sorted.length % 2 === 0 ? middle - 1 : middle];
  if (high === undefined || low === undefined) throw new Error("There is no median of nothing.");
  return (low + high) / 2;
}
