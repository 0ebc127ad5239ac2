import { listOf, MalformedPolicyDocument, type ConditionBlock } from "./document";
import { COMPARISONS, type ValueTest } from "./comparisons";
import type { Lookup } from "./pattern";

/** Whether a statement's condition holds for a request. */
export type ConditionTest = (lookup: Lookup) => boolean;

interface Operator {
  readonly quantifier: "ForAllValues" | "ForAnyValue" | undefined;
  readonly comparison: string;
  readonly negated: boolean;
  readonly ifExists: boolean;
}

/**
 * Compiles a Condition element: operators and keys are joined by AND, the values of a key by OR (NOR when negated).
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-logic-multiple-context-keys-or-values.html
 *
 * @param variables whether `${...}` is a policy variable (documents of version 2012-10-17)
 * @throws MalformedPolicyDocument for an unknown operator, a key without values, or a value that the operator cannot read
 */
export function compileConditions(block: ConditionBlock | undefined, variables: boolean): readonly ConditionTest[] {
  const tests: ConditionTest[] = [];
  for (const [name, keys] of Object.entries(block ?? {})) {
    for (const [key, value] of Object.entries(keys)) {
      const values = listOf(value).map(String);
      if (values.length === 0) throw new MalformedPolicyDocument(`Condition ${name} of "${key}" has no values`);
      tests.push(name === "Null" ? nullTest(key, values) : compareTest(parseOperator(name), key, values, variables));
    }
  }
  return tests;
}

function parseOperator(name: string): Operator {
  const [, quantifier, body = "", ifExists] = /^(?:(ForAllValues|ForAnyValue):)?(\w+?)(IfExists)?$/.exec(name) ?? [];
  const negated = /^(String|Arn|Numeric|Date)Not|^NotIpAddress$/.test(body);
  const comparison = negated ? body.replace("Not", "") : body;
  if (!COMPARISONS.has(comparison)) {
    throw new MalformedPolicyDocument(
      `Unknown condition operator "${name}": expected ${[...COMPARISONS.keys()].join(", ")}, ` +
        `a Not form of these, or Null, with ForAllValues:, ForAnyValue: or IfExists`,
    );
  }
  return {
    quantifier: quantifier as Operator["quantifier"],
    comparison,
    negated,
    ifExists: ifExists !== undefined,
  };
}

function nullTest(key: string, values: readonly string[]): ConditionTest {
  const expected = values.map((value) => {
    if (!/^(true|false)$/i.test(value)) {
      throw new MalformedPolicyDocument(`Condition Null of "${key}" is "${value}": expected true or false`);
    }
    return value.toLowerCase() === "true";
  });
  return (lookup) => expected.includes(valuesOf(lookup(key)).length === 0);
}

function compareTest(operator: Operator, key: string, expected: readonly string[], variables: boolean): ConditionTest {
  const compile = COMPARISONS.get(operator.comparison);
  if (!compile) throw new MalformedPolicyDocument(`Unknown condition operator "${operator.comparison}"`);
  const tests: readonly ValueTest[] = expected.map((value) => compile(value, { key, variables }));
  const { negated, quantifier, ifExists } = operator;
  return (lookup) => {
    const actual = valuesOf(lookup(key));
    if (actual.length === 0) return ifExists || absent(operator);
    const holds = (value: string) => tests.some((test) => test(value, lookup)) !== negated;
    const all = quantifier === undefined ? negated : quantifier === "ForAllValues";
    return all ? actual.every(holds) : actual.some(holds);
  };
}

/**
 * A key that the request does not carry fails a positive comparison and passes a negated one; of nothing, all values hold and
 * none does.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
 */
function absent({ quantifier, negated }: Operator): boolean {
  return quantifier === undefined ? negated : quantifier === "ForAllValues";
}

function valuesOf(value: string | readonly string[] | undefined): readonly string[] {
  if (value === undefined) return [];
  return typeof value === "string" ? [value] : value;
}
