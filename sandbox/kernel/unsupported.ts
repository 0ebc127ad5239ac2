import { Unsupported } from "./errors";
import type { CallContext } from "./service";

/**
 * Refuses a parameter that the sandbox does not model. It fails the run, unless somebody asked at the port.
 * @throws Unsupported
 */
export function unsupported({ world, call }: Pick<CallContext, "world" | "call">, what: string): never {
  const error = new Unsupported(what);
  if (call.principal.kind !== "root") world.fail(error);
  throw error;
}
