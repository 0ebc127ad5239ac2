import type { Behaviour } from "./behaviour";
import type { Difference } from "./differences";
import type { Outcome } from "./runner";
import type { TargetName } from "./targets/target";

/** One behaviour and what came of it at each target. */
export interface Row {
  readonly id: string;
  readonly service: string;
  readonly title: string;
  readonly doc: string;
  readonly results: Partial<Record<TargetName, Outcome>>;
}

export interface Report {
  readonly targets: readonly TargetName[];
  readonly rows: readonly Row[];
  /** The explained failures of this run, with what stands behind each explanation. */
  readonly explained: readonly Difference[];
  /** What is wrong with the run: failures that nothing explains, explanations that nothing needs. */
  readonly faults: readonly string[];
}

export function reportOf(
  behaviours: readonly Behaviour[],
  targets: readonly TargetName[],
  outcomes: readonly Outcome[],
  differences: readonly Difference[],
): Report {
  const found = new Map(outcomes.map((outcome) => [`${outcome.target} ${outcome.id}`, outcome]));
  const rows = behaviours.map(({ id, service, title, doc }): Row => {
    const results = targets.map((target) => [target, found.get(`${target} ${id}`)] as const);
    return { id, service, title, doc, results: Object.fromEntries(results.filter(([, outcome]) => outcome)) };
  });
  return {
    targets,
    rows,
    explained: explainedIn(rows, targets, differences),
    faults: faultsOf(rows, targets, differences),
  };
}

/** The differences that this run met, cut down to the behaviours that failed in it. */
function explainedIn(
  rows: readonly Row[],
  targets: readonly TargetName[],
  differences: readonly Difference[],
): Difference[] {
  const byId = new Map(rows.map((row) => [row.id, row]));
  return differences
    .filter(({ peer }) => targets.includes(peer))
    .map((each) => ({
      ...each,
      behaviours: each.behaviours.filter((id) => byId.get(id)?.results[each.peer]?.result === "failed"),
    }))
    .filter(({ behaviours }) => behaviours.length > 0);
}

function faultsOf(rows: readonly Row[], targets: readonly TargetName[], differences: readonly Difference[]): string[] {
  const explained = new Map(
    differences.flatMap((each) => each.behaviours.map((id) => [`${each.peer} ${id}`, each] as const)),
  );
  const faults: string[] = [];
  const byId = new Map(rows.map((row) => [row.id, row]));
  for (const row of rows) {
    for (const target of targets) {
      const outcome = row.results[target];
      if (outcome?.result === "failed" && !explained.has(`${target} ${row.id}`))
        faults.push(`${target}: ${row.id} (${row.title}): ${outcome.message}`);
    }
  }
  for (const [key, { peer }] of explained) {
    const id = key.slice(peer.length + 1);
    if (targets.includes(peer) && byId.get(id)?.results[peer]?.result === "passed")
      faults.push(`${peer}: ${id} passes now; its explanation is no longer needed.`);
  }
  return faults;
}

const marks = { passed: "✓", failed: "✘", skipped: "–" } as const;

/** The table of behaviours, a line each, a line of totals for each service, and the evidence for each explained failure. */
export function print({ targets, rows, explained }: Report, write: (line: string) => void): void {
  const mark = (row: Row, target: TargetName) => marks[row.results[target]?.result ?? "skipped"];
  const columns = (cells: readonly string[]) =>
    cells.map((cell, i) => cell.padEnd((targets[i] ?? "").length)).join("  ");
  write(`${"".padEnd(36)}${columns(targets)}`);
  for (const service of [...new Set(rows.map((row) => row.service))]) {
    const own = rows.filter((row) => row.service === service);
    for (const row of own)
      write(`${row.id.padEnd(36)}${columns(targets.map((target) => mark(row, target)))}  ${row.title.slice(0, 110)}`);
    write(`${`${service}: ${own.length}`.padEnd(36)}${columns(targets.map((target) => total(own, target)))}`);
    write("");
  }
  write(`${`all: ${rows.length}`.padEnd(36)}${columns(targets.map((target) => total(rows, target)))}`);
  for (const each of explained) printDifference(each, write);
}

function printDifference(difference: Difference, write: (line: string) => void): void {
  const { peer, behaviours, does, why, basis, confirmed, evidence, sources } = difference;
  write("");
  write(`✘ ${peer}: ${behaviours.join(" ")}`);
  write(`  does:     ${does}`);
  write(`  AWS:      ${why}`);
  write(`  evidence: ${basis}. ${confirmed}`);
  for (const link of [evidence, ...sources]) write(`            ${link}`);
}

/** Passed of tried. */
function total(rows: readonly Row[], target: TargetName): string {
  const results = rows.map((row) => row.results[target]?.result);
  const tried = results.filter((result) => result === "passed" || result === "failed");
  return tried.length === 0 ? "–" : `${tried.filter((result) => result === "passed").length}/${tried.length}`;
}
