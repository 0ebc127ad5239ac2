import { type GateReport, type Reported } from "../../policy/gate";
import { type Rule } from "../../policy/model";
import { textTable } from "../shared";

/** How many characters of what is wrong fit into the table. */
const MESSAGE_WIDTH = 90;

/** The report for people: what is open, how to mend it, what is suppressed, and the result. */
export function textReport(report: GateReport): string {
  const open = report.findings.filter(({ suppression }) => !suppression);
  const suppressed = report.findings.length - open.length;
  return [
    ...(open.length > 0 ? [findingsTable(open), curesOf(open)] : []),
    ...report.problems.map(({ message }) => `${message}\n`),
    resultOf(report, open, suppressed),
  ].join("\n");
}

function findingsTable(open: readonly Reported[]): string {
  const rows = open.map(({ verdict, level, rule, stack, resource, message }) => [
    verdict === "violation" ? level : verdict,
    rule.severity,
    rule.id,
    stack,
    `${resource.type.split(":").at(-1)} ${resource.name}`,
    message.length > MESSAGE_WIDTH ? `${message.slice(0, MESSAGE_WIDTH)}…` : message,
  ]);
  return textTable(["verdict", "severity", "rule", "stack", "resource", "what"], rows);
}

function curesOf(open: readonly Reported[]): string {
  const broken = [...new Set(open.filter(({ verdict }) => verdict === "violation").map(({ rule }) => rule))];
  return broken.map(({ id, cure }) => `${id}: ${cure}\n`).join("");
}

function resultOf(
  { passed, stacks, rules, undecided, maxUndecided }: GateReport,
  open: readonly Reported[],
  suppressed: number,
) {
  const resources = stacks.reduce((sum, stack) => sum + stack.resources, 0);
  const violations = open.filter(({ verdict }) => verdict === "violation");
  const mandatory = violations.filter(({ level }) => level === "mandatory").length;
  const failures = open.filter(({ verdict }) => verdict === "failure").length;
  const counts = [
    `${mandatory} mandatory and ${violations.length - mandatory} advisory violations`,
    `${undecided} undecided (at most ${maxUndecided} allowed)`,
    ...(failures > 0 ? [`${failures} failures of rules`] : []),
    `${suppressed} suppressed`,
  ];
  const what = `${rules.length} rules, ${resources} resources of ${stacks.map(({ name }) => name).join(", ")}`;
  return `${what}: ${counts.join(", ")}. ${passed ? "Passed." : "Not passed."}\n`;
}

/** The report for machines. */
export function jsonReport({ passed, stacks, rules, findings, problems, undecided, maxUndecided }: GateReport): string {
  const report = {
    passed,
    undecided,
    maxUndecided,
    stacks,
    rules: rules.map(({ id }) => id),
    findings: findings.map(({ rule, resource, stack, source, verdict, level, message, suppression }) => ({
      rule: rule.id,
      controls: rule.controls ?? [],
      verdict,
      level,
      severity: rule.severity,
      stack,
      source,
      urn: resource.urn,
      message,
      cure: rule.cure,
      suppression: suppression ?? null,
    })),
    suppressions: problems,
  };
  return `${JSON.stringify(report, null, 2)}\n`;
}

/** The rules that there are. */
export function ruleList(rules: readonly Rule[]): string {
  const rows = rules.map(({ id, controls, kind, severity, enforcement, title }) => [
    id,
    (controls ?? []).join(" "),
    kind,
    severity,
    enforcement,
    title,
  ]);
  return `${textTable(["rule", "controls", "looks at", "severity", "level", "title"], rows)}\n`;
}
