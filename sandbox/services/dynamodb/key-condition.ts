import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import type { Placeholders } from "./expressions/evaluate";
import type { Condition, Operand } from "./expressions/grammar";
import { checkCondition } from "./expressions/validate";
import type { KeySchema, TableSchema } from "./table";
import { typeOf, validationError } from "./values";

const notSupported = "Query key condition not supported";

/**
 * The partition that a key condition names: one equality on the partition key, and at most one condition on the sort key.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Query.KeyConditionExpressions.html
 * @throws ValidationException
 */
export function partitionOf(
  condition: Condition,
  schema: KeySchema,
  types: TableSchema["attributes"],
  placeholders: Placeholders,
): AttributeValue {
  const parts = condition.kind === "and" ? condition.conditions : [condition];
  const seen = new Map<string, AttributeValue>();
  for (const part of parts) {
    const { name, values } = oneCondition(part, placeholders);
    if (seen.has(name)) throw validationError("KeyConditionExpressions must only contain one condition per key");
    if (name !== schema.hash && name !== schema.range)
      throw validationError("Query condition missed key schema element");
    if (name === schema.hash && (part.kind !== "compare" || part.operator !== "=")) throw validationError(notSupported);
    for (const value of values) assertKeyValue(name, value, types[name]);
    seen.set(name, values[0] as AttributeValue);
  }
  checkCondition(condition, placeholders, "KeyCondition");
  const hash = seen.get(schema.hash);
  if (!hash) throw validationError(`Query condition missed key schema element: ${schema.hash}`);
  return hash;
}

/** The key and the values of one part. */
function oneCondition(part: Condition, placeholders: Placeholders): { name: string; values: AttributeValue[] } {
  const operands = operandsOf(part);
  const paths = operands.filter((operand) => operand.kind === "path");
  const values = operands.filter((operand) => operand.kind === "value");
  const [path, another] = paths;
  if (another)
    throw validationError(
      "Invalid condition in KeyConditionExpression: Multiple attribute names used in one condition",
    );
  if (!path || values.length + 1 !== operands.length)
    throw validationError("KeyConditionExpressions cannot contain nested operations");
  const [name, ...rest] = placeholders.resolve(path.path);
  if (rest.length > 0) throw validationError("KeyConditionExpressions cannot have conditions on nested attributes");
  return { name: name as string, values: values.map((value) => placeholders.value(value.name)) };
}

function operandsOf(part: Condition): readonly Operand[] {
  if (part.kind === "between") return [part.operand, part.low, part.high];
  if (part.kind === "begins" || (part.kind === "compare" && part.operator !== "<>")) return part.operands;
  const operator = part.kind === "compare" ? part.operator : part.kind;
  throw validationError(`Invalid operator used in KeyConditionExpression: ${operator}`);
}

function assertKeyValue(name: string, value: AttributeValue, type: string | undefined): void {
  if (typeOf(value) !== type)
    throw validationError(
      "One or more parameter values were invalid: Condition parameter type does not match schema type",
    );
  if (value.S === "" || value.B?.byteLength === 0)
    throw validationError(
      `One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: ${name}`,
    );
}
