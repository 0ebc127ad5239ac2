/**
 * Pulumi takes a stack trace for every promise and every resource, of an error without a message, and the TypeScript
 * loader maps each of their lines back to its source: half of an evaluation. Those traces stay unmapped.
 */
export async function withPlainTraces<T>(work: () => Promise<T>): Promise<T> {
  const prepareStackTrace = Error.prepareStackTrace as typeof Error.prepareStackTrace | undefined;
  Error.prepareStackTrace = (error, frames) =>
    prepareStackTrace && error.message !== ""
      ? (prepareStackTrace(error, frames) as unknown)
      : `${String(error)}\n    at ${frames.join("\n    at ")}`;
  try {
    return await work();
  } finally {
    Error.prepareStackTrace = prepareStackTrace as typeof Error.prepareStackTrace;
  }
}
