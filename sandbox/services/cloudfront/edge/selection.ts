import { Unsupported } from "../../../kernel/errors";
import type { EdgeResponse, ViewerRequest } from "./messages";
import { refusal } from "./messages";

/** What of an object the viewer asked for: nothing when it has it already, a part of it, or all of it. */
export function selected(object: EdgeResponse, { headers, method }: ViewerRequest): EdgeResponse {
  if (object.statusCode !== 200) return object;
  if (isUnchanged(object, headers)) return notModified(object);
  const { range } = headers;
  return range === undefined || method !== "GET" || !holds(headers["if-range"], object)
    ? object
    : partOf(object, range);
}

/** Conditional requests that the sandbox answers; the others are refused, for AWS does not say what a hit does with them. */
export function checkConditions({ headers }: ViewerRequest): void {
  for (const name of ["if-match", "if-unmodified-since"]) {
    if (headers[name] !== undefined) throw new Unsupported(`the header ${name} in requests to CloudFront`);
  }
}

/** RFC 9110, section 13.2.2: a date counts only where no ETag is given. */
function isUnchanged(object: EdgeResponse, headers: ViewerRequest["headers"]): boolean {
  const { etag = "", "last-modified": modified = "" } = object.headers;
  const tags = headers["if-none-match"];
  if (tags !== undefined) return tags.split(",").some((tag) => tag.trim() === "*" || weak(tag) === weak(etag));
  const since = headers["if-modified-since"];
  return since !== undefined && Date.parse(modified) <= Date.parse(since);
}

function weak(tag: string): string {
  return tag.trim().replace(/^W\//, "");
}

/** Headers that speak of a body which is not sent. */
const ofBody = ["content-length", "content-type", "content-encoding", "accept-ranges"];

function notModified({ headers }: EdgeResponse): EdgeResponse {
  const kept = Object.entries(headers).filter(([name]) => !ofBody.includes(name));
  return { statusCode: 304, headers: Object.fromEntries(kept), body: new Uint8Array() };
}

/** `If-Range` compares strongly: RFC 9110, section 13.1.5. */
function holds(condition: string | undefined, { headers }: EdgeResponse): boolean {
  if (condition === undefined) return true;
  return condition.startsWith('"') ? condition === headers["etag"] : condition === headers["last-modified"];
}

/** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/RangeGETs.html: what is no range gets the whole object. */
function partOf(object: EdgeResponse, range: string): EdgeResponse {
  if (/^bytes=.*,/.test(range)) throw new Unsupported("several ranges in one request to CloudFront");
  const [, from, to] = /^bytes=(\d*)-(\d*)$/.exec(range.trim()) ?? [];
  if (from === undefined || to === undefined || (from === "" && to === "")) return object;
  const size = object.body.byteLength;
  const first = from === "" ? Math.max(0, size - Number(to)) : Number(from);
  const last = from === "" || to === "" ? size - 1 : Math.min(Number(to), size - 1);
  if (from !== "" && to !== "" && Number(from) > Number(to)) return object;
  if (first >= size || first > last) {
    const page = refusal(416, "The requested range cannot be satisfied.");
    return { ...page, headers: { ...page.headers, "content-range": `bytes */${size}` } };
  }
  const body = object.body.subarray(first, last + 1);
  const headers = {
    ...object.headers,
    "content-length": String(body.byteLength),
    "content-range": `bytes ${first}-${last}/${size}`,
  };
  return { statusCode: 206, headers, body };
}
