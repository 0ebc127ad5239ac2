import type { IncomingMessage, ServerResponse } from "node:http";
import type { WireRequest, WireResponse } from "../wire";

/** Bodies over this are refused: S3's largest single upload is 5 GB, and nobody sends that to a sandbox. */
const largestBody = 256 * 1024 * 1024;

export class BodyTooLarge extends Error {}

/** @throws BodyTooLarge */
export async function readRequest(message: IncomingMessage): Promise<WireRequest> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of message) {
    size += (chunk as Buffer).byteLength;
    if (size > largestBody) throw new BodyTooLarge(`The body is over ${largestBody} bytes.`);
    chunks.push(chunk as Buffer);
  }
  const target = message.url ?? "/";
  const mark = target.indexOf("?");
  const headers = Object.fromEntries(
    Object.entries(message.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(",") : (value ?? ""),
    ]),
  );
  return {
    method: message.method ?? "GET",
    path: mark < 0 ? target : target.slice(0, mark),
    query: queryOf(mark < 0 ? "" : target.slice(mark + 1)),
    headers,
    host: headers["host"] ?? "",
    body: Buffer.concat(chunks),
  };
}

/** A `+` is a plus in AWS's canonical queries, not a space. */
function queryOf(text: string): Record<string, string | string[]> {
  const query: Record<string, string | string[]> = {};
  for (const part of text.split("&").filter((each) => each !== "")) {
    const mark = part.indexOf("=");
    const name = decodeURIComponent(mark < 0 ? part : part.slice(0, mark));
    const value = decodeURIComponent(mark < 0 ? "" : part.slice(mark + 1));
    const earlier = query[name];
    query[name] = earlier === undefined ? value : [earlier, value].flat();
  }
  return query;
}

/** A response of a service or of an HTTP API, which may set several cookies. */
export interface Reply extends WireResponse {
  readonly cookies?: readonly string[];
}

export function writeResponse(
  response: ServerResponse,
  { statusCode, headers, cookies = [], body }: Reply,
  head: boolean,
): void {
  response.writeHead(statusCode, {
    ...headers,
    ...(cookies.length > 0 && { "set-cookie": [...cookies] }),
    ...(!("content-length" in headers) && { "content-length": body.byteLength }),
  });
  response.end(head ? undefined : body);
}
