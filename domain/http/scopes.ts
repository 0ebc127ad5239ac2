/** Whether a token's `scope` claim, names separated by spaces (an HTTP API writes a list as `[a b]`), holds a scope. */
export function hasScope(claim: unknown, scope: string): boolean {
  return (
    typeof claim === "string" &&
    claim
      .replace(/^\[|\]$/g, "")
      .split(/\s+/)
      .includes(scope)
  );
}
