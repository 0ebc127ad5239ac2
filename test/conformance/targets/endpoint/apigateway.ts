import {
  ApiGatewayV2Client,
  CreateApiCommand,
  CreateAuthorizerCommand,
  CreateIntegrationCommand,
  CreateRouteCommand,
  CreateStageCommand,
  DeleteApiCommand,
  type AuthorizationType,
} from "@aws-sdk/client-apigatewayv2";
import type { Creators } from "./creator";

interface ApiInputs {
  readonly name: string;
  readonly corsConfiguration?: { readonly allowOrigins?: string[]; readonly allowMethods?: string[] };
}

interface RouteInputs {
  readonly apiId: string;
  readonly routeKey: string;
  readonly target: string;
  readonly authorizationType?: AuthorizationType;
  readonly authorizerId?: string;
  readonly authorizationScopes?: string[];
}

interface AuthorizerInputs {
  readonly apiId: string;
  readonly name: string;
  readonly jwtConfiguration: { readonly audiences: string[]; readonly issuer: string };
}

export const apigateway: Creators = {
  "aws:apigatewayv2/api:Api": async ({ name, corsConfiguration: cors }: ApiInputs, making) => {
    const client = making.client(ApiGatewayV2Client);
    const { ApiId = "", ApiEndpoint } = await client.send(
      new CreateApiCommand({
        Name: name,
        ProtocolType: "HTTP",
        ...(cors && { CorsConfiguration: { AllowOrigins: cors.allowOrigins, AllowMethods: cors.allowMethods } }),
      }),
    );
    making.undo(() => client.send(new DeleteApiCommand({ ApiId })));
    const executionArn = `arn:aws:execute-api:${making.region}:${making.account}:${ApiId}`;
    return { id: ApiId, apiEndpoint: ApiEndpoint, executionArn };
  },
  "aws:apigatewayv2/integration:Integration": async (
    inputs: { apiId: string; integrationUri: string; timeoutMilliseconds?: number },
    making,
  ) => {
    const { IntegrationId } = await making.client(ApiGatewayV2Client).send(
      new CreateIntegrationCommand({
        ApiId: inputs.apiId,
        IntegrationType: "AWS_PROXY",
        IntegrationUri: inputs.integrationUri,
        PayloadFormatVersion: "2.0",
        TimeoutInMillis: inputs.timeoutMilliseconds,
      }),
    );
    return { id: IntegrationId as string };
  },
  "aws:apigatewayv2/route:Route": async (inputs: RouteInputs, making) => {
    const { RouteId } = await making.client(ApiGatewayV2Client).send(
      new CreateRouteCommand({
        ApiId: inputs.apiId,
        RouteKey: inputs.routeKey,
        Target: inputs.target,
        AuthorizationType: inputs.authorizationType,
        AuthorizerId: inputs.authorizerId,
        AuthorizationScopes: inputs.authorizationScopes,
      }),
    );
    return { id: RouteId as string };
  },
  "aws:apigatewayv2/authorizer:Authorizer": async ({ apiId, name, jwtConfiguration }: AuthorizerInputs, making) => {
    const { AuthorizerId } = await making.client(ApiGatewayV2Client).send(
      new CreateAuthorizerCommand({
        ApiId: apiId,
        Name: name,
        AuthorizerType: "JWT",
        IdentitySource: ["$request.header.Authorization"],
        JwtConfiguration: { Audience: jwtConfiguration.audiences, Issuer: jwtConfiguration.issuer },
      }),
    );
    return { id: AuthorizerId as string };
  },
  "aws:apigatewayv2/stage:Stage": async ({ apiId }: { apiId: string }, making) => {
    const stage = new CreateStageCommand({ ApiId: apiId, StageName: "$default", AutoDeploy: true });
    await making.client(ApiGatewayV2Client).send(stage);
    return { id: "$default" };
  },
};
