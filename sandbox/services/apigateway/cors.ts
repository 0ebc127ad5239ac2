import { AwsError } from "../../kernel/errors";
import type { ApiRequest, ApiResponse } from "./messages";

export interface Cors {
  readonly origins: readonly string[];
  readonly methods: readonly string[];
  readonly headers: readonly string[];
  readonly exposed: readonly string[];
  readonly credentials: boolean;
  /** Seconds. */
  readonly maxAge?: number;
}

/** @throws AwsError BadRequestException for what browsers would refuse */
export function checkCors(cors: Cors): void {
  const bad = cors.origins.find((origin) => !/^(\*|https?:\/\/(\*|[^/*]+)|[a-z][a-z0-9+.-]*:\/\/[^*]*)$/.test(origin));
  if (bad !== undefined) {
    throw new AwsError("BadRequestException", `Invalid format for origin ${bad}. Specify scheme://host, or *.`);
  }
  if (cors.credentials && [cors.origins, cors.methods, cors.headers, cors.exposed].some((list) => list.includes("*"))) {
    throw new AwsError("BadRequestException", "CORS: allowCredentials cannot go with a wildcard.");
  }
}

/**
 * Whether API Gateway answers the request by itself, route or not.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html
 */
export function isPreflight({ method, headers }: ApiRequest): boolean {
  return method === "OPTIONS" && "origin" in headers && "access-control-request-method" in headers;
}

/** The response with the API's CORS headers in place of the integration's own. */
export function withCors(cors: Cors | undefined, request: ApiRequest, response: ApiResponse): ApiResponse {
  if (!cors) return response;
  const headers = Object.entries(response.headers).filter(([name]) => !name.startsWith("access-control-"));
  return { ...response, headers: { ...Object.fromEntries(headers), ...corsHeaders(cors, request) } };
}

function corsHeaders(cors: Cors, request: ApiRequest): Record<string, string> {
  const origin = request.headers["origin"];
  if (origin === undefined) return {};
  const allowed = cors.origins.find((each) => admits(each, origin));
  if (allowed === undefined) return {};
  const headers: Record<string, string> = { "access-control-allow-origin": allowed === "*" ? "*" : origin };
  if (allowed !== "*") headers["vary"] = "Origin";
  if (cors.credentials) headers["access-control-allow-credentials"] = "true";
  if (cors.exposed.length > 0) headers["access-control-expose-headers"] = cors.exposed.join(",");
  if (!isPreflight(request)) return headers;
  if (cors.methods.length > 0) headers["access-control-allow-methods"] = cors.methods.join(",");
  if (cors.headers.length > 0) headers["access-control-allow-headers"] = cors.headers.join(",");
  if (cors.maxAge !== undefined) headers["access-control-max-age"] = String(cors.maxAge);
  return headers;
}

/** `*` is every origin, `https://*` every one of the scheme. */
function admits(allowed: string, origin: string): boolean {
  return allowed === "*" || allowed === origin || (allowed.endsWith("://*") && origin.startsWith(allowed.slice(0, -1)));
}
