import * as v from "valibot";
import { AwsError } from "../../../kernel/errors";
import { resourceModel, type ResourceModel } from "../../../kernel/service";
import type { Authorization } from "../authorization";
import { parseRouteKey } from "../routing";
import type { ApiGatewayService } from "../service";
import type { Api } from "../state";
import { idAlphabet, region, texts } from "./inputs";

const routeInputs = v.strictObject({
  apiId: v.string(),
  routeKey: v.string(),
  target: v.pipe(v.string(), v.startsWith("integrations/")),
  authorizationType: v.optional(v.picklist(["NONE", "JWT", "AWS_IAM"]), "NONE"),
  authorizerId: v.optional(v.string()),
  authorizationScopes: texts,
  operationName: v.optional(v.string()),
  region,
});

/** @see https://www.pulumi.com/registry/packages/aws/api-docs/apigatewayv2/route/ */
export function routeModel(service: ApiGatewayService): ResourceModel {
  return resourceModel({
    inputs: routeInputs,
    outputs: ({ id }) => ({ id: id(7, idAlphabet) }),
    create: ({ inputs, outputs }) => {
      const api = service.api(inputs.apiId);
      const integration = inputs.target.slice("integrations/".length);
      const pattern = parseRouteKey(inputs.routeKey);
      if ([...api.routes.values()].some((route) => route.pattern.key === pattern.key)) {
        throw new AwsError(
          "ConflictException",
          `Route with key ${pattern.key} already exists for this API ${api.id}`,
          409,
        );
      }
      if (!api.integrations.has(integration))
        throw new AwsError("NotFoundException", `Route "${pattern.key}": there is no ${inputs.target}.`, 404);
      api.routes.set(outputs.id, { id: outputs.id, pattern, integration, authorization: authorizationOf(inputs, api) });
    },
    remove: ({ inputs, outputs }) => void service.api(inputs.apiId).routes.delete(outputs.id),
  });
}

function authorizationOf(inputs: v.InferOutput<typeof routeInputs>, api: Api): Authorization {
  const { authorizationType: type, authorizerId, authorizationScopes: scopes, routeKey } = inputs;
  const authorizer = authorizerId === undefined ? undefined : api.authorizers.get(authorizerId);
  if (authorizerId !== undefined && !authorizer) {
    throw new AwsError("BadRequestException", `Route "${routeKey}": its API has no authorizer ${authorizerId}.`);
  }
  if ((type === "JWT") !== (authorizer !== undefined)) {
    throw new AwsError("BadRequestException", `Route "${routeKey}": authorizerId goes with authorizationType JWT.`);
  }
  if (type !== "JWT" && scopes.length > 0) {
    throw new AwsError("BadRequestException", `Route "${routeKey}": authorizationScopes go with JWT.`);
  }
  return { type, scopes, ...(authorizer && { authorizer }) };
}

const invocationPath = /^arn:aws:apigateway:[^:]+:lambda:path\/2015-03-31\/functions\/(.+)\/invocations$/;

/** @see https://www.pulumi.com/registry/packages/aws/api-docs/apigatewayv2/integration/ */
export function integrationModel(service: ApiGatewayService): ResourceModel {
  return resourceModel({
    inputs: v.strictObject({
      apiId: v.string(),
      integrationType: v.literal("AWS_PROXY"),
      integrationUri: v.string(),
      integrationMethod: v.optional(v.literal("POST")),
      connectionType: v.optional(v.literal("INTERNET")),
      payloadFormatVersion: v.literal("2.0"),
      timeoutMilliseconds: v.optional(v.pipe(v.number(), v.minValue(50), v.maxValue(30_000)), 30_000),
      description: v.optional(v.string()),
      region,
    }),
    outputs: ({ id }) => ({ id: id(7, idAlphabet), integrationResponseSelectionExpression: "" }),
    create: ({ inputs, outputs }) => {
      const functionArn = invocationPath.exec(inputs.integrationUri)?.[1] ?? inputs.integrationUri;
      if (!/^arn:aws:lambda:[^:]+:\d{12}:function:/.test(functionArn)) {
        throw new AwsError("BadRequestException", `Invalid function ARN or invalid uri: ${inputs.integrationUri}`);
      }
      const integration = { id: outputs.id, functionArn, timeout: inputs.timeoutMilliseconds };
      service.api(inputs.apiId).integrations.set(outputs.id, integration);
    },
    remove: ({ inputs, outputs }) => void service.api(inputs.apiId).integrations.delete(outputs.id),
  });
}

const source = v.pipe(v.string(), v.regex(/^\$request\.(header|querystring)\.[\w-]+$/, "is no identity source"));

/** @see https://www.pulumi.com/registry/packages/aws/api-docs/apigatewayv2/authorizer/ */
export function authorizerModel(service: ApiGatewayService): ResourceModel {
  return resourceModel({
    inputs: v.strictObject({
      apiId: v.string(),
      name: v.optional(v.string()),
      authorizerType: v.literal("JWT"),
      identitySources: v.optional(v.tuple([source]), ["$request.header.Authorization"]),
      jwtConfiguration: v.strictObject({
        audiences: v.pipe(v.array(v.string()), v.minLength(1)),
        issuer: v.pipe(v.string(), v.url(), v.startsWith("https://")),
      }),
      region,
    }),
    outputs: ({ inputs, physicalName, id }) => ({ id: id(6, idAlphabet), name: inputs.name ?? physicalName }),
    create: ({ inputs, outputs }) => {
      const { issuer, audiences } = inputs.jwtConfiguration;
      const [source] = inputs.identitySources;
      const authorizer = { id: outputs.id, name: outputs.name, issuer, audiences, source };
      service.api(inputs.apiId).authorizers.set(outputs.id, authorizer);
    },
    remove: ({ inputs, outputs }) => void service.api(inputs.apiId).authorizers.delete(outputs.id),
  });
}
