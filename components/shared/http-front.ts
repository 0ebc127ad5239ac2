import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { type MagicFunction } from "./magic-function";
import { type Place, arnOf } from "./place";

/** An HTTP API that components hang routes of their own on. */
export interface HttpFront {
  readonly place: Place;
  readonly api: aws.apigatewayv2.Api;
  /** Checks tokens. */
  readonly authorizer: aws.apigatewayv2.Authorizer;
}

/** A route of an HTTP API. */
export interface HttpRoute {
  /** The name of its resources: `get-insight`. */
  readonly id: string;
  /** Method and path: `GET /v1/insights/{name}`. */
  readonly key: string;
  /** What a token must be allowed. */
  readonly scope: string;
}

/**
 * Lets a function answer routes.
 *
 * @param name of the integration
 * @returns what must be there before the routes answer
 */
export function serveRoutes(
  name: string,
  front: HttpFront,
  handler: MagicFunction,
  routes: readonly HttpRoute[],
  opts: pulumi.CustomResourceOptions,
): pulumi.Resource[] {
  const integration = new aws.apigatewayv2.Integration(
    name,
    {
      apiId: front.api.id,
      integrationType: "AWS_PROXY",
      integrationUri: handler.arn,
      integrationMethod: "POST",
      payloadFormatVersion: "2.0",
      timeoutMilliseconds: handler.timeoutSeconds * 1000,
    },
    opts,
  );
  return routes.flatMap((route) => makeRoute(front, handler, integration, route, opts));
}

/** A route, and the permission of this API to invoke the function for it. */
function makeRoute(
  { api, authorizer, place }: HttpFront,
  handler: MagicFunction,
  integration: aws.apigatewayv2.Integration,
  { id, key, scope }: HttpRoute,
  opts: pulumi.CustomResourceOptions,
): pulumi.Resource[] {
  const [method, path] = key.split(" ");
  const route = new aws.apigatewayv2.Route(
    id,
    {
      apiId: api.id,
      routeKey: key,
      target: pulumi.interpolate`integrations/${integration.id}`,
      authorizationType: "JWT",
      authorizerId: authorizer.id,
      authorizationScopes: [scope],
    },
    opts,
  );
  const permission = new aws.lambda.Permission(
    `${id}-permission`,
    {
      statementId: id,
      action: "lambda:InvokeFunction",
      function: handler.name,
      principal: "apigateway.amazonaws.com",
      sourceArn: api.id.apply((apiId) => arnOf(place, "execute-api", `${apiId}/*/${method}${path}`)),
    },
    opts,
  );
  return [route, permission];
}
