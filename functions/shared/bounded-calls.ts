/**
 * Settings that bound every call of an SDK client: a hanging connection must not eat the function's time, and three
 * tries with the SDK's own exponential backoff and jitter are enough where the work waits in a queue anyway.
 */
export function boundedCalls() {
  return {
    maxAttempts: 3,
    requestHandler: { connectionTimeout: 1_000, requestTimeout: 5_000, throwOnRequestTimeout: true },
  };
}
