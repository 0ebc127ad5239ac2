import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { makeApi } from "../../functions/insights-api/api";
import { type Templates } from "../../functions/insights-api/templates";
import { type HttpFront, MagicFunction, type Table, resourceName, serveRoutes } from "../shared";
import { DEFAULTS, type InsightsPart } from "./args";

/** The routes of the API, and the scope that each asks of a token. */
export const ROUTES = [
  { key: "GET /v1/insights/{name}", id: "get-insight", scope: "insights/read" },
  { key: "GET /v1/insights", id: "list-insights", scope: "insights/read" },
] as const;

/** Below API Gateway's own limit of 30 s; a read takes milliseconds. */
const TIMEOUT_SECONDS = 10;

/** One line of JSON a request: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging-variables.html */
export const ACCESS_LOG_FORMAT = JSON.stringify({
  requestId: "$context.requestId",
  time: "$context.requestTime",
  sourceIp: "$context.identity.sourceIp",
  subject: "$context.authorizer.claims.sub",
  route: "$context.routeKey",
  path: "$context.path",
  status: "$context.status",
  latency: "$context.responseLatency",
  error: "$context.error.message",
  integrationError: "$context.integrationErrorMessage",
});

/** The function behind every route. */
export function makeApiFunction({ args, parent }: InsightsPart, templates: Templates, insights: Table): MagicFunction {
  const { place, layer, key, logRetentionDays } = args;
  return new MagicFunction(
    "insights-api",
    {
      place,
      layer,
      key,
      logRetentionDays,
      description: "Answers the HTTP API",
      handler: makeApi(templates),
      timeoutSeconds: TIMEOUT_SECONDS,
      environment: { INSIGHTS_TABLE: insights.name },
      grants: insights.grant("dynamodb:Query"),
    },
    { parent },
  );
}

/** The HTTP API: tokens checked by route, one stage with throttles and access logs. */
export function makeHttpApi(part: InsightsPart, handler: MagicFunction): HttpFront {
  const { args, parent } = part;
  const opts = { parent };
  const api = new aws.apigatewayv2.Api(
    "insights",
    {
      name: resourceName(args.place, "insights"),
      protocolType: "HTTP",
      description: "Insights of the data platform",
      corsConfiguration: args.webOrigins && corsOf(args.webOrigins),
    },
    opts,
  );
  const authorizer = new aws.apigatewayv2.Authorizer(
    "insights-tokens",
    {
      apiId: api.id,
      name: "tokens",
      authorizerType: "JWT",
      identitySources: ["$request.header.Authorization"],
      jwtConfiguration: { issuer: args.tokens.issuer, audiences: [...args.tokens.audience] },
    },
    opts,
  );
  const front = { place: args.place, api, authorizer };
  makeStage(part, api, serveRoutes("insights-integration", front, handler, ROUTES, opts));
  return front;
}

/** What pages of other origins may send and see. API Gateway answers their preflights by itself, before any authorizer. */
export function corsOf(origins: readonly string[]): aws.types.input.apigatewayv2.ApiCorsConfiguration {
  return {
    allowOrigins: [...origins],
    allowMethods: ["GET", "POST", "PUT"],
    allowHeaders: ["accept-language", "authorization", "content-type", "idempotency-key", "if-match", "if-none-match"],
    exposeHeaders: ["content-language", "etag", "location", "retry-after"],
    // Chromium keeps no answer longer: https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Access-Control-Max-Age
    maxAge: 7_200,
  };
}

function makeStage({ args, parent }: InsightsPart, api: aws.apigatewayv2.Api, routes: pulumi.Resource[]): void {
  const logs = new aws.cloudwatch.LogGroup(
    "insights-access-logs",
    {
      name: `/aws/apigateway/${resourceName(args.place, "insights")}`,
      retentionInDays: args.logRetentionDays,
      kmsKeyId: args.key.arn,
    },
    { parent },
  );
  new aws.apigatewayv2.Stage(
    "insights-stage",
    {
      apiId: api.id,
      name: "$default",
      autoDeploy: true,
      accessLogSettings: { destinationArn: logs.arn, format: ACCESS_LOG_FORMAT },
      defaultRouteSettings: {
        throttlingRateLimit: args.rateLimit ?? DEFAULTS.rateLimit,
        throttlingBurstLimit: args.burstLimit ?? DEFAULTS.burstLimit,
      },
    },
    // What is deployed before its routes would answer 404 for a while.
    { parent, dependsOn: routes },
  );
}
