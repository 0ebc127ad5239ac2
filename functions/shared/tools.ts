/** Logs and metrics, loaded in the first call. */
export async function loadTools() {
  const [{ Logger }, { Metrics }] = await Promise.all([
    import("@aws-lambda-powertools/logger"),
    import("@aws-lambda-powertools/metrics"),
  ]);
  return { logger: new Logger(), metrics: new Metrics() };
}
export type Tools = Awaited<ReturnType<typeof loadTools>>;
