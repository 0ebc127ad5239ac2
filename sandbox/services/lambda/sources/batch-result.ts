/** What a function's answer says of its batch: the failed items, or that the whole batch counts as failed. */
export type BatchResult =
  { readonly kind: "failures"; readonly identifiers: ReadonlySet<string> } | { readonly kind: "malformed" };

const none: BatchResult = { kind: "failures", identifiers: new Set() };
const malformed: BatchResult = { kind: "malformed" };

/**
 * Reads `batchItemFailures`. Nothing, null or an empty list is success; an answer that cannot be read, or that names an item with an
 * empty, null or misspelt identifier or one that is not of the batch, fails all of it.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
 */
export function batchResult(payload: string, known: ReadonlySet<string>): BatchResult {
  const answer = JSON.parse(payload) as unknown;
  if (answer === null || answer === "") return none;
  if (typeof answer !== "object") return malformed;
  const failures = (answer as { batchItemFailures?: unknown }).batchItemFailures;
  if (failures === undefined || failures === null) return none;
  if (!Array.isArray(failures)) return malformed;
  const identifiers = new Set<string>();
  for (const item of failures as unknown[]) {
    const identifier = (item as { itemIdentifier?: unknown } | null)?.itemIdentifier;
    if (typeof identifier !== "string" || !known.has(identifier)) return malformed;
    identifiers.add(identifier);
  }
  return { kind: "failures", identifiers };
}
