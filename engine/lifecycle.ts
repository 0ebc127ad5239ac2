import type { StackGraph } from "../sandbox";
import { type Change, describe, EventLog, type Problem } from "./changes";
import { changedInputs, compareGraphs, lostInputs, stateOf, type StateResource } from "./graphs";
import { type Adaptation, FAKED_TYPES, type LostInput, READ_BACK_GAPS, unexplained } from "./known-gaps";
import { comparePackages } from "./packages";
import type { EngineStack } from "./workspace";

/** The configuration change that every life has, small enough to be told apart from everything else. */
export interface ConfigurationChange {
  readonly key: string;
  readonly value: string;
}

/** What a life is of. */
export interface LifeOptions {
  /** Folders of policy packs that the preview is judged by. */
  readonly policyPacks: readonly string[];
  readonly opened: EngineStack;
  /** What the plugin is known not to keep. */
  readonly lostInputs: readonly LostInput[];
  /** What the sandbox makes of the stack, before and after the change, and without protection. */
  readonly graph: StackGraph;
  readonly change: ConfigurationChange;
  readonly changedGraph: StackGraph;
  readonly unprotectedGraph: StackGraph;
  /** The key that takes protection away, where a stack has it. */
  readonly protection: ConfigurationChange;
  /** What else is wrong with the state after the first up, a line each, given what `pulumi stack export` writes. */
  readonly checkState?: StateCheck;
  /** Deletes what the stack wrote into its buckets while it lived. */
  readonly deleteLeftovers: () => Promise<unknown>;
  /** The one step to take, instead of a whole life. */
  readonly step?: string;
  /** URNs of the resources to bring up, instead of all. */
  readonly targets?: readonly string[];
  readonly onStep: (step: string) => void;
  readonly onDone: (result: StepResult) => void;
}

/** Holds an exported state against what the sandbox makes of the stack. */
export type StateCheck = (graph: StackGraph, exported: string) => readonly string[];

/** How a step went. */
export interface StepResult {
  readonly step: string;
  readonly seconds: number;
  /** Changes that the step made, or foresaw. */
  readonly changes: number;
  /** Changes that only a known gap explains, a line each. */
  readonly explained: readonly string[];
  /** What engine and plugin warned of, each once: properties that are deprecated, or not known. */
  readonly warnings: readonly string[];
  /** What is wrong, a line each. */
  readonly failures: readonly string[];
}

/** A whole life, and what of the lists of gaps it needed. */
export interface Life {
  readonly steps: readonly StepResult[];
  /** Keys of properties, see `gapKeys`. */
  readonly usedGaps: ReadonlySet<string>;
  readonly usedAdaptations: ReadonlySet<Adaptation>;
}

type Check = (changes: readonly Change[]) => string[] | Promise<string[]>;

/** Takes a stack from its first preview to its end, or to the first operation that fails. */
export async function live(options: LifeOptions): Promise<Life> {
  const steps: StepResult[] = [];
  const usedGaps = new Set<string>();
  const wanted = plan(options).filter(({ step }) => options.step === undefined || step === options.step);
  for (const { step, run, check, mayFail } of wanted) {
    options.onStep(step);
    const started = performance.now();
    const log = new EventLog();
    const error = await attempt(() => run(log));
    const left = log.changes.flatMap((change) => unexplained(change, READ_BACK_GAPS, usedGaps) ?? []);
    const failures = error && !mayFail ? problemLines(log, error) : await check(left, log, error);
    const explained = log.changes.filter((change) => !left.some(({ urn }) => urn === change.urn)).map(describe);
    const seconds = (performance.now() - started) / 1000;
    const warnings = [...new Set(log.warnings.map(named))];
    const result = { step, seconds, changes: log.changes.length, explained, warnings, failures };
    steps.push(result);
    options.onDone(result);
    // Unexpected changes do not keep the rest from being tried; a failed operation does.
    if (error && failures.length > 0) break;
  }
  return { steps, usedGaps, usedAdaptations: options.opened.usedAdaptations() };
}

interface Step {
  readonly step: string;
  readonly run: (log: EventLog) => Promise<unknown>;
  /** What is wrong with the changes that no gap explains. */
  readonly check: (left: readonly Change[], log: EventLog, error: Error | undefined) => string[] | Promise<string[]>;
  /** A refusal is then part of what is checked. */
  readonly mayFail?: true;
}

function plan(options: LifeOptions): Step[] {
  const { opened, graph, change } = options;
  const { stack } = opened;
  const policyPacks = [...options.policyPacks];
  const target = options.targets && { target: [...options.targets] };
  const up = (log: EventLog) => stack.up({ onEvent: log.take, continueOnError: true, ...target });
  const isProtected = graph.resources.some((resource) => resource.protect);
  return [
    {
      step: "preview",
      run: (log) => stack.preview({ onEvent: log.take, policyPacks }),
      check: onlyCreates(graph),
    },
    {
      step: "up",
      run: (log) => {
        // Only now: the preview held these types' inputs against the provider's schema.
        opened.fake(FAKED_TYPES.map(({ type }) => type));
        return up(log);
      },
      check: async (left) => {
        const exported = await stack.exportStack();
        const state = stateOf(exported);
        return [
          ...(await onlyCreates(graph)(left)),
          ...(options.checkState?.(graph, JSON.stringify(exported)) ?? []),
          ...compareGraphs(graph, state),
          ...inputsNotKept(graph, state, options.lostInputs),
          ...(await comparePackages(graph, state)),
        ];
      },
    },
    { step: "up again", run: up, check: nothing },
    {
      step: `up with ${change.key}=${change.value}`,
      run: async (log) => {
        await opened.configure(change.key, change.value);
        return up(log);
      },
      check: exactly(changedInputs(graph, options.changedGraph)),
    },
    { step: "refresh", run: (log) => stack.refresh({ onEvent: log.take }), check: nothing },
    ...(isProtected ? withoutProtection(options) : []),
    {
      step: "destroy",
      run: async (log) => {
        await options.deleteLeftovers();
        return stack.destroy({ onEvent: log.take });
      },
      check: async () => stateOf(await stack.exportStack()).map(({ urn }) => `still in the state: ${urn}`),
    },
  ];
}

