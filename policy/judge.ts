import { type Options, type Resource, type Rule, type Stack, UNKNOWN, type Verdict } from "./model";

/** Something that a rule says of a resource: that it breaks it, or that nobody can tell yet. */
export interface Finding {
  readonly rule: Rule;
  readonly resource: Resource;
  readonly verdict: "violation" | "undecided";
  readonly message: string;
}

/** Values of options by rule, over the rules' own. */
export type Configuration = Readonly<Record<string, Options>>;

/** What rules say of a stack, in the order of the rules, then of the resources. Nothing is suppressed here. */
export function judge(stack: Stack, rules: readonly Rule[], configuration: Configuration = {}): readonly Finding[] {
  return rules.flatMap((rule) => {
    const options = optionsOf(rule, configuration[rule.id]);
    if (rule.kind === "stack")
      return rule.check(stack, options).flatMap((verdict) => finding(rule, verdict.resource, verdict));
    return stack.ofType(...rule.types).flatMap((resource) => judgeOne(rule, resource, options));
  });
}

/** What a resource rule says of one resource. */
export function judgeOne(rule: Rule & { kind: "resource" }, resource: Resource, options: Options): readonly Finding[] {
  return rule.check(resource, options).flatMap((verdict) => finding(rule, verdict.resource ?? resource, verdict));
}

/** The options of a rule: what is configured, over what its schema has as defaults. */
export function optionsOf(rule: Rule, configured: Options = {}): Options {
  const defaults = Object.entries(rule.options ?? {}).map(([name, schema]) => [name, schema.default] as const);
  return { ...Object.fromEntries(defaults), ...configured };
}

function finding(rule: Rule, resource: Resource, { kept, message }: Verdict): readonly Finding[] {
  if (kept === true) return [];
  return [{ rule, resource, verdict: kept === UNKNOWN ? "undecided" : "violation", message }];
}
