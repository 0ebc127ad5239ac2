import { createHash } from "node:crypto";

/**
 * SHA-256 of the scripts whose contract `run.ts` keeps, by {@link scriptDigest}. Compare a changed script with `run.ts` before
 * its new digest comes in here.
 */
export const knownScripts: ReadonlySet<string> = new Set([
  "d7b952e0e05037e06deb7e7e8cee8a8a9e746cb9d94acea65f75478c98411e75",
]);

/** The digest of a Python script without what does not matter: comments, blank lines, blanks at the ends of lines. */
export function scriptDigest(text: string): string {
  const lines = text.split(/\r?\n/).map((line) => line.trimEnd());
  const code = lines.filter((line) => line !== "" && !/^\s*#/.test(line));
  return createHash("sha256").update(code.join("\n")).digest("hex");
}
