import type { Reply } from "../gateway/http";
import type { Cloud } from "../kernel/cloud";
import type { S3Service } from "../services/s3";

/** An object, or one range of its bytes, by `<bucket>/<key>` as it stands in a URL; undefined where there is none. */
export function readObject(cloud: Cloud, path: string, range: string | undefined): Reply | undefined {
  const [bucketName = "", ...parts] = path.split("/");
  const bucket = cloud
    .service<S3Service>("s3")
    .store.all()
    .find(({ name }) => name === bucketName);
  const object = bucket?.current(decoded(parts.join("/")));
  if (!object) return undefined;
  const headers = { "accept-ranges": "bytes", "content-type": typeOf(object.key), "cache-control": "no-store" };
  const { body } = object;
  const asked = /^bytes=(\d+)-(\d*)$/.exec(range ?? "");
  if (!asked) return { statusCode: 200, headers, body };
  const first = Number(asked[1]);
  const last = Math.min(asked[2] === "" ? Infinity : Number(asked[2]), body.byteLength - 1);
  if (first > last) {
    const unmet = { ...headers, "content-range": `bytes */${body.byteLength}` };
    return { statusCode: 416, headers: unmet, body: Buffer.alloc(0) };
  }
  const part = { ...headers, "content-range": `bytes ${first}-${last}/${body.byteLength}` };
  return { statusCode: 206, headers: part, body: body.subarray(first, last + 1) };
}

const types: Readonly<Record<string, string>> = {
  flac: "audio/flac",
  m4a: "audio/mp4",
  mov: "video/quicktime",
  mp3: "audio/mpeg",
  mp4: "video/mp4",
  ogg: "audio/ogg",
  wav: "audio/wav",
  webm: "video/webm",
};

/** By the key's end: what was stored says only bytes, and a browser runs nothing that it is not told to run. */
function typeOf(key: string): string {
  return types[/\.([a-z0-9]+)$/.exec(key)?.[1] ?? ""] ?? "application/octet-stream";
}

/** A name that is no URL's is no key. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return "";
  }
}
