import { AsyncLocalStorage } from "node:async_hooks";
import type { Principal } from "../iam";
import type { Place } from "./arn";

/**
 * One invocation of a function: who calls, from where, and whether it is still alive. Timers, promises and SDK calls made
 * inside keep it (`AsyncLocalStorage`).
 */
export interface Scope {
  readonly functionName: string;
  readonly requestId: string;
  readonly principal: Principal;
  readonly place: Place;
  readonly environment: Readonly<Record<string, string>>;
  /** Takes a line that the handler prints. */
  readonly print: (line: string) => void;
  /** False after the time-out, a crash or the answer: calls made after it fail. */
  alive: boolean;
  /** Ends the invocation as a crash of the process would. */
  crash(reason: string): void;
}

const scopes = new AsyncLocalStorage<Scope>();

export function currentScope(): Scope | undefined {
  return scopes.getStore();
}

export function inScope<T>(scope: Scope, action: () => T): T {
  return scopes.run(scope, action);
}

/** Runs what a service does by itself, on an invocation's occasion but not as a part of it. */
export function outOfScope<T>(action: () => T): T {
  return scopes.exit(action);
}
