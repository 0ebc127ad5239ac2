import { brotliCompressSync, gzipSync } from "node:zlib";
import type { Behavior } from "../state";
import type { EdgeResponse } from "./messages";

export type Encoding = "br" | "gzip";

/** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/ServingCompressedFiles.html: captions (`text/vtt`) are not among them. */
const compressible: ReadonlySet<string> = new Set(
  (
    "application/dash+xml application/eot application/font application/font-sfnt application/javascript application/json " +
    "application/opentype application/otf application/pdf application/pkcs7-mime application/protobuf application/rss+xml " +
    "application/truetype application/ttf application/vnd.apple.mpegurl application/vnd.ms-fontobject application/wasm " +
    "application/xhtml+xml application/xml application/x-font-opentype application/x-font-truetype application/x-font-ttf " +
    "application/x-httpd-cgi application/x-javascript application/x-mpegurl application/x-opentype application/x-otf " +
    "application/x-perl application/x-ttf font/eot font/opentype font/otf font/ttf image/svg+xml text/css text/csv text/html " +
    "text/javascript text/js text/plain text/richtext text/tab-separated-values text/xml text/x-component text/x-java-source " +
    "text/x-script vnd.apple.mpegurl"
  ).split(" "),
);

/** Bytes. */
const smallest = 1_000;
const largest = 10_000_000;

/** The encoding that viewer and cache policy agree on, if any: it is a part of the cache key. */
export function agreedEncoding(
  { compress, cachePolicy }: Behavior,
  accepted: string | undefined,
): Encoding | undefined {
  if (!compress || accepted === undefined) return undefined;
  const offers = accepted
    .split(",")
    .map((offer) => offer.trim().toLowerCase())
    .filter((offer) => !/;\s*q=0(\.0*)?$/.test(offer))
    .map((offer) => offer.split(";")[0]?.trim());
  if (cachePolicy.brotli && offers.includes("br")) return "br";
  return cachePolicy.gzip && offers.includes("gzip") ? "gzip" : undefined;
}

/** The object in that encoding, with the weak ETag that says so, or as it is where it is not to be compressed. */
export function compressed(object: EdgeResponse, encoding: Encoding | undefined): EdgeResponse {
  const { "content-type": type = "", "content-encoding": encoded, etag, ...rest } = object.headers;
  const size = object.body.byteLength;
  const fits = compressible.has(type.split(";")[0]?.trim().toLowerCase() ?? "") && size >= smallest && size <= largest;
  if (encoding === undefined || !fits || encoded !== undefined || object.statusCode !== 200) return object;
  const body = encoding === "br" ? brotliCompressSync(object.body) : gzipSync(object.body);
  const headers = {
    ...rest,
    "content-type": type,
    "content-encoding": encoding,
    "content-length": String(body.byteLength),
    vary: "Accept-Encoding",
    ...(etag !== undefined && { etag: etag.startsWith("W/") ? etag : `W/${etag}` }),
  };
  return { statusCode: 200, headers, body };
}
