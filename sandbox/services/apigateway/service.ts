import { parseArn, type Place } from "../../kernel/arn";
import type { Cloud } from "../../kernel/cloud";
import { AwsError } from "../../kernel/errors";
import type { ResourceModel, Service } from "../../kernel/service";
import type { LogsService } from "../logs";
import { authorizeIam, authorizeJwt, type Authorization, type Authorizer, type Verdict } from "./authorization";
import { Issuers } from "./issuers";
import { ownAnswer, type ApiRequest, type ApiResponse } from "./messages";
import { integrationEvent, integrationResponse, logTime } from "./payload";
import { resources } from "./resources";
import { matchRoute, type RoutePattern } from "./routing";
import { TokenBucket } from "./throttle";

export interface Route {
  readonly pattern: RoutePattern;
  readonly authorization: Authorization;
  readonly integration: string;
}

export interface Integration {
  readonly id: string;
  readonly functionArn: string;
  readonly timeout: number;
}

export interface Stage {
  readonly name: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly throttle?: { readonly rate: number; readonly burst: number };
  readonly routeThrottles: ReadonlyMap<string, { readonly rate: number; readonly burst: number }>;
  readonly accessLog?: { readonly groupArn: string; readonly format: string };
  readonly buckets: Map<string, TokenBucket>;
}

export interface Cors {
  readonly origins: readonly string[];
  readonly methods: readonly string[];
  readonly headers: readonly string[];
  readonly exposed: readonly string[];
  readonly credentials: boolean;
  readonly maxAge?: number;
}

export interface Api {
  readonly id: string;
  readonly name: string;
  readonly place: Place;
  readonly cors?: Cors;
  readonly routes: Route[];
  readonly integrations: Map<string, Integration>;
  readonly authorizers: Map<string, Authorizer>;
  readonly stages: Map<string, Stage>;
  served: number;
}

/** API Gateway's HTTP APIs: routes, JWT and IAM authorization, throttles, Lambda proxies (payload 2.0), access logs. */
export class ApiGatewayService implements Service {
  readonly name = "apigateway";
  readonly sdk = "@aws-sdk/client-apigatewayv2";
  readonly resources: Readonly<Record<string, ResourceModel>> = resources(this);
  readonly issuers: Issuers;
  private readonly apis = new Map<string, Api>();

  constructor(private readonly cloud: Cloud) {
    this.issuers = new Issuers(() => cloud.world);
  }

  add(api: Api): void {
    this.apis.set(api.id, api);
  }

  api(id: string): Api {
    const api = this.apis.get(id);
    if (!api) throw new AwsError("NotFoundException", `Unable to find API with the specified ID ${id}.`, 404);
    return api;
  }

  has(id: string): boolean {
    return this.apis.has(id);
  }

  /** Serves a request as the API's endpoint does, the access log included. */
  async serve(apiId: string, request: ApiRequest): Promise<ApiResponse> {
    const api = this.api(apiId);
    const { stage, path } = stageOf(api, request.path);
    if (!stage) return ownAnswer(404, "Not Found");
    const exchange: Exchange = {
      api,
      stage,
      request: { ...request, path },
      requestId: this.requestId(),
      started: this.cloud.world.now(),
    };
    const outcome = await this.respond(exchange);
    api.served++;
    await this.log(exchange, outcome);
    return withCors(api.cors, request, outcome.response);
  }

