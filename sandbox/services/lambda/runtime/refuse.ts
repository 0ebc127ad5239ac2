import { Unsupported } from "../../../kernel/errors";

/** Fails the run: a handler may catch what it is thrown, and would then go on as if nothing had been left out. */
export type Fail = (error: Error) => void;

/** A function that refuses to be called. */
export function refused(what: string, fail: Fail): () => never {
  return () => {
    const error = new Unsupported(
      `${what} in a function: its duration would be real, and the run no longer repeatable`,
    );
    fail(error);
    throw error;
  };
}

/** A copy of a module in which the named functions refuse to be called. */
export function refusing<T extends object>(name: string, original: T, names: readonly string[], fail: Fail): T {
  const copy = { ...original } as Record<string, unknown>;
  for (const member of names) if (member in original) copy[member] = refused(`${name}.${member}`, fail);
  return copy as T;
}
