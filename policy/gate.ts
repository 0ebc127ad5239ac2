import { type PackConfiguration, UNCONFIGURED } from "./configuration";
import { type Enforcement, type Rule, type Stack } from "./model";
import { judgeSafely, type SafeFinding } from "./safely";
import { type Suppression, type SuppressionProblem, suppressionOf, suppressionProblems } from "./suppression";

/** A stack to be judged. */
export interface Judged {
  readonly name: string;
  /** Where its resources are from: the program, or a file. */
  readonly source: string;
  readonly stack: Stack;
}

export interface GateOptions {
  readonly stacks: readonly Judged[];
  readonly rules: readonly Rule[];
  readonly configuration?: PackConfiguration;
  readonly suppressions: readonly Suppression[];
  /** Every stack that there is. */
  readonly allStacks: readonly string[];
  /** `2026-11-24`, in UTC. */
  readonly today: string;
  /** How many findings may stay undecided. */
  readonly maxUndecided: number;
}

/** A finding as it is reported. */
export interface Reported extends SafeFinding {
  readonly stack: string;
  readonly source: string;
  readonly level: Enforcement;
  /** What makes it bearable. */
  readonly suppression?: Suppression;
}

/** What the gate found, and whether it opens. */
export interface GateReport {
  readonly passed: boolean;
  readonly stacks: readonly { readonly name: string; readonly source: string; readonly resources: number }[];
  readonly rules: readonly Rule[];
  /** Ordered by weight: what is open before what is suppressed, mandatory before advisory, then by severity. */
  readonly findings: readonly Reported[];
  readonly problems: readonly SuppressionProblem[];
  readonly undecided: number;
  readonly maxUndecided: number;
}

/**
 * Judges stacks as a whole. The gate stays closed for a violation, mandatory or advisory, that is neither mended nor
 * suppressed, for a suppression that expired or covers nothing, for a rule that failed, and when more is undecided than
 * is allowed.
 */
export function gate(options: GateOptions): GateReport {
  const { stacks, suppressions, today, maxUndecided, allStacks, configuration = UNCONFIGURED } = options;
  const levelOf = (rule: Rule) => configuration.levels[rule.id] ?? rule.enforcement;
  const rules = options.rules.filter((rule) => levelOf(rule) !== "disabled");
  const findings = stacks.flatMap(({ name, source, stack }) =>
    judgeSafely(stack, rules, configuration.options).map((finding): Reported => {
      const suppression = finding.verdict === "failure" ? undefined : suppressionOf(finding, suppressions, today);
      const level = levelOf(finding.rule) as Enforcement;
      return { ...finding, stack: name, source, level, ...(suppression && { suppression }) };
    }),
  );
  const used = new Set(findings.flatMap(({ suppression }) => suppression ?? []));
  const extent = { rules: rules.map(({ id }) => id), stacks: stacks.map(({ name }) => name), allStacks };
  const problems = suppressionProblems(suppressions, used, extent, today);
  const open = findings.filter(({ suppression }) => !suppression);
  const undecided = open.filter(({ verdict }) => verdict === "undecided").length;
  return {
    passed: undecided <= maxUndecided && open.length === undecided && problems.length === 0,
    stacks: stacks.map(({ name, source, stack }) => ({ name, source, resources: stack.resources.length })),
    rules,
    findings: [...findings].sort((a, b) => weight(b) - weight(a)),
    problems,
    undecided,
    maxUndecided,
  };
}

const SEVERITIES = ["low", "medium", "high", "critical"] as const;

function weight({ suppression, verdict, level, rule }: Reported): number {
  const open = suppression ? 0 : 100;
  const kind = { failure: 40, violation: level === "mandatory" ? 30 : 20, undecided: 10 }[verdict];
  return open + kind + SEVERITIES.indexOf(rule.severity);
}
