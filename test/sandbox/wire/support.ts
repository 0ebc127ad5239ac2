import { Readable } from "node:stream";
import { HttpResponse, type HttpRequest } from "@smithy/protocol-http";
import type { WireRequest, WireResponse } from "../../../sandbox/wire";

/** What an SDK client hands to its HTTP handler, as the gateway would see it. */
export async function wireRequestOf(request: HttpRequest): Promise<WireRequest> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers)) headers[name.toLowerCase()] = value;
  const query: Record<string, string | string[]> = {};
  for (const [name, value] of Object.entries(request.query)) if (value !== null) query[name] = value;
  return {
    method: request.method,
    path: request.path,
    query,
    headers,
    body: await bytesOf(request.body),
    host: request.hostname,
  };
}

async function bytesOf(body: unknown): Promise<Uint8Array> {
  if (body === undefined || body === null) return new Uint8Array(0);
  if (typeof body === "string") return Buffer.from(body);
  if (body instanceof Uint8Array) return body;
  const chunks: Buffer[] = [];
  for await (const chunk of body as AsyncIterable<Uint8Array | string>) chunks.push(Buffer.from(chunk as string));
  return Buffer.concat(chunks);
}

/** An HTTP handler that answers from a function, as the sandbox's gateway does for clients in the process. */
export function handlerOf(answer: (request: WireRequest) => WireResponse | Promise<WireResponse>) {
  return {
    async handle(request: HttpRequest): Promise<{ response: HttpResponse }> {
      const { statusCode, headers, body } = await answer(await wireRequestOf(request));
      return { response: new HttpResponse({ statusCode, headers, body: Readable.from([Buffer.from(body)]) }) };
    },
  };
}

/** Configuration of a client that never leaves the process. */
export function inProcess(answer: (request: WireRequest) => WireResponse | Promise<WireResponse>) {
  return {
    region: "ap-south-1",
    credentials: { accessKeyId: "AKIAEXAMPLE", secretAccessKey: "secret" },
    maxAttempts: 1,
    requestHandler: handlerOf(answer),
  };
}

/** A client's answer without what the SDK adds to it. */
export function withoutMetadata<T extends object>(output: T): Omit<T, "$metadata"> {
  const rest: T & { $metadata?: unknown } = { ...output };
  delete rest.$metadata;
  return rest;
}
