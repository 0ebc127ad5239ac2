/** What a run of the tests depends on. */
export interface Circumstances {
  /** The files that a pattern stands for, in any order; none when there are none. */
  readonly filesOf: (pattern: string) => readonly string[];
  /** How many processes have a core each. */
  readonly cores: number;
}

/** The whole suite. */
const ALL = "test/**/*.test.ts";

/**
 * Files that take longest, the longest first: begun last, they would be waited for. A file that is missing here costs seconds
 * at the most, so this is not kept to the second.
 */
export const LONGEST: readonly string[] = [
  "test/platform/grants.long.ts",
  "test/platform/grants-hashtags.long.ts",
  "test/platform/captions-faults.long.ts",
  "test/platform/replayed-topics.long.ts",
  "test/policy/pack.test.ts",
  "test/cli/start.test.ts",
  "test/platform/determinism.long.ts",
  "test/platform/balance.test.ts",
  "test/conformance/conformance.test.ts",
  "test/stacks/stacks.test.ts",
  "test/policy/fuzz.long.ts",
  "test/cli/captions-report.test.ts",
  "test/platform/grants.test.ts",
  "test/platform/packages.test.ts",
];

/**
 * What mocha is called with.
 *
 * @param args of the command line: files, patterns of files, and mocha's own options
 */
export function mochaArguments(args: readonly string[], { filesOf, cores }: Circumstances): string[] {
  const isPattern = (arg: string): boolean => arg.endsWith(".ts");
  const patterns = args.some(isPattern) ? args.filter(isPattern) : [ALL];
  // A pattern without files is left to mocha, which says so.
  const files = new Set(patterns.flatMap((pattern) => [...orItself(filesOf(pattern), pattern)].sort()));
  const parallel = files.size > 1 && cores > 1 ? ["--parallel", "--jobs", String(cores)] : [];
  // Mocha takes the last of two options that exclude each other: --no-parallel on the command line wins.
  return [...parallel, ...args.filter((arg) => !isPattern(arg)), ...longestFirst([...files])];
}

function orItself(files: readonly string[], pattern: string): readonly string[] {
  return files.length > 0 ? files : [pattern];
}

function longestFirst(files: readonly string[]): string[] {
  return [...LONGEST.filter((file) => files.includes(file)), ...files.filter((file) => !LONGEST.includes(file))];
}
