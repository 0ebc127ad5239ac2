import {
  type Policies,
  type Policy,
  type ReportViolation,
  type ResourceValidationPolicy,
  type StackValidationArgs,
  type StackValidationPolicy,
} from "@pulumi/policy";
import { optionsOf } from "./judge";
import { type Options, Resource, type ResourceRule, type Rule, Stack, type StackRule } from "./model";
import { judgeOneSafely, judgeSafely, type SafeFinding } from "./safely";
import { recordOfArgs, recordsOfResources } from "./sources/crossguard";
import { stackOfUrn, type Suppression, suppressionOf, suppressionProblems } from "./suppression";

export interface PackOptions {
  readonly rules: readonly Rule[];
  readonly suppressions: readonly Suppression[];
  /** `2026-11-24`, in UTC. */
  readonly today: string;
}

/** How many resources a summary names. */
const NAMED = 5;

/**
 * The policies of the pack: one a rule, and two that look after the others, `undecided` and `suppressions`. These come
 * last, because CrossGuard asks policies in order and tells each its own configuration only.
 */
export function policiesOf(options: PackOptions): Policies {
  const configured = new Map<string, Options>();
  const policies = options.rules.map((rule) =>
    rule.kind === "resource" ? resourcePolicy(rule, options, configured) : stackPolicy(rule, options, configured),
  );
  return [...policies, undecidedPolicy(options, configured), suppressionsPolicy(options, configured)];
}

function resourcePolicy(
  rule: ResourceRule,
  { suppressions, today }: PackOptions,
  configured: Map<string, Options>,
): ResourceValidationPolicy {
  return {
    ...textOf(rule),
    validateResource: (args, report) => {
      configured.set(rule.id, args.getConfig());
      if (!rule.types.includes(args.type)) return;
      const resource = new Resource(recordOfArgs(args));
      const findings = judgeOneSafely(rule, resource, optionsOf(rule, configured.get(rule.id)));
      tell(
        findings.filter((finding) => !suppressionOf(finding, suppressions, today)),
        report,
      );
    },
  };
}

function stackPolicy(rule: StackRule, options: PackOptions, configured: Map<string, Options>): StackValidationPolicy {
  return {
    ...textOf(rule),
    validateStack: (args, report) => {
      configured.set(rule.id, args.getConfig());
      tell(findingsOf(args, [rule], options, configured).open, report);
    },
  };
}

/** In a preview, much is not known yet: what no rule could decide is told, so that silence means "kept". */
function undecidedPolicy(options: PackOptions, configured: ReadonlyMap<string, Options>): StackValidationPolicy {
  return {
    name: "undecided",
    description: "Every rule could be decided about every resource.",
    enforcementLevel: "advisory",
    severity: "low",
    remediationSteps: "Run npm run policy, which knows every value, or the preview again when the resources exist.",
    validateStack: (args, report) => {
      const { open } = findingsOf(args, options.rules, options, configured);
      for (const [rule, findings] of byRule(open.filter(({ verdict }) => verdict === "undecided"))) {
        const names = findings.map(({ resource }) => resource.name);
        const more = names.length > NAMED ? ` and ${names.length - NAMED} more` : "";
        report(`${rule} could not be decided yet about ${names.slice(0, NAMED).join(", ")}${more}`);
      }
    },
  };
}

function suppressionsPolicy(options: PackOptions, configured: ReadonlyMap<string, Options>): StackValidationPolicy {
  return {
    name: "suppressions",
    description: "Every suppression is in force and covers a finding.",
    enforcementLevel: "mandatory",
    severity: "medium",
    remediationSteps: "Delete it from policy/suppressions.json, or renew it there with a reason.",
    validateStack: (args, report) => {
      const { rules, suppressions, today } = options;
      const { used } = findingsOf(args, rules, options, configured);
      const stacks = [...new Set(args.resources.map(({ urn }) => stackOfUrn(urn)))];
      // Of other stacks nothing is known here: only what names this one can be told to be unused.
      const named = suppressions.filter(({ stack, expires }) => stack !== undefined || expires < today);
      const extent = { rules: rules.map(({ id }) => id), stacks, allStacks: stacks };
      for (const { message } of suppressionProblems(named, used, extent, today)) report(message);
    },
  };
}

function findingsOf(
  { resources }: StackValidationArgs,
  rules: readonly Rule[],
  { suppressions, today }: PackOptions,
  configured: ReadonlyMap<string, Options>,
): { readonly open: readonly SafeFinding[]; readonly used: ReadonlySet<Suppression> } {
  const stack = new Stack(recordsOfResources(resources));
  const used = new Set<Suppression>();
  const open = judgeSafely(stack, rules, Object.fromEntries(configured)).filter((finding) => {
    const suppression = suppressionOf(finding, suppressions, today);
    if (suppression) used.add(suppression);
    return !suppression;
  });
  return { open, used };
}

/** Undecided findings are told by a policy of their own, without the rule's level. */
function tell(findings: readonly SafeFinding[], report: ReportViolation): void {
  for (const { verdict, message, resource, rule } of findings)
    if (verdict !== "undecided") report(`${resource.name}: ${message}. ${rule.cure}`, resource.urn);
}

function byRule(findings: readonly SafeFinding[]): ReadonlyMap<string, readonly SafeFinding[]> {
  return Map.groupBy(findings, ({ rule }) => rule.id);
}

function textOf(rule: Rule): Policy {
  const { id, title, why, cure, severity, enforcement, links, controls, options } = rule;
  const schema = options && {
    properties: Object.fromEntries(
      Object.entries(options).map(([name, { enum: values, items, default: value, ...rest }]) => [
        name,
        {
          ...rest,
          ...(values && { enum: [...values] }),
          ...(items && { items: { ...items } }),
          ...(value !== undefined && { default: value as string }),
        },
      ]),
    ),
  };
  return {
    name: id,
    displayName: title,
    description: `${title}. ${why}`,
    enforcementLevel: enforcement,
    severity,
    remediationSteps: cure,
    ...(links[0] !== undefined && { url: links[0] }),
    tags: controls ? [...controls] : [],
    ...(schema && { configSchema: schema }),
  };
}
