import {
  type Policies,
  type Policy,
  type PolicyConfigSchema,
  type PolicyResource,
  type ReportViolation,
  type ResourceValidationPolicy,
  type StackValidationPolicy,
} from "@pulumi/policy";
import { type OptionSchema, type ResourceRule, type Rule, type StackRule } from "./model";
import { type SafeFinding } from "./safely";
import { type PackOptions, Session } from "./session";
import { stackOfUrn, type SuppressionProblem, suppressionProblems } from "./suppression";

/** How many resources a summary names. */
const NAMED = 5;

/**
 * The policies of the pack: one a rule, and those that look after the others, `undecided` and two about suppressions. These come
 * last, because CrossGuard asks policies in order.
 */
export function policiesOf(options: PackOptions): Policies {
  const session = new Session(options);
  const policies = options.rules.map((rule) =>
    rule.kind === "resource" ? resourcePolicy(rule, session) : stackPolicy(rule, session),
  );
  return [...policies, undecidedPolicy(session), expiredPolicy(session), unusedPolicy(session)];
}

function resourcePolicy(rule: ResourceRule, session: Session): ResourceValidationPolicy {
  return {
    ...textOf(rule),
    validateResource: (args, report) => tell(session.judgeResource(rule, args), report),
  };
}

function stackPolicy(rule: StackRule, session: Session): StackValidationPolicy {
  return {
    ...textOf(rule),
    validateStack: (args, report) => tell(session.judgeStack(rule, args.resources, args.getConfig()), report),
  };
}

/** In a preview, much is not known yet: what no rule could decide is told once, so that silence means "kept". */
function undecidedPolicy(session: Session): StackValidationPolicy {
  return {
    name: "undecided",
    description: "Some rules could not be decided yet; npm run policy, which knows every value of the program, can.",
    enforcementLevel: "advisory",
    severity: "low",
    remediationSteps: "Run npm run policy, or the preview again when the resources exist.",
    validateStack: ({ resources }, report) => {
      const byRule = Map.groupBy(session.undecided(resources), ({ rule }) => rule.id);
      if (byRule.size > 0) report([...byRule].map(([id, findings]) => `${id}: ${namesOf(findings)}`).join("\n"));
    },
  };
}

function namesOf(findings: readonly SafeFinding[]): string {
  const names = [...new Set(findings.map(({ resource }) => resource.name))];
  return names.slice(0, NAMED).join(", ") + (names.length > NAMED ? ` and ${names.length - NAMED} more` : "");
}

/** Suppressions that are past their day: nothing goes on before they are renewed. */
function expiredPolicy(session: Session): StackValidationPolicy {
  const text: Policy = {
    name: "suppressions",
    description: "Every suppression is in force.",
    enforcementLevel: "mandatory",
    severity: "medium",
    remediationSteps: "Mend what it covers, or renew it in policy/suppressions.json with a reason.",
  };
  return { ...text, validateStack: reporting(session, "expired") };
}

/**
 * Suppressions that cover nothing. No reason to stop a preview: a program that ends early, for a cycle or an error, registers only a
 * part of its resources, and its own message must not drown in what the rest would have needed. `npm run policy` fails for them.
 */
function unusedPolicy(session: Session): StackValidationPolicy {
  const text: Policy = {
    name: "unused-suppressions",
    description: "Every suppression covers a finding.",
    enforcementLevel: "advisory",
    severity: "low",
    remediationSteps: "Delete it from policy/suppressions.json.",
  };
  return { ...text, validateStack: reporting(session, "unused") };
}

function reporting(session: Session, kind: SuppressionProblem["kind"]): StackValidationPolicy["validateStack"] {
  return ({ resources }, report) => {
    for (const problem of problemsOf(session, resources)) if (problem.kind === kind) report(problem.message);
  };
}

function problemsOf(session: Session, resources: readonly PolicyResource[]): readonly SuppressionProblem[] {
  const { rules, suppressions, today } = session.pack;
  const stacks = [...new Set(resources.map(({ urn }) => stackOfUrn(urn)))];
  // Of other stacks nothing is known here: only what names this one can be told to be unused.
  const named = suppressions.filter(({ stack, expires }) => stack !== undefined || expires < today);
  const extent = { rules: rules.map(({ id }) => id), stacks, allStacks: stacks };
  return suppressionProblems(named, session.usedSuppressions, extent, today);
}

/** Undecided findings are told by a policy of their own, without the rule's level. */
function tell(findings: readonly SafeFinding[], report: ReportViolation): void {
  for (const { verdict, message, resource, rule } of findings)
    if (verdict !== "undecided") report(`${resource.name}: ${message}. ${rule.cure}`, resource.urn);
}

function textOf({ id, title, why, cure, severity, enforcement, links, controls = [], options }: Rule): Policy {
  return {
    name: id,
    displayName: title,
    description: `${title}. ${why}`,
    enforcementLevel: enforcement,
    severity,
    remediationSteps: cure,
    tags: [...controls],
    ...(links[0] !== undefined && { url: links[0] }),
    ...(options && { configSchema: schemaOf(options) }),
  };
}

function schemaOf(options: Readonly<Record<string, OptionSchema>>): PolicyConfigSchema {
  const properties = Object.entries(options).map(([name, { enum: values, items, default: value, ...rest }]) => [
    name,
    {
      ...rest,
      ...(values && { enum: [...values] }),
      ...(items && { items: { ...items } }),
      default: value as string,
    },
  ]);
  return { properties: Object.fromEntries(properties) as PolicyConfigSchema["properties"] };
}
