import { Unsupported } from "./errors";
import type { CallContext } from "./service";

/**
 * Refuses a parameter that the sandbox does not model, as an expression.
 * @throws Unsupported
 */
export function unsupported(_: Pick<CallContext, "world" | "call">, what: string): never {
  throw new Unsupported(what);
}
