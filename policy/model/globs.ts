import { type Statement } from "./policy-document";

/** Whether a text is what a policy's pattern says: `*` stands for any letters, `?` for one. Case does not count. */
export function matchesGlob(pattern: string, text: string): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replace(/\*/g, ".*")
    .replace(/\?/g, ".");
  return new RegExp(`^${source}$`, "is").test(text);
}

/** Whether a statement speaks of an operation, such as `kms:CreateGrant`. */
export function namesAction({ actions, notActions }: Statement, operation: string): boolean {
  const among = (patterns: readonly string[]) => patterns.some((pattern) => matchesGlob(pattern, operation));
  return among(actions) || (notActions.length > 0 && !among(notActions));
}

/** Whether a statement speaks of a resource, given by its ARN. */
export function namesResource({ resources, notResources }: Statement, arn: string): boolean {
  const among = (patterns: readonly string[]) => patterns.some((pattern) => matchesGlob(pattern, arn));
  return among(resources) || (notResources.length > 0 && !among(notResources));
}
