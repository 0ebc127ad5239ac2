import { type Resource } from "./resource";
import { type Stack } from "./stack";
import { type Truth } from "./truth";

export type Severity = "low" | "medium" | "high" | "critical";
/** A mandatory rule blocks; an advisory one is told, and has to be mended or suppressed with a reason all the same. */
export type Enforcement = "mandatory" | "advisory";

/** JSON schema of one option of a rule, with the value it has when nobody sets it. */
export interface OptionSchema {
  readonly type: "number" | "integer" | "string" | "boolean" | "array";
  readonly description: string;
  readonly default: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly enum?: readonly string[];
  readonly items?: { readonly type: "string"; readonly pattern?: string };
}

/** What people read about a rule. */
export interface RuleText {
  /** Kebab case, unique, stable: suppressions and reports name it. Also the name of its file. */
  readonly id: string;
  /** Controls of AWS Foundational Security Best Practices that it covers: `S3.5`. */
  readonly controls?: readonly string[];
  /** A sentence that is true of a good resource. */
  readonly title: string;
  /** What goes wrong without it. */
  readonly why: string;
  /** What to set. */
  readonly cure: string;
  readonly severity: Severity;
  readonly enforcement: Enforcement;
  /** Pages of the service's documentation. */
  readonly links: readonly string[];
  readonly options?: Readonly<Record<string, OptionSchema>>;
}

/** What a rule says of one resource. */
export interface Verdict {
  /** Whether the rule is kept. */
  readonly kept: Truth;
  /** What is wrong, when it is not kept: a clause about the resource. */
  readonly message: string;
  /** About which resource, when it is another than the one looked at. */
  readonly resource?: Resource;
}

export type Options = Readonly<Record<string, unknown>>;

/** Looks at one resource by itself, before anything is changed. */
export interface ResourceRule extends RuleText {
  readonly kind: "resource";
  /** The types it looks at. */
  readonly types: readonly string[];
  readonly check: (resource: Resource, options: Options) => readonly Verdict[];
}

/** Looks at how resources hang together. */
export interface StackRule extends RuleText {
  readonly kind: "stack";
  /** The types that its verdicts are about, for its page. */
  readonly types: readonly string[];
  readonly check: (stack: Stack, options: Options) => readonly (Verdict & { readonly resource: Resource })[];
}

export type Rule = ResourceRule | StackRule;

export function resourceRule(rule: Omit<ResourceRule, "kind">): ResourceRule {
  return { ...rule, kind: "resource" };
}

export function stackRule(rule: Omit<StackRule, "kind">): StackRule {
  return { ...rule, kind: "stack" };
}

/** One verdict, for rules that say one thing about a resource. */
export function expect(kept: Truth, message: string): readonly Verdict[] {
  return [{ kept, message }];
}
