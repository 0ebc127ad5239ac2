import type {
  GetApiRequest,
  GetApisRequest,
  GetAuthorizersRequest,
  GetIntegrationsRequest,
  GetRoutesRequest,
  GetStagesRequest,
} from "@aws-sdk/client-apigatewayv2";
import type { Place } from "../../kernel/arn";
import { operation, type Access, type CallContext, type Operation } from "../../kernel/service";
import type { ApiGatewayService } from "./service";
import type { Api, RouteSettings } from "./state";

/** Reads, for people at the port. Resources come from the program only. */
export function operations(service: ApiGatewayService): Record<string, Operation> {
  const apiOf = (id: string | undefined, { place }: CallContext): Api => {
    const api = service.api(id ?? "");
    return isAt(api, place) ? api : service.api(`${id} in ${place.region} of ${place.account}`);
  };
  const reads =
    (part: string) =>
    (input: { ApiId?: string | undefined }, { place }: CallContext): Access =>
      get(place, `/apis/${input.ApiId}${part}`);
  return {
    GetApis: operation<GetApisRequest>(
      (_, { place }) => get(place, "/apis"),
      (_, { place }) => ({
        Items: service
          .all()
          .filter((api) => isAt(api, place))
          .map(describeApi),
      }),
    ),
    GetApi: operation<GetApiRequest>(reads(""), ({ ApiId }, context) => describeApi(apiOf(ApiId, context))),
    GetRoutes: operation<GetRoutesRequest>(reads("/routes"), ({ ApiId }, context) => ({
      Items: [...apiOf(ApiId, context).routes.values()].map(({ id, pattern, integration, authorization }) => ({
        RouteId: id,
        RouteKey: pattern.key,
        Target: `integrations/${integration}`,
        AuthorizationType: authorization.type,
        ApiKeyRequired: false,
        ...(authorization.scopes.length > 0 && { AuthorizationScopes: [...authorization.scopes] }),
        ...(authorization.authorizer && { AuthorizerId: authorization.authorizer.id }),
      })),
    })),
    GetStages: operation<GetStagesRequest>(reads("/stages"), ({ ApiId }, context) => ({
      Items: [...apiOf(ApiId, context).stages.values()].map((stage) => ({
        StageName: stage.name,
        AutoDeploy: true,
        CreatedDate: new Date(stage.created),
        DefaultRouteSettings: settings(stage.defaults),
        RouteSettings: Object.fromEntries([...stage.settings].map(([key, each]) => [key, settings(each)])),
        StageVariables: { ...stage.variables },
        ...(stage.accessLog && {
          AccessLogSettings: { DestinationArn: stage.accessLog.groupArn, Format: stage.accessLog.format },
        }),
      })),
    })),
    GetIntegrations: operation<GetIntegrationsRequest>(reads("/integrations"), ({ ApiId }, context) => ({
      Items: [...apiOf(ApiId, context).integrations.values()].map(({ id, functionArn, timeout }) => ({
        IntegrationId: id,
        IntegrationType: "AWS_PROXY",
        IntegrationMethod: "POST",
        IntegrationUri: functionArn,
        ConnectionType: "INTERNET",
        PayloadFormatVersion: "2.0",
        TimeoutInMillis: timeout,
      })),
    })),
    GetAuthorizers: operation<GetAuthorizersRequest>(reads("/authorizers"), ({ ApiId }, context) => ({
      Items: [...apiOf(ApiId, context).authorizers.values()].map(({ id, name, issuer, audiences, source }) => ({
        AuthorizerId: id,
        AuthorizerType: "JWT",
        Name: name,
        IdentitySource: [source],
        JwtConfiguration: { Issuer: issuer, Audience: [...audiences] },
      })),
    })),
  };
}

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonapigatewaymanagementv2.html */
function get({ region }: Place, path: string): Access {
  return { action: "apigateway:GET", resource: `arn:aws:apigateway:${region}::${path}` };
}

function isAt(api: Api, place: Place): boolean {
  return api.place.account === place.account && api.place.region === place.region;
}

function describeApi(api: Api): object {
  const { cors } = api;
  return {
    ApiId: api.id,
    ApiEndpoint: api.endpoint,
    Name: api.name,
    ...(api.description !== undefined && { Description: api.description }),
    ProtocolType: "HTTP",
    CreatedDate: new Date(api.created),
    DisableExecuteApiEndpoint: !api.enabled,
    RouteSelectionExpression: "$request.method $request.path",
    Tags: { ...api.tags },
    ...(cors && {
      CorsConfiguration: {
        AllowOrigins: [...cors.origins],
        AllowMethods: [...cors.methods],
        AllowHeaders: [...cors.headers],
        ExposeHeaders: [...cors.exposed],
        AllowCredentials: cors.credentials,
        ...(cors.maxAge !== undefined && { MaxAge: cors.maxAge }),
      },
    }),
  };
}

function settings({ throttle, detailedMetrics }: RouteSettings): object {
  return {
    DetailedMetricsEnabled: detailedMetrics ?? false,
    ...(throttle && { ThrottlingRateLimit: throttle.rate, ThrottlingBurstLimit: throttle.burst }),
  };
}
