import type { HttpRoute } from "../../../components/shared";
import { integrationEvent } from "../../../sandbox/services/apigateway/payload";
import { matchRoute, parseRouteKey } from "../../../sandbox/services/apigateway/routing";

/** What the API answers. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly json: Readonly<Record<string, unknown>>;
}

/** A call of a component's routes. */
export interface RouteCall {
  readonly method?: string;
  /** With the query, as it stands in a URL. */
  readonly target: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly subject?: string;
  readonly scopes: readonly string[];
  /** Milliseconds since 1970. */
  readonly time: number;
}

/** Routes as API Gateway matches them. */
export function routesOf(routes: readonly HttpRoute[]) {
  return routes.map(({ key }) => ({ pattern: parseRouteKey(key) }));
}

/** What API Gateway invokes the function behind a route with. @throws Error where no route leads there */
export function apiEvent(routes: ReturnType<typeof routesOf>, call: RouteCall) {
  const { method = "GET", target, headers = {}, body = "", subject = "u-1", scopes, time } = call;
  const [path = "", rawQuery = ""] = target.split("?");
  const match = matchRoute(routes, method, path);
  if (match === undefined) throw new Error(`No route leads to ${target}`);
  const request = { method, path, rawQuery, headers, body: Buffer.from(body), sourceIp: "192.0.2.7" };
  return integrationEvent(request, {
    account: "222222222222",
    apiId: "abcdefghij",
    domainName: "abcdefghij.execute-api.ap-south-1.amazonaws.com",
    stage: "$default",
    routeKey: match.route.pattern.key,
    requestId: "r",
    traceId: "Root=1-0-0",
    time,
    pathParameters: match.pathParameters,
    stageVariables: {},
    authorizer: { jwt: { claims: { ...(subject && { sub: subject }), scope: scopes.join(" ") }, scopes: null } },
  });
}

/** A function's answer, read. */
export function replyOf(answer: unknown): Reply {
  const {
    statusCode: status,
    headers,
    body,
  } = answer as {
    statusCode: number;
    headers: Record<string, string>;
    body: string;
  };
  return { status, headers, json: (body === "" ? {} : JSON.parse(body)) as Reply["json"] };
}