  summary(): unknown {
    const rows = [...this.apis.values()].map(({ id, name, served }) => [id, { name, served }] as const);
    return Object.fromEntries(rows.sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  private requestId(): string {
    return this.cloud.world.random
      .fork(`apigateway/${[...this.apis.values()].reduce((sum, api) => sum + api.served, 0)}`)
      .uuid();
  }

  private async respond(exchange: Exchange): Promise<Outcome> {
    const { api, stage, request } = exchange;
    if (api.cors && request.method === "OPTIONS")
      return { response: { statusCode: 204, headers: {}, body: new Uint8Array() } };
    const match = matchRoute(api.routes, request.method, request.path);
    if (!match) return { response: ownAnswer(404, "Not Found") };
    const routeKey = match.route.pattern.key;
    if (!this.admits(stage, routeKey)) return { routeKey, response: ownAnswer(429, "Too Many Requests") };
    const verdict = await this.authorize(exchange, match.route);
    if ("refusal" in verdict) return { routeKey, response: verdict.refusal, problem: verdict.why };
    const integration = api.integrations.get(match.route.integration) as Integration;
    const event = integrationEvent(request, {
      account: api.place.account,
      apiId: api.id,
      domainName: `${api.id}.execute-api.${api.place.region}.amazonaws.com`,
      stage: stage.name,
      routeKey,
      requestId: exchange.requestId,
      time: exchange.started,
      pathParameters: match.pathParameters,
      stageVariables: stage.variables,
      ...verdict,
    });
    return { routeKey, ...(await this.invoke(exchange, integration, routeKey, event)) };
  }

  private admits(stage: Stage, routeKey: string): boolean {
    const throttle = stage.routeThrottles.get(routeKey) ?? stage.throttle;
    if (!throttle) return true;
    let bucket = stage.buckets.get(routeKey);
    if (!bucket) stage.buckets.set(routeKey, (bucket = new TokenBucket(throttle.rate, throttle.burst)));
    return bucket.take(this.cloud.world.now());
  }

  private async authorize({ api, stage, request }: Exchange, route: Route): Promise<Verdict> {
    const { authorization } = route;
    if (authorization.type === "JWT") return authorizeJwt(request, authorization, this.issuers);
    if (authorization.type === "AWS_IAM") {
      const arn = `${executionArn(api)}/${stage.name}/${request.method}${request.path}`;
      return authorizeIam(request, arn, api.place, this.cloud);
    }
    return {};
  }

  private async invoke(
    { api, stage }: Exchange,
    integration: Integration,
    routeKey: string,
    event: object,
  ): Promise<Outcome> {
    const source = routeKey === "$default" ? "$default" : routeKey.replace(" ", "").replace(/^ANY/, "*");
    try {
      const { Payload, FunctionError } = await this.cloud.call<{ Payload?: Uint8Array; FunctionError?: string }>({
        principal: { kind: "service", service: "apigateway.amazonaws.com" },
        place: api.place,
        service: "lambda",
        operation: "Invoke",
        input: { FunctionName: integration.functionArn, Payload: Buffer.from(JSON.stringify(event)) },
        sourceArn: `${executionArn(api)}/${stage.name}/${source}`,
        sourceAccount: api.place.account,
      });
      const response = FunctionError === undefined ? integrationResponse(Payload) : undefined;
      if (response) return { response };
      return {
        response: ownAnswer(500, "Internal Server Error"),
        problem: FunctionError ?? "The response is malformed.",
      };
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      return { response: ownAnswer(500, "Internal Server Error"), problem: error.message };
    }
  }

  /** https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging-variables.html */
  private async log(
    { api, stage, request, requestId, started }: Exchange,
    { response, routeKey, problem }: Outcome,
  ): Promise<void> {
    if (!stage.accessLog) return;
    const values: Record<string, string> = {
      requestId,
      extendedRequestId: requestId,
      apiId: api.id,
      stage: stage.name,
      routeKey: routeKey ?? "",
      httpMethod: request.method,
      path: request.path,
      protocol: "HTTP/1.1",
      status: String(response.statusCode),
      responseLength: String(response.body.byteLength),
      responseLatency: String(this.cloud.world.now() - started),
      integrationErrorMessage: problem ?? "",
      "error.message": problem ?? "",
      "authorizer.error": problem ?? "",
      requestTime: logTime(started),
      requestTimeEpoch: String(started),
      "identity.sourceIp": request.sourceIp,
      "identity.userAgent": request.headers["user-agent"] ?? "",
    };
    const { format, groupArn } = stage.accessLog;
    const line = format.replace(/\$context\.([A-Za-z.]+[A-Za-z])/g, (_, name: string) => values[name] || "-");
    const { resource } = parseArn(groupArn);
    const group = resource.replace(/^log-group:/, "").replace(/:\*$/, "");
    this.cloud.service<LogsService>("logs").deliver(api.place, group, `${api.id}-${stage.name}`, [line]);
  }
}

interface Exchange {
  readonly api: Api;
  readonly stage: Stage;
  readonly request: ApiRequest;
  readonly requestId: string;
  readonly started: number;
}

interface Outcome {
  readonly response: ApiResponse;
  readonly routeKey?: string;
  readonly problem?: string;
}

function executionArn(api: Api): string {
  return `arn:aws:execute-api:${api.place.region}:${api.place.account}:${api.id}`;
}

/** The stage is the first segment of the path, unless that is no stage's name: then it is `$default`. */
function stageOf(api: Api, path: string): { stage: Stage | undefined; path: string } {
  const [, first = "", ...rest] = path.split("/");
  const named = api.stages.get(decodeURIComponent(first));
  return named && named.name !== "$default"
    ? { stage: named, path: `/${rest.join("/")}` }
    : { stage: api.stages.get("$default"), path };
}

function withCors(cors: Cors | undefined, request: ApiRequest, response: ApiResponse): ApiResponse {
  const origin = request.headers["origin"];
  if (!cors || origin === undefined) return response;
  const allowed = cors.origins.find((each) => each === "*" || each === origin);
  if (allowed === undefined) return response;
  const headers: Record<string, string> = {
    ...response.headers,
    "access-control-allow-origin": allowed === "*" ? "*" : origin,
  };
  if (allowed !== "*") headers["vary"] = "Origin";
  if (cors.credentials) headers["access-control-allow-credentials"] = "true";
  if (cors.exposed.length > 0) headers["access-control-expose-headers"] = cors.exposed.join(",");
  if (request.method === "OPTIONS") {
    headers["access-control-allow-methods"] = cors.methods.join(",");
    headers["access-control-allow-headers"] = cors.headers.join(",");
    if (cors.maxAge !== undefined) headers["access-control-max-age"] = String(cors.maxAge);
  }
  return { ...response, headers };
}
