import type { Cloud } from "../../kernel/cloud";
import { AwsError } from "../../kernel/errors";
import type { Operation, ResourceModel, Service } from "../../kernel/service";
import type { Random } from "../../world/random";
import { logAccess } from "./access-log";
import { authorizeIam, authorizeJwt, type Authorizer, type Verdict } from "./authorization";
import { isPreflight, withCors } from "./cors";
import { integrate, type IntegrationOutcome } from "./integration";
import { Issuers } from "./issuers";
import { ownAnswer, type ApiCaller, type ApiRequest, type ApiResponse } from "./messages";
import { publish } from "./metrics";
import { operations } from "./operations";
import { integrationEvent } from "./payload";
import { resources } from "./resources";
import { matchRoute } from "./routing";
import { domainName, executionArn, type Api, type Integration, type Route, type Stage } from "./state";
import { TokenBucket } from "../../kernel/token-bucket";

/** Requests a second, and at once, over all APIs of an account and region; and bytes of one request. */
const quotas = { rate: 10_000, burst: 5_000, body: 10 * 1024 * 1024 } as const;

/** One request on its way. */
export interface Exchange {
  readonly api: Api;
  readonly stage: Stage;
  /** Its path is the one behind the stage. */
  readonly request: ApiRequest;
  readonly fullPath: string;
  readonly requestId: string;
  readonly traceId: string;
  /** Epoch milliseconds. */
  readonly started: number;
}

/** What became of it. */
export interface Outcome {
  readonly response: ApiResponse;
  readonly routeKey?: string;
  readonly integration?: IntegrationOutcome;
  readonly claims?: Readonly<Record<string, string>>;
  readonly caller?: ApiCaller;
  /** Who refused it before the integration, and why. */
  readonly refused?: "gateway" | "authorizer";
  readonly problem?: string;
}

/**
 * API Gateway's HTTP APIs: routes, JWT and IAM authorization, throttles, Lambda proxies (payload 2.0), CORS, access logs
 * and metrics.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api.html
 */
export class ApiGatewayService implements Service {
  readonly name = "apigateway";
  readonly sdk = "@aws-sdk/client-apigatewayv2";
  readonly denial = { code: "AccessDeniedException", statusCode: 403 };
  readonly throttling = { code: "TooManyRequestsException", statusCode: 429 };
  readonly operations: Readonly<Record<string, Operation>>;
  readonly resources: Readonly<Record<string, ResourceModel>>;
  readonly issuers: Issuers;
  private readonly apis = new Map<string, Api>();
  private readonly quotas = new Map<string, TokenBucket>();
  private random: Random | undefined;

  constructor(private readonly cloud: Cloud) {
    this.issuers = new Issuers(() => cloud.world);
    this.operations = operations(this);
    this.resources = resources(this, cloud);
  }

  add(api: Api): void {
    this.apis.set(api.id, api);
  }

  remove(id: string): void {
    this.apis.delete(id);
  }

  /** @throws AwsError NotFoundException */
  api(id: string): Api {
    const api = this.apis.get(id);
    if (!api) throw new AwsError("NotFoundException", `Unable to find API with the specified ID ${id}.`, 404);
    return api;
  }

  has(id: string): boolean {
    return this.apis.has(id);
  }

  all(): readonly Api[] {
    return [...this.apis.values()];
  }

  /**
   * Serves a request as the API's endpoint does, access log and metrics included. It takes virtual time: somebody must
   * drive the world meanwhile.
   */
  async serve(apiId: string, request: ApiRequest): Promise<ApiResponse> {
    const api = this.api(apiId);
    const { stage, path } = stageOf(api, request.path);
    if (!stage || !api.enabled) return ownAnswer(404, "Not Found");
    const exchange: Exchange = {
      api,
      stage,
      request: { ...request, path },
      fullPath: request.path,
      ...this.ids(),
      started: this.cloud.world.now(),
    };
    const outcome = await this.respond(exchange);
    const answered = withCors(api.cors, request, outcome.response);
    const response = { ...answered, headers: { ...answered.headers, "apigw-requestid": exchange.requestId } };
    api.answers.set(response.statusCode, (api.answers.get(response.statusCode) ?? 0) + 1);
    publish(this.cloud, exchange, outcome);
    logAccess(this.cloud, exchange, outcome);
    return response;
  }

