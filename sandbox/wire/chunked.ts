import { gunzipSync } from "node:zlib";
import { unreadable } from "./scalars";
import type { WireRequest } from "./types";

/**
 * Undoes the content encodings that SDK clients apply on their own: gzip of large requests, and the `aws-chunked`
 * framing of S3 uploads, whose trailing headers (checksums) become headers of the request. In S3 the `gzip` encoding is the
 * object's, not the message's, and stays.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html
 */
export function withPlainBody(request: WireRequest, encodingIsObjects: boolean): WireRequest {
  const encodings = (request.headers["content-encoding"] ?? "").split(",").map((encoding) => encoding.trim());
  const streaming = request.headers["x-amz-content-sha256"]?.startsWith("STREAMING-") ?? false;
  if (streaming || encodings.includes("aws-chunked")) return unchunk(request, encodings);
  if (encodingIsObjects || encodings.at(-1) !== "gzip") return request;
  const headers = { ...request.headers };
  delete headers["content-encoding"];
  try {
    return { ...request, headers, body: gunzipSync(request.body) };
  } catch (error) {
    throw unreadable(`the body is not gzip: ${(error as Error).message}`);
  }
}

function unchunk(request: WireRequest, encodings: readonly string[]): WireRequest {
  const { data, trailers } = decodeChunks(request.body);
  const expected = request.headers["x-amz-decoded-content-length"];
  if (expected !== undefined && Number(expected) !== data.length) {
    throw unreadable(`the body has ${data.length} bytes, x-amz-decoded-content-length says ${expected}`);
  }
  const headers: Record<string, string> = { ...request.headers, ...trailers, "content-length": String(data.length) };
  const rest = encodings.filter((encoding) => encoding !== "aws-chunked" && encoding !== "");
  if (rest.length > 0) headers["content-encoding"] = rest.join(",");
  else delete headers["content-encoding"];
  return { ...request, headers, body: data };
}

/** Reads `size[;extension]CRLF data CRLF … 0 CRLF trailers CRLF`. Chunk signatures are not checked. */
export function decodeChunks(body: Uint8Array): { data: Uint8Array; trailers: Record<string, string> } {
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  const parts: Buffer[] = [];
  let offset = 0;
  for (;;) {
    const lineEnd = bytes.indexOf("\r\n", offset);
    const size = lineEnd < 0 ? NaN : parseInt(bytes.toString("latin1", offset, lineEnd), 16);
    if (Number.isNaN(size)) throw unreadable("the aws-chunked body is cut short or has a bad chunk size");
    offset = lineEnd + 2;
    if (size === 0) break;
    if (offset + size > bytes.length) throw unreadable("the aws-chunked body is cut short");
    parts.push(bytes.subarray(offset, offset + size));
    offset += size + 2;
  }
  const trailers: Record<string, string> = {};
  for (const line of bytes.toString("latin1", offset).split("\r\n")) {
    const colon = line.indexOf(":");
    if (colon > 0) trailers[line.slice(0, colon).trim().toLowerCase()] = line.slice(colon + 1).trim();
  }
  const data = parts.length === 1 && parts[0] !== undefined ? parts[0] : Buffer.concat(parts);
  return { data: new Uint8Array(data.buffer, data.byteOffset, data.byteLength), trailers };
}
