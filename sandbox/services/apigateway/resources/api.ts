import * as v from "valibot";
import type { Cloud } from "../../../kernel/cloud";
import { resourceModel, type ResourceModel } from "../../../kernel/service";
import { checkCors, type Cors } from "../cors";
import type { ApiGatewayService } from "../service";
import { executionArn } from "../state";
import { idAlphabet, region, tags, texts } from "./inputs";

const corsConfiguration = v.strictObject({
  allowOrigins: texts,
  allowMethods: texts,
  allowHeaders: texts,
  exposeHeaders: texts,
  allowCredentials: v.optional(v.boolean(), false),
  maxAge: v.optional(v.pipe(v.number(), v.minValue(-1), v.maxValue(86_400))),
});

/** @see https://www.pulumi.com/registry/packages/aws/api-docs/apigatewayv2/api/ */
export function apiModel(service: ApiGatewayService, cloud: Cloud): ResourceModel {
  return resourceModel({
    inputs: v.strictObject({
      name: v.optional(v.pipe(v.string(), v.minLength(1), v.maxLength(128))),
      description: v.optional(v.string()),
      version: v.optional(v.string()),
      protocolType: v.literal("HTTP"),
      disableExecuteApiEndpoint: v.optional(v.boolean()),
      ipAddressType: v.optional(v.picklist(["ipv4", "dualstack"])),
      corsConfiguration: v.optional(corsConfiguration),
      region,
      tags,
    }),
    outputs: ({ inputs, place, physicalName, id }) => {
      const apiId = id(10, idAlphabet);
      return {
        id: apiId,
        name: inputs.name ?? physicalName,
        apiEndpoint: `https://${apiId}.execute-api.${place.region}.amazonaws.com`,
        executionArn: executionArn({ place, id: apiId }),
        arn: `arn:aws:apigateway:${place.region}::/apis/${apiId}`,
        apiKeySelectionExpression: "$request.header.x-api-key",
        routeSelectionExpression: "$request.method $request.path",
        ipAddressType: inputs.ipAddressType ?? "ipv4",
      };
    },
    create: ({ inputs, outputs, place }) => {
      const cors = inputs.corsConfiguration && corsOf(inputs.corsConfiguration);
      if (cors) checkCors(cors);
      service.add({
        id: outputs.id,
        name: outputs.name,
        ...(inputs.description !== undefined && { description: inputs.description }),
        endpoint: outputs.apiEndpoint,
        enabled: inputs.disableExecuteApiEndpoint !== true,
        place,
        created: cloud.world.now(),
        tags: inputs.tags ?? {},
        ...(cors && { cors }),
        routes: new Map(),
        integrations: new Map(),
        authorizers: new Map(),
        stages: new Map(),
        answers: new Map(),
      });
    },
    remove: ({ outputs }) => service.remove(outputs.id),
  });
}

function corsOf(inputs: v.InferOutput<typeof corsConfiguration>): Cors {
  return {
    origins: inputs.allowOrigins,
    methods: inputs.allowMethods,
    headers: inputs.allowHeaders,
    exposed: inputs.exposeHeaders,
    credentials: inputs.allowCredentials,
    ...(inputs.maxAge !== undefined && { maxAge: inputs.maxAge }),
  };
}
