import { join } from "node:path";
import { MessageChannel, receiveMessageOnPort, Worker, type MessagePort } from "node:worker_threads";
import type { World } from "../../world/world";

/** What the thread answers: what jq wrote, or why it is no longer there. */
type Answer = { readonly output: string; readonly errors: string } | { readonly ended: string };

/** At most so many filters wait for input; the one that was used longest ago ends. */
const capacity = 4;
/** Milliseconds of real time after which a filter is taken to hang. */
const patience = 60_000;
const [asked, answered] = [0, 1];

const running = new Map<string, RunningJq>();

/** A jq that was started with a filter and takes one JSON text after another. */
class RunningJq {
  private readonly port: MessagePort;
  private readonly counters = new Int32Array(new SharedArrayBuffer(8));
  private readonly thread: Worker;

  private constructor(filter: string) {
    const { port1, port2 } = new MessageChannel();
    this.port = port1;
    const workerData = { filter, port: port2, counters: this.counters };
    // Neither the loader of the process nor its options: the thread runs plain JavaScript.
    const options = { workerData, transferList: [port2], execArgv: [], env: {} };
    this.thread = new Worker(join(__dirname, "jq-thread.js"), options);
    this.thread.unref();
    this.port.unref();
  }

  static of(filter: string): RunningJq {
    const jq = running.get(filter) ?? new RunningJq(filter);
    running.delete(filter);
    running.set(filter, jq);
    for (const oldest of running.keys()) {
      if (running.size <= capacity) break;
      RunningJq.end(oldest);
    }
    return jq;
  }

  /** Ends a jq that is not wanted any more, or has lost its place. */
  static end(filter: string): void {
    void running.get(filter)?.thread.terminate();
    running.delete(filter);
  }

  /**
   * What jq writes for one input. The process stands still meanwhile, as it would if jq were compiled into it.
   * @throws Error in jq's words when the filter is none, or when it ends jq
   */
  run(input: string): string {
    const before = Atomics.load(this.counters, answered);
    this.port.postMessage(input);
    Atomics.add(this.counters, asked, 1);
    Atomics.notify(this.counters, asked);
    if (Atomics.wait(this.counters, answered, before, patience) === "timed-out") throw new Error("jq does not answer.");
    const { message } = receiveMessageOnPort(this.port) as { message: Answer };
    if ("ended" in message) throw new Error(message.ended);
    if (message.errors) throw new Error(message.errors.trim());
    return message.output;
  }
}

/** What the query made of a record: an object of partition keys, or why there is none. */
export type Extraction = { readonly keys: Readonly<Record<string, unknown>> } | { readonly error: string };

/**
 * Runs a metadata extraction query over records, all of them as one input of jq.
 * @throws Error when the query itself is no jq
 */
export function extract(world: World, query: string, records: readonly string[]): Promise<Extraction[]> {
  return world.hold(async () => {
    const filter = `.[] | try {found: (fromjson | [${query}\n])} catch {error: tostring}`;
    const lines = linesOf(filter, JSON.stringify(records));
    if (lines.length !== records.length) {
      // A filter that reads on by itself (`input`) has taken what comes next for this input's.
      RunningJq.end(filter);
      throw new Error(`jq answered ${lines.length} lines to ${records.length} records: ${query}`);
    }
    return lines.map((line) => extraction(JSON.parse(line) as { found?: unknown[]; error?: string }));
  });
}

function linesOf(filter: string, input: string): string[] {
  try {
    return RunningJq.of(filter).run(input).split("\n").filter(Boolean);
  } catch (error) {
    RunningJq.end(filter);
    throw error;
  }
}

function extraction({ found, error }: { readonly found?: unknown[]; readonly error?: string }): Extraction {
  if (!found) return { error: error ?? "The query failed." };
  const [keys] = found;
  if (found.length !== 1 || typeof keys !== "object" || keys === null || Array.isArray(keys)) {
    return { error: "The query must return one JSON object." };
  }
  return { keys: keys as Record<string, unknown> };
}