  summary(): unknown {
    const rows = this.all().map(({ id, name, answers }) => {
      const byStatus = [...answers].sort(([a], [b]) => a - b);
      return [id, { name, answers: Object.fromEntries(byStatus) }] as const;
    });
    return Object.fromEntries(rows.sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  private ids(): { requestId: string; traceId: string } {
    this.random ??= this.cloud.world.random.fork("apigateway");
    const bytes = new Uint8Array(11);
    this.random.fill(bytes);
    const seconds = Math.floor(this.cloud.world.now() / 1000).toString(16);
    return {
      requestId: Buffer.from(bytes).toString("base64"),
      traceId: `Root=1-${seconds}-${this.random.hex(24)}`,
    };
  }

  private async respond(exchange: Exchange): Promise<Outcome> {
    const { api, request } = exchange;
    if (api.cors && isPreflight(request)) {
      return { response: { statusCode: 204, headers: {}, body: new Uint8Array() } };
    }
    const match = matchRoute([...api.routes.values()], request.method, request.path);
    if (!match) return refused(404, "Not Found");
    const routeKey = match.route.pattern.key;
    if (request.body.byteLength > quotas.body) return { routeKey, ...refused(413, "Request Entity Too Large") };
    if (!this.admits(exchange, routeKey)) return { routeKey, ...refused(429, "Too Many Requests") };
    const verdict = await this.authorize(exchange, match.route);
    if ("refusal" in verdict) {
      return { routeKey, response: verdict.refusal, refused: "authorizer", problem: verdict.why };
    }
    const { authorizer, ...who } = verdict;
    const event = eventOf(exchange, routeKey, match.pathParameters, authorizer);
    const behind = api.integrations.get(match.route.integration) as Integration;
    const integration = await integrate(this.cloud, { ...exchange, routeKey }, behind, event);
    return { routeKey, response: integration.response, integration, ...who };
  }

  /** The account's quota first, then the route's throttle, or its share of the stage's. */
  private admits({ api, stage }: Exchange, routeKey: string): boolean {
    const now = this.cloud.world.now();
    const place = `${api.place.account}/${api.place.region}`;
    let quota = this.quotas.get(place);
    if (!quota) this.quotas.set(place, (quota = new TokenBucket(quotas.rate, quotas.burst)));
    if (!quota.take(now)) return false;
    const throttle = stage.settings.get(routeKey)?.throttle ?? stage.defaults.throttle;
    if (!throttle) return true;
    let bucket = stage.buckets.get(routeKey);
    if (!bucket) stage.buckets.set(routeKey, (bucket = new TokenBucket(throttle.rate, throttle.burst)));
    return bucket.take(now);
  }

  private async authorize({ api, stage, request }: Exchange, { authorization }: Route): Promise<Verdict> {
    switch (authorization.type) {
      case "JWT": {
        const authorizer = authorization.authorizer as Authorizer;
        return authorizeJwt(request, { ...authorization, authorizer }, this.issuers);
      }
      case "AWS_IAM": {
        const arn = `${executionArn(api)}/${stage.name}/${request.method}${request.path}`;
        return authorizeIam(request, arn, api.place, this.cloud);
      }
      case "NONE":
        return {};
    }
  }
}

function refused(statusCode: number, message: string): Outcome {
  return { response: ownAnswer(statusCode, message), refused: "gateway", problem: message };
}

function eventOf(
  { api, stage, request, requestId, traceId, started }: Exchange,
  routeKey: string,
  pathParameters: Readonly<Record<string, string>>,
  authorizer: object | undefined,
): object {
  return integrationEvent(request, {
    account: api.place.account,
    apiId: api.id,
    domainName: domainName(api),
    stage: stage.name,
    routeKey,
    requestId,
    traceId,
    time: started,
    pathParameters,
    stageVariables: stage.variables,
    ...(authorizer && { authorizer }),
  });
}

/** The stage is the first segment of the path, unless that is no stage's name: then it is `$default`. */
function stageOf(api: Api, path: string): { stage: Stage | undefined; path: string } {
  const [, first = "", ...rest] = path.split("/");
  const named = first === "$default" ? undefined : api.stages.get(first);
  return named ? { stage: named, path: `/${rest.join("/")}` } : { stage: api.stages.get("$default"), path };
}
