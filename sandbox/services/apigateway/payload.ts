import type { ApiRequest, ApiResponse } from "./messages";

/** What the event says beyond the request. */
export interface EventContext {
  readonly account: string;
  readonly apiId: string;
  readonly domainName: string;
  readonly stage: string;
  readonly routeKey: string;
  readonly requestId: string;
  /** `Root=1-<seconds in hex>-<24 hex digits>`. */
  readonly traceId: string;
  /** Epoch milliseconds. */
  readonly time: number;
  readonly pathParameters: Readonly<Record<string, string>>;
  readonly stageVariables: Readonly<Record<string, string>>;
  readonly authorizer?: object;
}

/**
 * The event of payload format 2.0.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
export function integrationEvent(request: ApiRequest, context: EventContext): object {
  const { cookie, ...headers } = forwarded(request, context);
  const query = queryOf(request.rawQuery);
  const rawPath = context.stage === "$default" ? request.path : `/${context.stage}${request.path}`;
  return {
    version: "2.0",
    routeKey: context.routeKey,
    rawPath,
    rawQueryString: request.rawQuery,
    ...(cookie !== undefined && { cookies: cookie.split(/; */) }),
    headers,
    ...(Object.keys(query).length > 0 && { queryStringParameters: query }),
    requestContext: {
      accountId: context.account,
      apiId: context.apiId,
      ...(context.authorizer && { authorizer: context.authorizer }),
      domainName: context.domainName,
      domainPrefix: context.apiId,
      http: {
        method: request.method,
        path: rawPath,
        protocol: "HTTP/1.1",
        sourceIp: request.sourceIp,
        userAgent: request.headers["user-agent"] ?? "",
      },
      requestId: context.requestId,
      routeKey: context.routeKey,
      stage: context.stage,
      time: logTime(context.time),
      timeEpoch: context.time,
    },
    ...(Object.keys(context.pathParameters).length > 0 && { pathParameters: context.pathParameters }),
    ...(Object.keys(context.stageVariables).length > 0 && { stageVariables: context.stageVariables }),
    ...bodyOf(request),
  };
}

/** API Gateway names itself as the host, and tells who came through it and how. */
function forwarded(request: ApiRequest, context: EventContext): Record<string, string> {
  const { headers, sourceIp } = request;
  const earlier = headers["x-forwarded-for"];
  return {
    ...headers,
    host: context.domainName,
    "x-amzn-trace-id": headers["x-amzn-trace-id"] ?? context.traceId,
    "x-forwarded-for": earlier === undefined ? sourceIp : `${earlier}, ${sourceIp}`,
    "x-forwarded-port": "443",
    "x-forwarded-proto": "https",
  };
}

/** Values of a name that comes several times are joined with commas. */
function queryOf(rawQuery: string): Record<string, string> {
  const query: Record<string, string> = {};
  for (const [name, value] of new URLSearchParams(rawQuery)) {
    query[name] = name in query ? `${query[name]},${value}` : value;
  }
  return query;
}

function bodyOf({ body, headers }: ApiRequest): object {
  if (body.byteLength === 0) return { isBase64Encoded: false };
  const text = /^(text\/|application\/(json|xml|javascript|x-www-form-urlencoded|.*\+json|.*\+xml))/.test(
    headers["content-type"] ?? "",
  );
  return { body: Buffer.from(body).toString(text ? "utf8" : "base64"), isBase64Encoded: !text };
}

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** `02/Nov/2026:05:31:07 +0000`. */
export function logTime(time: number): string {
  const [day, clock] = new Date(time).toISOString().split("T") as [string, string];
  const [year, month, date] = day.split("-") as [string, string, string];
  return `${date}/${months[Number(month) - 1]}/${year}:${clock.slice(0, 8)} +0000`;
}

/**
 * The response that a function's result means: a structured result, or, without a `statusCode`, any JSON as a body.
 * @returns undefined when API Gateway would answer 500 because it cannot make sense of it
 */
export function integrationResponse(payload: Uint8Array | undefined): ApiResponse | undefined {
  const text = Buffer.from(payload ?? []).toString("utf8");
  const result = text === "" ? null : (JSON.parse(text) as unknown);
  if (typeof result !== "object" || result === null || !("statusCode" in result)) {
    const body = typeof result === "string" ? result : JSON.stringify(result);
    return { statusCode: 200, headers: { "content-type": "application/json" }, body: Buffer.from(body) };
  }
  return structured(result as Record<string, unknown>);
}

function structured(result: Record<string, unknown>): ApiResponse | undefined {
  const { statusCode, headers = {}, cookies = [], body = "", isBase64Encoded = false } = result;
  const status = Number(statusCode);
  if (!Number.isInteger(status) || status < 100 || status > 599) return undefined;
  if (typeof body !== "string" || typeof headers !== "object" || !Array.isArray(cookies)) return undefined;
  const named = Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), String(value)]);
  return {
    statusCode: status,
    headers: { "content-type": "text/plain; charset=utf-8", ...(Object.fromEntries(named) as Record<string, string>) },
    ...(cookies.length > 0 && { cookies: cookies.map(String) }),
    body: Buffer.from(body, isBase64Encoded ? "base64" : "utf8"),
  };
}
