import * as v from "valibot";
import { parseArn } from "../../../kernel/arn";
import type { Cloud } from "../../../kernel/cloud";
import { AwsError } from "../../../kernel/errors";
import { resourceModel, type ResourceModel } from "../../../kernel/service";
import type { ApiGatewayService } from "../service";
import { executionArn, type RouteSettings, type Stage } from "../state";
import { region, tags } from "./inputs";

const limits = {
  throttlingRateLimit: v.optional(v.pipe(v.number(), v.minValue(0))),
  throttlingBurstLimit: v.optional(v.pipe(v.number(), v.minValue(0))),
  detailedMetricsEnabled: v.optional(v.boolean()),
};
const defaultSettings = v.strictObject(limits);
const routeSettings = v.strictObject({ routeKey: v.string(), ...limits });

const inputs = v.strictObject({
  apiId: v.string(),
  name: v.optional(v.pipe(v.string(), v.regex(/^(\$default|[\w-]{1,128})$/, "is no stage name"))),
  autoDeploy: v.literal(true),
  description: v.optional(v.string()),
  defaultRouteSettings: v.optional(defaultSettings),
  routeSettings: v.optional(v.array(routeSettings), []),
  accessLogSettings: v.optional(v.strictObject({ destinationArn: v.string(), format: v.string() })),
  stageVariables: v.optional(v.record(v.string(), v.string()), {}),
  region,
  tags,
});

/** @see https://www.pulumi.com/registry/packages/aws/api-docs/apigatewayv2/stage/ */
export function stageModel(service: ApiGatewayService, cloud: Cloud): ResourceModel {
  return resourceModel({
    inputs,
    outputs: ({ inputs, place, physicalName, id }) => {
      const name = inputs.name ?? physicalName;
      const endpoint = `https://${inputs.apiId}.execute-api.${place.region}.amazonaws.com`;
      return {
        id: name,
        name,
        arn: `arn:aws:apigateway:${place.region}::/apis/${inputs.apiId}/stages/${name}`,
        executionArn: `${executionArn({ place, id: inputs.apiId })}/${name}`,
        invokeUrl: name === "$default" ? `${endpoint}/` : `${endpoint}/${name}`,
        deploymentId: id(6, "abcdefghijklmnopqrstuvwxyz0123456789"),
      };
    },
    create: ({ inputs, outputs, place }) => {
      const api = service.api(inputs.apiId);
      if (api.stages.has(outputs.name)) throw new AwsError("ConflictException", "Stage already exists", 409);
      const log = inputs.accessLogSettings;
      if (log) checkAccessLog(log, place);
      const stage: Stage = {
        name: outputs.name,
        variables: inputs.stageVariables,
        defaults: settingsOf(inputs.defaultRouteSettings, "defaultRouteSettings"),
        settings: new Map(
          inputs.routeSettings.map((each) => [each.routeKey, settingsOf(each, `routeSettings of "${each.routeKey}"`)]),
        ),
        ...(log && { accessLog: { groupArn: log.destinationArn, format: log.format } }),
        created: cloud.world.now(),
        buckets: new Map(),
      };
      api.stages.set(stage.name, stage);
    },
    remove: ({ inputs, outputs }) => void service.api(inputs.apiId).stages.delete(outputs.name),
  });
}

/**
 * The provider sends 0 for a limit that settings leave out, and 0 admits nobody.
 * https://github.com/hashicorp/terraform-provider-aws/issues/14742
 */
function settingsOf(settings: v.InferOutput<typeof defaultSettings> | undefined, what: string): RouteSettings {
  if (!settings) return {};
  const { throttlingRateLimit: rate, throttlingBurstLimit: burst, detailedMetricsEnabled: detailedMetrics } = settings;
  if (rate === undefined || burst === undefined) {
    throw new Error(
      `${what} must set throttlingRateLimit and throttlingBurstLimit: a limit left out is sent as 0, which refuses every request.`,
    );
  }
  return { throttle: { rate, burst }, ...(detailedMetrics !== undefined && { detailedMetrics }) };
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging.html */
function checkAccessLog(log: { destinationArn: string; format: string }, place: { account: string; region: string }) {
  const { service, account, region } = parseArn(log.destinationArn);
  if (service === "firehose") throw new AwsError("BadRequestException", "HTTP APIs log to CloudWatch Logs only.");
  if (service !== "logs" || account !== place.account || region !== place.region) {
    throw new AwsError("BadRequestException", `Invalid ARN specified in the request: ${log.destinationArn}`);
  }
  if (!/\$context\.(requestId|extendedRequestId)\b/.test(log.format)) {
    throw new AwsError("BadRequestException", "Access log format must contain at least $context.requestId.");
  }
}
