import { RuntimeError } from "../runtime/environment";
import type { Uncaught } from "../runtime/uncaught";

/** How an invocation came to its end. */
export type Ending =
  | { readonly kind: "result"; readonly value: unknown }
  | { readonly kind: "error"; readonly error: unknown }
  | { readonly kind: "timeout" }
  | ({ readonly kind: "uncaught" } & Uncaught)
  | { readonly kind: "crash"; readonly reason: string };

/** What the caller of a function gets. */
export interface Outcome {
  readonly requestId: string;
  /** JSON. */
  readonly payload: string;
  readonly functionError?: "Unhandled";
  /** The end of the log, at most 4 KB. */
  readonly logTail: string;
}

/** Payload of a failed invocation: https://docs.aws.amazon.com/lambda/latest/dg/nodejs-exceptions.html */
export interface FunctionErrorPayload {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace?: readonly string[];
}

/** Bytes; 6 MB and what the protocol needs. https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
export const longestResponse = 6_291_556;

/** The payload of an ending, and whether it is an error. */
export function payloadOf(ending: Ending, requestId: string, timeout: number): { payload: string; failed: boolean } {
  switch (ending.kind) {
    case "timeout":
      return failure({
        errorType: "Sandbox.Timedout",
        errorMessage: `RequestId: ${requestId} Error: Task timed out after ${timeout.toFixed(2)} seconds`,
      });
    case "crash":
      return failure({
        errorType: "Runtime.ExitError",
        errorMessage: `RequestId: ${requestId} Error: Runtime exited with error: ${ending.reason}`,
      });
    case "error":
    case "uncaught":
      return failure(errorOf(ending));
    case "result":
      return resultPayload(ending.value);
  }
}

function resultPayload(value: unknown): { payload: string; failed: boolean } {
  let payload: string;
  try {
    payload = (JSON.stringify(value) as string | undefined) ?? "null";
  } catch {
    return failure({ errorType: "Runtime.MarshalError", errorMessage: "Unable to stringify response body" });
  }
  const bytes = payload.length > longestResponse / 4 ? Buffer.byteLength(payload) : payload.length;
  if (bytes <= longestResponse) return { payload, failed: false };
  return failure({
    errorType: "Function.ResponseSizeTooLarge",
    errorMessage: `Response payload size exceeded maximum allowed payload size (${longestResponse} bytes).`,
  });
}

/** The error of an ending that the code's own error caused. */
export function errorOf(ending: Extract<Ending, { kind: "error" | "uncaught" }>): FunctionErrorPayload {
  const payload = errorPayload(ending.error);
  if (ending.kind === "error" || ending.origin === "exception") return payload;
  const errorMessage =
    ending.error instanceof Error ? `${payload.errorType}: ${payload.errorMessage}` : payload.errorMessage;
  return { ...payload, errorType: "Runtime.UnhandledPromiseRejection", errorMessage };
}

function errorPayload(error: unknown): FunctionErrorPayload {
  if (error instanceof RuntimeError) {
    return { errorType: error.errorType, errorMessage: error.message, trace: [] };
  }
  if (error instanceof Error) {
    return { errorType: error.name, errorMessage: error.message, trace: traceOf(error) };
  }
  return { errorType: typeof error, errorMessage: String(error), trace: [] };
}

function failure(payload: FunctionErrorPayload): { payload: string; failed: true } {
  return { payload: JSON.stringify(payload), failed: true };
}

/** The frames of the function, its layers and Node: those of the sandbox itself are none of the function's. */
function traceOf(error: Error): string[] {
  const lines = (error.stack ?? "").split("\n");
  return lines.filter(
    (line) => !/^ +at /.test(line) || /[( ](\/var\/task|\/opt)\//.test(line) || / at [^/]*$/.test(line),
  );
}
