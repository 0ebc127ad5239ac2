import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Finding } from "./judge";

/** A finding that somebody decided to live with, for a time. */
export interface Suppression {
  /** The id of the rule. */
  readonly rule: string;
  /** `*` stands for anything: a URN, or `type::name` of a resource, as in `aws:sqs/queue:Queue::*-dead-letters`. */
  readonly resource: string;
  /** The stack that it is about; every stack without it. */
  readonly stack?: string;
  /** Why the rule need not be kept here. */
  readonly reason: string;
  /** Who answers for it. */
  readonly owner: string;
  /** The last day on which it counts, in UTC: `2027-03-31`. */
  readonly expires: string;
}

/** Something wrong with a suppression. */
export interface SuppressionProblem {
  readonly suppression: Suppression;
  readonly kind: "expired" | "unused";
  /** What is wrong, and what to do about it. */
  readonly message: string;
}

/** What was judged: a suppression of anything else may be needed all the same. */
export interface Extent {
  /** Ids of the rules. */
  readonly rules: readonly string[];
  readonly stacks: readonly string[];
  /** Every stack that there is: one that names no stack is about all of them. */
  readonly allStacks: readonly string[];
}

/** The suppressions of this pack. */
export const SUPPRESSIONS_FILE = join(__dirname, "suppressions.json");

/** Names another file for the pack in a process of its own, as --suppressions does for npm run policy. */
export const SUPPRESSIONS_VARIABLE = "HUUT_SUPPRESSIONS";

const REQUIRED = ["rule", "resource", "reason", "owner", "expires"] as const;
const KNOWN: readonly string[] = [...REQUIRED, "stack"];

/** A reason that says less than this says nothing. */
const REASON_LENGTH = 20;

/**
 * Reads a file of suppressions.
 * @param ruleIds the rules that there are
 * @throws Error that names every wrong entry and its cure
 */
export function readSuppressions(file: string, ruleIds: readonly string[]): readonly Suppression[] {
  return parseSuppressions(readFileSync(file, "utf8"), file, ruleIds);
}

/** @throws Error that names every wrong entry and its cure */
export function parseSuppressions(text: string, file: string, ruleIds: readonly string[]): readonly Suppression[] {
  const entries = parsed(text, file);
  const problems = entries.flatMap((entry, index) =>
    problemsOf(entry, ruleIds).map((problem) => `${file}, entry ${index + 1}: ${problem}`),
  );
  if (problems.length > 0) throw new Error(problems.join("\n"));
  return entries as readonly Suppression[];
}

function parsed(text: string, file: string): readonly unknown[] {
  let entries: unknown;
  try {
    entries = JSON.parse(text);
  } catch (error) {
    throw new Error(`${file} is no JSON: ${(error as Error).message}`, { cause: error });
  }
  if (Array.isArray(entries)) return entries as readonly unknown[];
  throw new Error(`${file} must hold a list of suppressions: [{ "rule": …, "resource": …, … }].`);
}

function problemsOf(entry: unknown, ruleIds: readonly string[]): readonly string[] {
  if (typeof entry !== "object" || entry === null || Array.isArray(entry))
    return [`it is no object: give it ${REQUIRED.join(", ")} and, for one stack only, stack.`];
  const fields = entry as Readonly<Record<string, unknown>>;
  const texts = KNOWN.filter((name) => name in fields || name !== "stack");
  const missing = texts.filter((name) => typeof fields[name] !== "string" || fields[name] === "");
  const unknown = Object.keys(fields).filter((name) => !KNOWN.includes(name));
  const { rule, reason, expires } = fields as Partial<Record<string, string>>;
  const has = (name: string) => !missing.includes(name);
  return [
    ...missing.map((name) => `${name} must be a text that is not empty.`),
    ...unknown.map((name) => `there is no field "${name}"; there are ${KNOWN.join(", ")}.`),
    ...(has("rule") && !ruleIds.includes(rule!) ? [`there is no rule "${rule}"; npm run policy -- --list.`] : []),
    ...(has("reason") && reason!.length < REASON_LENGTH
      ? [`"${reason}" is no reason: say why the rule need not be kept here.`]
      : []),
    ...(has("expires") && !isDay(expires!) ? [`expires is "${expires}", which is no day: write 2027-03-31.`] : []),
  ];
}

function isDay(text: string): boolean {
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().slice(0, 10) === text;
}

/** The suppression that covers a finding, if any does on that day. */
export function suppressionOf(
  { rule, resource }: Pick<Finding, "rule" | "resource">,
  suppressions: readonly Suppression[],
  today: string,
): Suppression | undefined {
  return suppressions.find(
    (suppression) =>
      suppression.rule === rule.id &&
      !isExpired(suppression, today) &&
      covers(suppression, resource.urn, `${resource.type}::${resource.name}`),
  );
}

/** The stack of a URN: `urn:pulumi:prod::huut::…` is of `prod`. */
export function stackOfUrn(urn: string): string {
  return /^urn:pulumi:(.*?)::/.exec(urn)?.[1] ?? "";
}

function covers({ stack, resource }: Suppression, urn: string, name: string): boolean {
  if (stack !== undefined && stack !== stackOfUrn(urn)) return false;
  const pattern = resource.split("*").map((part) => part.replace(/[\\^$.|?+()[\]{}]/g, "\\$&"));
  return new RegExp(`^${pattern.join(".*")}$`, "s").test(resource.startsWith("urn:") ? urn : name);
}

function isExpired({ expires }: Suppression, today: string): boolean {
  return expires < today;
}

/**
 * What is wrong with suppressions: those that expired, and those that no finding needs any more.
 * @param used those that covered a finding
 * @param today `2026-11-24`
 */
export function suppressionProblems(
  suppressions: readonly Suppression[],
  used: ReadonlySet<Suppression>,
  { rules, stacks, allStacks }: Extent,
  today: string,
): readonly SuppressionProblem[] {
  return suppressions.flatMap((suppression): SuppressionProblem[] => {
    const { rule, resource, stack, owner, expires } = suppression;
    const what = `The suppression of ${rule} for ${resource}${stack === undefined ? "" : ` in ${stack}`}`;
    const kind = isExpired(suppression, today) ? "expired" : "unused";
    if (kind === "expired") {
      const message = `${what} expired on ${expires}: mend the resource, or have ${owner} renew it with a reason.`;
      return [{ suppression, kind, message }];
    }
    const named = stack === undefined ? allStacks : [stack];
    const judged = rules.includes(rule) && named.every((name) => stacks.includes(name));
    if (!judged || used.has(suppression)) return [];
    return [{ suppression, kind, message: `${what} covers no finding any more: delete it.` }];
  });
}
