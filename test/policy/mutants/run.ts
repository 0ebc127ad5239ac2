import { readdirSync } from "node:fs";
import { join, relative } from "node:path";
import type * as Check from "../support/check";
import type { Specimen } from "../support/specimen";

/** What Stryker says of a mutant: `MutantRunOptions` of its API. */
interface MutantRun {
  readonly activeMutant: { readonly id: string; readonly fileName: string };
  /** Ids of the tests that reach it; absent when it is reached as modules are loaded. */
  readonly testFilter?: readonly string[];
  /** How often it may be reached before it is taken for an endless loop. */
  readonly hitLimit?: number;
}

/** What the code of the mutants looks at, and where it counts what is reached. */
interface Switchboard {
  activeMutant: string | undefined;
  currentTestId: string | undefined;
  hitCount: number | undefined;
  hitLimit: number | undefined;
  mutantCoverage?: object;
}

interface Test {
  readonly id: string;
  /** @throws when something is wrong */
  readonly run: () => void;
}

const OFF = { activeMutant: undefined, currentTestId: undefined, hitCount: undefined, hitLimit: undefined };

/** The folder of the build. */
const root = join(__dirname, "..", "..", "..");
const switchboard: Switchboard = ((globalThis as { __stryker__?: Switchboard }).__stryker__ ??= { ...OFF });
let loaded: readonly Test[] | undefined;

/**
 * Stryker's test runner for the pack. All mutants lie in one build, which this process loads once: then a mutant costs the
 * tests that reach it, a few milliseconds, where a process of its own would cost a second. What a mutant may change as
 * modules are loaded is loaded again for it.
 */
export function makeRunner() {
  return {
    capabilities: () => ({ reloadEnvironment: true }),
    dryRun: () => Promise.resolve(dryRun()),
    mutantRun: (mutant: MutantRun) => Promise.resolve(mutantRun(mutant)),
  };
}

function dryRun(): object {
  const results = tests().map((test) => {
    switchboard.currentTestId = test.id;
    const started = performance.now();
    const failure = failureOf(test);
    const common = { id: test.id, name: test.id, timeSpentMs: performance.now() - started };
    return failure === undefined ? { ...common, status: 0 } : { ...common, status: 1, failureMessage: failure };
  });
  Object.assign(switchboard, OFF);
  return { status: "complete", tests: results, mutantCoverage: switchboard.mutantCoverage };
}

function mutantRun({ activeMutant: { id, fileName }, testFilter, hitLimit }: MutantRun): object {
  const rule = /policy[\\/]rules[\\/].*(?=\.ts$)/.exec(fileName)?.[0].replaceAll("\\", "/");
  // Nothing but its specimen loads a rule.
  const again = rule !== undefined ? [`${rule}.js`, `test/${rule}.js`] : testFilter === undefined ? [""] : [];
  if (again.length === 0) tests();
  forget(again);
  Object.assign(switchboard, { activeMutant: id, hitLimit, hitCount: hitLimit === undefined ? undefined : 0 });
  try {
    if (rule !== undefined) return verdictOf([specimenTest(rule)]);
    return verdictOf(tests().filter((test) => testFilter?.includes(test.id) ?? true));
  } catch (error) {
    return { status: "killed", killedBy: [], failureMessage: String(error), nrOfTests: 0 };
  } finally {
    Object.assign(switchboard, OFF);
    forget(again);
  }
}

function verdictOf(chosen: readonly Test[]): object {
  for (const test of chosen) {
    const failureMessage = failureOf(test);
    if (failureMessage?.startsWith("Stryker: Hit count")) return { status: "timeout", reason: failureMessage };
    if (failureMessage !== undefined)
      return { status: "killed", killedBy: [test.id], failureMessage, nrOfTests: chosen.length };
  }
  return { status: "survived", nrOfTests: chosen.length };
}

function failureOf({ run }: Test): string | undefined {
  try {
    run();
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

/** Forgets modules of the build, or all of it, so that they are loaded anew. */
function forget(parts: readonly string[]): void {
  const paths = parts.map((part) => join(root, part));
  if (parts.includes("")) loaded = undefined;
  for (const path of Object.keys(require.cache))
    if (path !== __filename && paths.some((forgotten) => path.startsWith(forgotten))) delete require.cache[path];
}

function tests(): readonly Test[] {
  const rules = filesOf("policy/rules").map((file) => file.replace(/\.js$/, ""));
  return (loaded ??= [...filesOf("test/policy/model").flatMap(modelTests), ...rules.map(specimenTest)]);
}

/* eslint-disable @typescript-eslint/no-require-imports -- modules are loaded when a mutant asks for them */
/** A rule on its cases. */
function specimenTest(rule: string): Test {
  const { misjudged, unsaid } = require("../support/check") as typeof Check;
  const { specimen } = require(join(root, "test", `${rule}.js`)) as { readonly specimen: Specimen };
  const run = () => {
    const [wrong] = unsaid(specimen);
    if (wrong !== undefined) throw new Error(wrong);
    for (const one of specimen.cases) {
      const wrong = misjudged(specimen, one);
      if (wrong !== undefined) throw new Error(wrong);
    }
  };
  return { id: rule, run };
}

/** The model's own tests, with as much of mocha as they need. */
function modelTests(file: string): readonly Test[] {
  const found: Test[] = [];
  Object.assign(globalThis, {
    describe: (_title: string, body: () => void) => body(),
    it: (title: string, run: () => void) => found.push({ id: `${file}: ${title}`, run }),
  });
  require(join(root, file));
  return found;
}

/** The modules below a folder of the build. */
function filesOf(folder: string): readonly string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".js"))
    .map((name) => relative(root, join(root, folder, name)).replaceAll("\\", "/"));
}
