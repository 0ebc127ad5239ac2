import type { Shape } from "./shape";
import { WireError, type WireRequest } from "./types";

/** The path, split once; for S3 without its bucket. */
interface Target {
  /** Percent-encoded segments. */
  readonly segments: readonly string[];
  /** Bucket of a path-style or virtual-hosted S3 request. */
  readonly bucket: string | undefined;
}

interface Route {
  readonly operation: string;
  readonly method: string;
  readonly segments: readonly Segment[];
  /** Names and values that the query must have, `x-id` left out: only the JavaScript SDK sends it. */
  readonly literals: readonly (readonly [name: string, value: string])[];
  readonly requiredHeaders: readonly string[];
  readonly requiredQuery: readonly string[];
  /** The member that the host or the first segment holds: S3's bucket. */
  readonly hostLabel: string | undefined;
}

interface Segment {
  readonly literal?: string;
  readonly label?: string;
  readonly greedy?: boolean;
}

export interface RestOperation {
  readonly name: string;
  readonly http: readonly [method: string, uri: string, statusCode: number];
  readonly input: Shape;
}

/** Finds the operation of a REST request by the `http` traits of a service's operations. */
export class RouteTable {
  readonly #routes = new Map<string, Route[]>();
  readonly #byOperation = new Map<string, Route>();
  readonly #buckets: boolean;

  constructor(operations: readonly RestOperation[]) {
    for (const operation of operations) {
      const route = routeOf(operation);
      this.#byOperation.set(route.operation, route);
      const routes = this.#routes.get(route.method);
      if (routes === undefined) this.#routes.set(route.method, [route]);
      else routes.push(route);
    }
    this.#buckets = [...this.#byOperation.values()].some((route) => route.hostLabel !== undefined);
  }

  match(request: WireRequest): string | undefined {
    const target = this.target(request);
    let best: Route | undefined;
    let bestScore = -Infinity;
    for (const route of this.#routes.get(request.method) ?? []) {
      if (this.#buckets && (route.hostLabel !== undefined) !== (target.bucket !== undefined)) continue;
      const score = fits(route, target.segments) ? scoreOf(route, request) : -Infinity;
      if (score > bestScore) [best, bestScore] = [route, score];
    }
    return best?.operation;
  }

  /** Decoded labels of a request to an operation, by member name. */
  labels(operation: string, request: WireRequest): Record<string, string> {
    const route = this.#byOperation.get(operation);
    if (route === undefined) throw new TypeError(`wire: operation ${operation} has no route`);
    const target = this.target(request);
    const labels: Record<string, string> = {};
    if (route.hostLabel !== undefined && target.bucket !== undefined) labels[route.hostLabel] = target.bucket;
    route.segments.forEach((segment, index) => {
      if (segment.label === undefined) return;
      const text = segment.greedy === true ? target.segments.slice(index).join("/") : target.segments[index];
      if (text !== undefined) labels[segment.label] = decodePart(text);
    });
    return labels;
  }

  private target(request: WireRequest): Target {
    const segments = request.path.replace(/^\//, "").split("/");
    if (!this.#buckets) {
      if (segments.length > 1 && segments.at(-1) === "") segments.pop();
      return { segments, bucket: undefined };
    }
    const fromHost = bucketOfHost(request.host ?? request.headers["host"] ?? "");
    if (fromHost !== undefined) return { segments, bucket: fromHost };
    const [first, ...rest] = segments;
    if (first === undefined || first === "") return { segments: [""], bucket: undefined };
    return { segments: rest.length === 0 ? [""] : rest, bucket: decodePart(first) };
  }
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html, and the same on a local port. */
function bucketOfHost(host: string): string | undefined {
  const name = host.replace(/:\d+$/, "").toLowerCase();
  return (
    /^(.+)\.(?:s3(?:[.-][a-z0-9.-]+)?\.amazonaws\.com(?:\.cn)?|s3\.localhost)$/.exec(name)?.[1] ??
    bucketOfLocalhost(name)
  );
}

function bucketOfLocalhost(name: string): string | undefined {
  const bucket = /^(.+)\.localhost$/.exec(name)?.[1];
  return bucket === "s3" ? undefined : bucket;
}

function routeOf(operation: RestOperation): Route {
  const [method, uri] = operation.http;
  const [path = "/", query = ""] = uri.split("?");
  const segments = path
    .replace(/^\//, "")
    .replace(/(?<=.)\/$/, "")
    .split("/")
    .map(segmentOf);
  const inPath = new Set(segments.map(({ label }) => label));
  const required = operation.input.members.filter((member) => member.required);
  const labels = operation.input.members.filter((member) => member.traits.httpLabel !== undefined);
  return {
    operation: operation.name,
    method,
    segments,
    literals: [...new URLSearchParams(query)].filter(([name]) => name !== "x-id"),
    requiredHeaders: required.flatMap(({ traits }) => traits.httpHeader?.toLowerCase() ?? []),
    requiredQuery: required.flatMap(({ traits }) => traits.httpQuery ?? []),
    hostLabel: labels.find(({ name }) => !inPath.has(name))?.name,
  };
}

function segmentOf(text: string): Segment {
  const label = /^\{([^}+]+)(\+?)\}$/.exec(text);
  if (label === null) return { literal: text };
  return { label: label[1] ?? "", greedy: label[2] === "+" };
}

function fits(route: Route, segments: readonly string[]): boolean {
  const last = route.segments.at(-1);
  if (last?.greedy === true ? segments.length < route.segments.length : segments.length !== route.segments.length)
    return false;
  return route.segments.every((segment, index) =>
    segment.literal === undefined ? segments.slice(index).join("/") !== "" : segment.literal === segments[index],
  );
}

/** More literal parts win; then an operation whose required members are there; then the SDK's hint. */
function scoreOf(route: Route, request: WireRequest): number {
  let score = 0;
  for (const [name, value] of route.literals) {
    const actual = request.query[name];
    if (actual === undefined || (value !== "" && actual !== value)) return -Infinity;
    score += 10_000;
  }
  for (const { literal } of route.segments) if (literal !== undefined) score += 1000;
  for (const name of route.requiredHeaders) score += request.headers[name] === undefined ? -1 : 10;
  for (const name of route.requiredQuery) score += request.query[name] === undefined ? -1 : 10;
  if (request.query["x-id"] === route.operation) score += 100;
  return score;
}

function decodePart(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new WireError("InvalidURI", `Couldn't parse the specified URI: ${text}`);
  }
}
