/** What cannot be known yet: in a preview, what the cloud will decide. It stands anywhere in a resource's properties. */
export const UNKNOWN: unique symbol = Symbol.for("huut.policy.unknown");

/** Kleene's three-valued logic: a rule decides what it can, and says so when it cannot. */
export type Truth = boolean | typeof UNKNOWN;

export function not(truth: Truth): Truth {
  return truth === UNKNOWN ? UNKNOWN : !truth;
}

/** False when any is false, else unknown when any is unknown. True of none. */
export function all(...truths: readonly Truth[]): Truth {
  if (truths.includes(false)) return false;
  return truths.includes(UNKNOWN) ? UNKNOWN : true;
}

/** True when any is true, else unknown when any is unknown. False of none. */
export function any(...truths: readonly Truth[]): Truth {
  if (truths.includes(true)) return true;
  return truths.includes(UNKNOWN) ? UNKNOWN : false;
}
