/**
 * Settings that bound every call of an SDK client: a hanging connection must not eat the function's time, and three
 * tries with the SDK's own exponential backoff and jitter are enough where the work waits in a queue anyway.
 */
export function boundedCalls({ maxAttempts = 3, requestTimeout = 5_000 }: CallBounds = {}) {
  return {
    maxAttempts,
    requestHandler: { connectionTimeout: 1_000, requestTimeout, throwOnRequestTimeout: true },
  };
}

/** Bounds of those who wait for less, or try more often. */
export interface CallBounds {
  readonly maxAttempts?: number;
  /** Milliseconds for an answer. */
  readonly requestTimeout?: number;
}
