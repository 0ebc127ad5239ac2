import { compileConditions, type ConditionTest } from "./conditions";
import { listOf, MalformedPolicyDocument, type PolicyDocument, type Statement } from "./document";
import { compilePattern, type Lookup, type Pattern } from "./pattern";
import { compilePrincipals, type PrincipalSet } from "./principals";

/** The patterns of Action or Resource; `inverted` for NotAction and NotResource. */
export interface PatternSet {
  readonly patterns: readonly Pattern[];
  readonly inverted: boolean;
  /** What reports call the patterns, one by one, or as a whole when inverted. */
  readonly labels: readonly string[];
}

export interface CompiledStatement {
  readonly index: number;
  readonly sid: string | undefined;
  readonly allows: boolean;
  readonly actions: PatternSet;
  readonly resources: PatternSet;
  readonly principals: PrincipalSet | undefined;
  readonly notPrincipals: PrincipalSet | undefined;
  readonly conditions: readonly ConditionTest[];
}

/** The statements of a policy that are about an action. */
export interface Applicable {
  readonly allows: readonly CompiledStatement[];
  readonly denies: readonly CompiledStatement[];
}

/** A document, ready to be asked for its statements about one action after another. */
export class CompiledPolicy {
  /** Programs use few actions, and each of them very often. */
  private readonly byAction = new Map<string, Applicable>();

  constructor(private readonly statements: readonly CompiledStatement[]) {}

  /** The statements whose Action or NotAction fits an action, in lower case. */
  about(action: string): Applicable {
    let applicable = this.byAction.get(action);
    if (!applicable) {
      const fitting = this.statements.filter(({ actions }) => covers(actions, action, noContext));
      applicable = { allows: fitting.filter(({ allows }) => allows), denies: fitting.filter(({ allows }) => !allows) };
      this.byAction.set(action, applicable);
    }
    return applicable;
  }
}

/** Policy variables are not allowed in actions. */
const noContext: Lookup = () => undefined;

// Documents are read-only and live as long as their resource; each is compiled once, whoever asks.
const compiled = new WeakMap<PolicyDocument, CompiledPolicy>();

/**
 * Prepares a document for evaluation; the same object is compiled only once, so it must not be changed afterwards.
 *
 * @throws MalformedPolicyDocument for what cannot be evaluated (`parse` checks the grammar as well)
 */
export function compile(document: PolicyDocument): CompiledPolicy {
  let policy = compiled.get(document);
  if (!policy) {
    const variables = document.Version === "2012-10-17";
    const statements = listOf(document.Statement).map((statement, index) =>
      compileStatement(statement, index, variables),
    );
    policy = new CompiledPolicy(statements);
    compiled.set(document, policy);
  }
  return policy;
}

function compileStatement(statement: Statement, index: number, variables: boolean): CompiledStatement {
  const { Sid, Effect, Principal, NotPrincipal, Condition } = statement;
  if (Effect !== "Allow" && Effect !== "Deny") throw new MalformedPolicyDocument(`Statement ${index}: unknown Effect`);
  return {
    index,
    sid: Sid,
    allows: Effect === "Allow",
    actions: actionsOf(statement, index),
    resources: resourcesOf(statement, variables),
    principals: Principal === undefined ? undefined : compilePrincipals(Principal),
    notPrincipals: NotPrincipal === undefined ? undefined : compilePrincipals(NotPrincipal),
    conditions: compileConditions(Condition, variables),
  };
}

function actionsOf({ Action, NotAction }: Statement, index: number): PatternSet {
  if ((Action ?? NotAction) === undefined) throw new MalformedPolicyDocument(`Statement ${index} has no Action`);
  // The request's action is lowered once by the caller; policy variables are not allowed in actions.
  const patternOf = (action: string): Pattern =>
    compilePattern(action.toLowerCase(), { wildcards: true, variables: false });
  return patternSet(Action, NotAction, "NotAction", patternOf);
}

/**
 * Variables work only after the fifth colon of a resource; one that stands for the account or region stays text, and so
 * matches nothing. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
const VARIABLE_TOO_EARLY = /^(?:[^:]*:){0,4}[^:]*\$\{/;

function resourcesOf({ Resource, NotResource }: Statement, variables: boolean): PatternSet {
  // A trust policy names no resource: it is about the role that carries it.
  const resource = (Resource ?? NotResource) === undefined ? "*" : Resource;
  return patternSet(resource, NotResource, "NotResource", (source) =>
    compilePattern(source, { wildcards: true, variables: variables && !VARIABLE_TOO_EARLY.test(source) }),
  );
}

function patternSet(
  positive: string | readonly string[] | undefined,
  negative: string | readonly string[] | undefined,
  negativeName: string,
  patternOf: (source: string) => Pattern,
): PatternSet {
  const inverted = positive === undefined;
  const sources = listOf(inverted ? negative : positive);
  const labels = inverted ? [`${negativeName}(${sources.join(", ")})`] : sources;
  return { patterns: sources.map(patternOf), inverted, labels };
}

/** Whether a set covers a text. */
export function covers({ patterns, inverted }: PatternSet, text: string, lookup: Lookup): boolean {
  for (const pattern of patterns) if (pattern.matches(text, lookup)) return !inverted;
  return inverted;
}

/** The labels of the patterns by which a set covers a text. */
export function coveringLabels(
  { patterns, inverted, labels }: PatternSet,
  text: string,
  lookup: Lookup,
): readonly string[] {
  return inverted ? labels : labels.filter((_, index) => patterns[index]?.matches(text, lookup));
}
