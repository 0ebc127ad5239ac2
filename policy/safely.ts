import { type Configuration, type Finding, judge, judgeOne, optionsOf } from "./judge";
import { type Options, Resource, type ResourceRule, type Rule, type Stack, type StackRule } from "./model";

/** A finding, or that a rule itself failed: then nobody knows whether the resource keeps it. */
export interface SafeFinding extends Omit<Finding, "verdict"> {
  readonly verdict: Finding["verdict"] | "failure";
}

/** What rules say of a stack, as `judge` has it; a rule that throws is a finding of its own, and keeps no other from being asked. */
export function judgeSafely(
  stack: Stack,
  rules: readonly Rule[],
  configuration: Configuration = {},
): readonly SafeFinding[] {
  return rules.flatMap((rule) => {
    const options = optionsOf(rule, configuration[rule.id]);
    if (rule.kind === "stack") return judgeStackSafely(rule, stack, configuration);
    return stack.ofType(...rule.types).flatMap((resource) => judgeOneSafely(rule, resource, options));
  });
}

/** What a resource rule says of one resource, or that it failed. */
export function judgeOneSafely(rule: ResourceRule, resource: Resource, options: Options): readonly SafeFinding[] {
  try {
    return judgeOne(rule, resource, options);
  } catch (error) {
    return [failure(rule, resource, error)];
  }
}

function judgeStackSafely(rule: StackRule, stack: Stack, configuration: Configuration): readonly SafeFinding[] {
  try {
    return judge(stack, [rule], configuration);
  } catch (error) {
    return [failure(rule, rootOf(stack), error)];
  }
}

function failure(rule: Rule, resource: Resource, error: unknown): SafeFinding {
  const why = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return { rule, resource, verdict: "failure", message: `the rule itself failed (${why}); report it to its owners` };
}

/** Stands for the stack where a rule that looks at all of it failed. */
function rootOf(stack: Stack): Resource {
  const [root] = [...stack.ofType("pulumi:pulumi:Stack"), ...stack.resources];
  return root ?? new Resource({ urn: "", type: "pulumi:pulumi:Stack", name: "", props: {} });
}
