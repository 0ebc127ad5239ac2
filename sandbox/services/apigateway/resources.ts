import * as v from "valibot";
import { resourceModel, type ResourceModel } from "../../kernel/service";
import { parseRouteKey } from "./routing";
import type { Api, ApiGatewayService, Stage } from "./service";

const tags = v.optional(v.record(v.string(), v.string()));
const region = v.optional(v.string());
const texts = v.optional(v.array(v.string()), []);

/** API ids are ten characters: https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis.html */
const idAlphabet = "abcdefghijklmnopqrstuvwxyz0123456789";

export function resources(service: ApiGatewayService): Record<string, ResourceModel> {
  return {
    "aws:apigatewayv2/api:Api": apiModel(service),
    "aws:apigatewayv2/stage:Stage": stageModel(service),
    "aws:apigatewayv2/route:Route": routeModel(service),
    "aws:apigatewayv2/integration:Integration": integrationModel(service),
    "aws:apigatewayv2/authorizer:Authorizer": authorizerModel(service),
  };
}

function apiModel(service: ApiGatewayService): ResourceModel {
  return resourceModel({
    inputs: v.strictObject({
      name: v.optional(v.string()),
      description: v.optional(v.string()),
      protocolType: v.literal("HTTP"),
      disableExecuteApiEndpoint: v.optional(v.literal(false)),
      ipAddressType: v.optional(v.picklist(["ipv4", "dualstack"])),
      corsConfiguration: v.optional(
        v.strictObject({
          allowOrigins: texts,
          allowMethods: texts,
          allowHeaders: texts,
          exposeHeaders: texts,
          allowCredentials: v.optional(v.boolean(), false),
          maxAge: v.optional(v.number()),
        }),
      ),
      region,
      tags,
    }),
    outputs: ({ inputs, place, physicalName, id }) => {
      const apiId = id(10, idAlphabet);
      const endpoint = `https://${apiId}.execute-api.${place.region}.amazonaws.com`;
      const executionArn = `arn:aws:execute-api:${place.region}:${place.account}:${apiId}`;
      const arn = `arn:aws:apigateway:${place.region}::/apis/${apiId}`;
      return { id: apiId, name: inputs.name ?? physicalName, apiEndpoint: endpoint, executionArn, arn };
    },
    create: ({ inputs, outputs, place }) => {
      const cors = inputs.corsConfiguration;
      const api: Api = {
        id: outputs.id,
        name: outputs.name,
        place,
        ...(cors && {
          cors: {
            origins: cors.allowOrigins,
            methods: cors.allowMethods,
            headers: cors.allowHeaders,
            exposed: cors.exposeHeaders,
            credentials: cors.allowCredentials,
            ...(cors.maxAge !== undefined && { maxAge: cors.maxAge }),
          },
        }),
        routes: [],
        integrations: new Map(),
        authorizers: new Map(),
        stages: new Map(),
        served: 0,
      };
      service.add(api);
    },
  });
}

const throttleInputs = {
  throttlingRateLimit: v.optional(v.number()),
  throttlingBurstLimit: v.optional(v.number()),
  detailedMetricsEnabled: v.optional(v.boolean()),
};

function throttleOf(
  settings: { throttlingRateLimit?: number | undefined; throttlingBurstLimit?: number | undefined } | undefined,
) {
  const { throttlingRateLimit: rate, throttlingBurstLimit: burst } = settings ?? {};
  return rate === undefined || burst === undefined ? undefined : { rate, burst };
}

