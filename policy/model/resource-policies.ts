import { namesResource } from "./globs";
import { someStatement, type Statement } from "./policy-document";
import { any, type Truth, UNKNOWN } from "./truth";
import { type Value } from "./value";

/**
 * Whether one of a resource's policies states something about it.
 * @param policies its own, and those beside it
 * @param arn what its statements have to name
 */
export function somePolicyStates(
  policies: readonly Value[],
  arn: Value,
  predicate: (statement: Statement) => boolean,
): Truth {
  const text = arn.text();
  const names = (statement: Statement): Truth => {
    if (statement.resources.includes("*")) return true;
    return typeof text === "string" ? namesResource(statement, text) : UNKNOWN;
  };
  return any(
    ...policies.map((policy) =>
      someStatement(policy, (statement) => (predicate(statement) ? names(statement) : false), false),
    ),
  );
}