/** A protected stack must refuse to go, and go when its protection is taken away first. */
function withoutProtection({ opened, protection, unprotectedGraph }: LifeOptions): Step[] {
  const { stack } = opened;
  const kept = new Set(unprotectedGraph.resources.map(({ urn }) => urn));
  const expected = ({ urn, operation }: Change) => operation === "update" || (operation === "delete" && !kept.has(urn));
  return [
    {
      step: "destroy, refused",
      mayFail: true,
      // Only foreseen, as the CLI does before it acts: an engine told to skip that deletes all that is not protected.
      run: (log) => stack.previewDestroy({ onEvent: log.take }),
      check: (_left, log, error) => {
        if (!error) return ["protected resources would be destroyed"];
        const refused = log.problems.some(({ message }) => /protect/.test(message)) || /protect/.test(error.message);
        return refused ? [] : problemLines(log, error);
      },
    },
    {
      step: `up with ${protection.key}=${protection.value}`,
      run: async (log) => {
        await opened.configure(protection.key, protection.value);
        return stack.up({ onEvent: log.take });
      },
      check: (left) => left.filter((each) => !expected(each)).map((each) => `unexpected: ${describe(each)}`),
    },
  ];
}

const nothing: Check = (left) => left.map((change) => `unexpected: ${describe(change)}`);

function exactly(expected: readonly string[]): Check {
  return (left) => {
    const found = new Set(left.map(({ urn }) => urn));
    return [
      ...(expected.length === 0 ? ["the sandbox sees no change of inputs in this configuration change"] : []),
      ...left
        .filter(({ urn, operation }) => !expected.includes(urn) || operation !== "update")
        .map((change) => `unexpected: ${describe(change)}`),
      ...expected.filter((urn) => !found.has(urn)).map((urn) => `expected, and did not come: a change of ${urn}`),
    ];
  };
}

function onlyCreates(graph: StackGraph): Check {
  return (left) => {
    const created = new Set(left.filter(({ operation }) => operation === "create").map(({ urn }) => urn));
    return [
      ...left.filter(({ operation }) => operation !== "create").map((change) => `unexpected: ${describe(change)}`),
      ...graph.resources.filter(({ urn }) => !created.has(urn)).map(({ urn }) => `not created: ${urn}`),
    ];
  };
}

/**
 * Properties that the plugin did not keep and that no known gap names: wrong names, or too new ones. And gaps that are
 * none any more, for the plugin keeps what they name.
 */
function inputsNotKept(graph: StackGraph, state: readonly StateResource[], gaps: readonly LostInput[]): string[] {
  const kept = new Map(state.map(({ urn, inputs }) => [urn, inputs]));
  const open = new Set(gaps.flatMap(({ type, properties }) => properties.map((path) => `${type} ${path}`)));
  const closed = new Set(open);
  const unknown = graph.resources
    .filter(({ custom, type }) => custom && !type.startsWith("pulumi:"))
    .flatMap(({ urn, type, inputs }) => {
      const lost = lostInputs(inputs, kept.get(urn));
      for (const path of lost) closed.delete(`${type} ${path}`);
      const news = lost.filter((path) => !open.has(`${type} ${path}`));
      return news.map((path) => `the plugin does not know the property "${path}" of ${urn}`);
    });
  return [
    ...unknown,
    ...[...closed].map((gap) => `the plugin keeps ${gap} by now: delete it from engine/known-gaps.ts`),
  ];
}

async function attempt(run: () => Promise<unknown>): Promise<Error | undefined> {
  try {
    await run();
    return undefined;
  } catch (error) {
    return error as Error;
  }
}

/** A message with its resource, where it does not name it itself. */
function named({ urn, message }: Problem): string {
  const name = urn?.split("::").slice(2).join(" ");
  return name && !message.includes(urn as string) ? `${name}: ${message}` : message;
}

/** What the engine and the program said; where neither said anything, the end of what the engine's process wrote. */
export function problemLines(log: Pick<EventLog, "problems" | "written" | "waiting">, error: Error): string[] {
  const lines = log.problems.map(named);
  const [first] = log.waiting;
  const leaked = log.written.some((line) => /promises were still active/.test(line));
  if (leaked && first !== undefined) {
    lines.unshift(
      `${log.waiting.length} resources wait for what never comes, the first of them ${first}: ` +
        "it needs, directly or not, what needs it (a cycle), or a promise that is never kept.",
    );
  }
  const said = [...lines, ...(log.written.length > 0 ? [log.written.join("\n")] : [])];
  return said.length > 0 ? [...new Set(said)] : [error.message.trim().slice(-3000)];
}
