import { createReadStream, existsSync, statSync } from "node:fs";
import { createInterface } from "node:readline";
import { isFeedError, parseFeedLine, type FeedEntry } from "@huut/domain";
import { exitStatus, UserError } from "../shared";

/** At most so many broken lines are quoted; the rest are counted. */
const quoted = 10;

/**
 * Reads a feed of post events (samples/README.md has its format), in the order of publishing.
 * @param file a path, or `-` for standard input
 * @throws UserError naming every broken line: nothing of a broken feed is published
 */
export async function readFeed(file: string): Promise<FeedEntry[]> {
  if (file !== "-" && !existsSync(file)) throw new UserError(`The feed ${file} does not exist.`, exitStatus.input);
  if (file !== "-" && statSync(file).isDirectory())
    throw new UserError(`The feed ${file} is a folder.`, exitStatus.input);
  const input = file === "-" ? process.stdin : createReadStream(file);
  const entries: FeedEntry[] = [];
  const errors: string[] = [];
  let line = 0;
  for await (const text of createInterface({ input, crlfDelay: Infinity })) {
    const entry = parseFeedLine(text, ++line);
    if (entry === undefined) continue;
    if (isFeedError(entry)) errors.push(entry.error);
    else entries.push(entry);
  }
  if (errors.length > 0) throw new UserError(brokenFeed(file, errors), exitStatus.input);
  if (entries.length === 0) throw new UserError(`The feed ${nameOf(file)} holds no event.`, exitStatus.input);
  return entries.sort((a, b) => (a.at === b.at ? a.line - b.line : a.at < b.at ? -1 : 1));
}

function brokenFeed(file: string, errors: readonly string[]): string {
  const shown = errors.slice(0, quoted).map((error) => `  ${error}`);
  const more = errors.length > quoted ? [`  … and ${errors.length - quoted} more`] : [];
  return [`The feed ${nameOf(file)} cannot be published, nothing was:`, ...shown, ...more].join("\n");
}

function nameOf(file: string): string {
  return file === "-" ? "on standard input" : file;
}