function stageModel(service: ApiGatewayService): ResourceModel {
  return resourceModel({
    inputs: v.strictObject({
      apiId: v.string(),
      name: v.optional(v.string()),
      autoDeploy: v.literal(true),
      description: v.optional(v.string()),
      defaultRouteSettings: v.optional(v.strictObject(throttleInputs)),
      routeSettings: v.optional(v.array(v.strictObject({ routeKey: v.string(), ...throttleInputs }))),
      accessLogSettings: v.optional(v.strictObject({ destinationArn: v.string(), format: v.string() })),
      stageVariables: v.optional(v.record(v.string(), v.string())),
      region,
      tags,
    }),
    outputs: ({ inputs, place, physicalName }) => {
      const name = inputs.name ?? physicalName;
      const endpoint = `https://${inputs.apiId}.execute-api.${place.region}.amazonaws.com`;
      return {
        id: name,
        name,
        arn: `arn:aws:apigateway:${place.region}::/apis/${inputs.apiId}/stages/${name}`,
        executionArn: `arn:aws:execute-api:${place.region}:${place.account}:${inputs.apiId}/${name}`,
        invokeUrl: name === "$default" ? `${endpoint}/` : `${endpoint}/${name}`,
      };
    },
    create: ({ inputs, outputs }) => {
      const throttle = throttleOf(inputs.defaultRouteSettings);
      const routeThrottles = (inputs.routeSettings ?? []).flatMap((settings) => {
        const own = throttleOf(settings);
        return own ? [[settings.routeKey, own] as const] : [];
      });
      const log = inputs.accessLogSettings;
      const stage: Stage = {
        name: outputs.name,
        variables: inputs.stageVariables ?? {},
        ...(throttle && { throttle }),
        routeThrottles: new Map(routeThrottles),
        ...(log && { accessLog: { groupArn: log.destinationArn, format: log.format } }),
        buckets: new Map(),
      };
      service.api(inputs.apiId).stages.set(stage.name, stage);
    },
  });
}

function routeModel(service: ApiGatewayService): ResourceModel {
  return resourceModel({
    inputs: v.strictObject({
      apiId: v.string(),
      routeKey: v.string(),
      target: v.pipe(v.string(), v.startsWith("integrations/")),
      authorizationType: v.optional(v.picklist(["NONE", "JWT", "AWS_IAM"]), "NONE"),
      authorizerId: v.optional(v.string()),
      authorizationScopes: texts,
      operationName: v.optional(v.string()),
      region,
    }),
    outputs: ({ id }) => ({ id: id(7, idAlphabet) }),
    create: ({ inputs }) => {
      const api = service.api(inputs.apiId);
      const authorizer = inputs.authorizerId === undefined ? undefined : api.authorizers.get(inputs.authorizerId);
      if (inputs.authorizationType === "JWT" && !authorizer) {
        throw new Error(`Route "${inputs.routeKey}": a JWT route needs an authorizerId of its API.`);
      }
      const integration = inputs.target.slice("integrations/".length);
      if (!api.integrations.has(integration))
        throw new Error(`Route "${inputs.routeKey}": there is no ${inputs.target}.`);
      api.routes.push({
        pattern: parseRouteKey(inputs.routeKey),
        integration,
        authorization: {
          type: inputs.authorizationType,
          scopes: inputs.authorizationScopes,
          ...(authorizer && { authorizer }),
        },
      });
    },
  });
}

const invocationPath = /^arn:aws:apigateway:[^:]+:lambda:path\/2015-03-31\/functions\/(.+)\/invocations$/;

function integrationModel(service: ApiGatewayService): ResourceModel {
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
    outputs: ({ id }) => ({ id: id(7, idAlphabet) }),
    create: ({ inputs, outputs }) => {
      const functionArn = invocationPath.exec(inputs.integrationUri)?.[1] ?? inputs.integrationUri;
      const integration = { id: outputs.id, functionArn, timeout: inputs.timeoutMilliseconds };
      service.api(inputs.apiId).integrations.set(outputs.id, integration);
    },
  });
}

function authorizerModel(service: ApiGatewayService): ResourceModel {
  return resourceModel({
    inputs: v.strictObject({
      apiId: v.string(),
      name: v.optional(v.string()),
      authorizerType: v.literal("JWT"),
      identitySources: v.optional(v.tuple([v.literal("$request.header.Authorization")])),
      jwtConfiguration: v.strictObject({ audiences: v.array(v.string()), issuer: v.pipe(v.string(), v.url()) }),
      region,
    }),
    outputs: ({ inputs, physicalName, id }) => ({ id: id(6, idAlphabet), name: inputs.name ?? physicalName }),
    create: ({ inputs, outputs }) => {
      const { issuer, audiences } = inputs.jwtConfiguration;
      service.api(inputs.apiId).authorizers.set(outputs.id, { id: outputs.id, issuer, audiences });
    },
  });
}
