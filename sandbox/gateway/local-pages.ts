import type { WireRequest } from "../wire";
import type { Reply } from "./http";

/** Something to be read at the port beside AWS: a page, or what the sandbox tells of itself. */
export interface LocalPages {
  /** Of the path, with slashes at both ends: `/_console/`. No bucket can have the name. */
  readonly prefix: string;
  /**
   * @param path behind the prefix, as it stands in the URL
   * @returns undefined where there is nothing
   */
  answer(path: string, headers: Readonly<Record<string, string>>): Reply | Promise<Reply> | undefined;
}

const plain = { "content-type": "text/plain; charset=utf-8", "x-content-type-options": "nosniff" };

/** The answer to a request for one of the pages; undefined when it is for none of them. */
export async function servePages(pages: readonly LocalPages[], request: WireRequest): Promise<Reply | undefined> {
  const { method, path, headers } = request;
  const named = pages.find(({ prefix }) => path.startsWith(prefix) || `${path}/` === prefix);
  if (!named) return undefined;
  // A name that somebody else's DNS points to this machine would let their pages read what is here.
  if (!isLoopback(headers["host"])) return text(403, "These pages are for this machine: ask 127.0.0.1 or localhost.");
  if (method !== "GET" && method !== "HEAD")
    return text(405, "These pages are only to be read.", { allow: "GET, HEAD" });
  if (!path.startsWith(named.prefix)) return text(308, "", { location: named.prefix });
  const reply = await named.answer(path.slice(named.prefix.length), headers);
  if (!reply) return text(404, `There is nothing at ${path}.`);
  return { ...reply, headers: { "x-content-type-options": "nosniff", ...reply.headers } };
}

/** A document that is told anew each time. */
export function json(value: unknown): Reply {
  const headers = { "content-type": "application/json", "cache-control": "no-store" };
  return { statusCode: 200, headers, body: Buffer.from(JSON.stringify(value)) };
}

function text(statusCode: number, sentence: string, headers: Readonly<Record<string, string>> = {}): Reply {
  return { statusCode, headers: { ...plain, ...headers }, body: Buffer.from(sentence) };
}

function isLoopback(host = ""): boolean {
  return /^(127\.\d+\.\d+\.\d+|localhost|\[::1\])(:\d+)?$/.test(host);
}
