import { config } from "chai";
import type { Behaviour } from "./behaviour";
import type { Target, TargetName } from "./targets/target";

// Whole values in messages: a peer cannot be asked again from the report.
config.truncateThreshold = 2_000;

/** What came of one behaviour at one target. */
export interface Outcome {
  readonly id: string;
  readonly target: TargetName;
  /** `skipped`: the target cannot be asked. */
  readonly result: "passed" | "failed" | "skipped";
  readonly message?: string;
  /** Real milliseconds. */
  readonly took: number;
}

/** Real seconds after which a behaviour at a target counts as failed. */
const patience = 240;

/** Holds one behaviour against one target. */
export async function hold(behaviour: Behaviour, target: Target): Promise<Outcome> {
  const base = { id: behaviour.id, target: target.name };
  if (!target.takes(behaviour)) return { ...base, result: "skipped", took: 0 };
  const start = process.hrtime.bigint();
  const took = () => Math.round(Number(process.hrtime.bigint() - start) / 1e6);
  try {
    await target.with(behaviour, (probe) => behaviour.run(probe));
    return { ...base, result: "passed", took: took() };
  } catch (error) {
    return { ...base, result: "failed", message: messageOf(error), took: took() };
  }
}

function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return `${error.name === "Error" || error.name === "AssertionError" ? "" : `${error.name}: `}${error.message}`;
}

/** Holds all behaviours against a target, `target.width` at a time, those with fixed names one after another at the end. */
export async function holdAll(
  behaviours: readonly Behaviour[],
  target: Target,
  onOutcome: (outcome: Outcome) => void = () => undefined,
): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  const work = async (queue: Behaviour[]) => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      const outcome = await withPatience(next, target);
      outcomes.push(outcome);
      onOutcome(outcome);
    }
  };
  const shared = behaviours.filter(({ exclusive }) => !exclusive);
  await Promise.all(Array.from({ length: target.width }, () => work(shared)));
  await work(behaviours.filter(({ exclusive }) => exclusive));
  return outcomes;
}

async function withPatience(behaviour: Behaviour, target: Target): Promise<Outcome> {
  const { id } = behaviour;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Outcome>((resolve) => {
    const message = `no end within ${patience} s`;
    const outcome = { id, target: target.name, result: "failed", message, took: patience * 1000 } as const;
    timer = setTimeout(() => resolve(outcome), patience * 1000);
  });
  const outcome = await Promise.race([hold(behaviour, target), late]);
  clearTimeout(timer);
  return outcome;
}
