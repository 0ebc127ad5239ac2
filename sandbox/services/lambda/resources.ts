import type { Statement } from "../../iam/document";
import { formatArn, parseArn } from "../../kernel/arn";
import type { Cloud } from "../../kernel/cloud";
import { AwsError, Unsupported } from "../../kernel/errors";
import { resourceModel, type ResourceModel } from "../../kernel/service";
import { filesOf } from "./files";
import { defaultAsync, functionResource } from "./function-resource";
import {
  invokeConfigInputs,
  layerInputs,
  mappingInputs,
  permissionInputs,
  type MappingInputs,
  type PermissionInputs,
} from "./inputs";
import { assertDestinations } from "./invoke/async-queue";
import type { Invocations } from "./invoke/invocations";
import { functionArn, type Registry } from "./registry";
import { KinesisMapping } from "./sources/kinesis";
import type { Mapping, MappingOptions } from "./sources/mapping";
import { SqsMapping } from "./sources/sqs";

export function resources(cloud: Cloud, registry: Registry, invocations: Invocations): Record<string, ResourceModel> {
  return {
    "aws:lambda/function:Function": functionResource(cloud, registry),
    "aws:lambda/layerVersion:LayerVersion": layerResource(registry),
    "aws:lambda/permission:Permission": permissionResource(registry),
    "aws:lambda/eventSourceMapping:EventSourceMapping": mappingResource(cloud, registry, invocations),
    "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig": invokeConfigResource(registry),
  };
}

function layerResource(registry: Registry): ResourceModel {
  return resourceModel({
    inputs: layerInputs,
    outputs: ({ inputs, place, id }) => {
      const layerArn = formatArn({ service: "lambda", ...place, resource: `layer:${inputs.layerName}` });
      const hash = inputs.sourceCodeHash ?? Buffer.from(id(32)).toString("base64");
      const arn = `${layerArn}:1`;
      return { id: arn, arn, layerArn, version: "1", sourceCodeHash: hash, codeSha256: hash, region: place.region };
    },
    create: async ({ inputs, outputs: { arn } }) =>
      void registry.layers.set(arn, { arn, files: await filesOf(inputs.code) }),
    remove: ({ outputs: { arn } }) => void registry.layers.delete(arn),
  });
}

function permissionResource(registry: Registry): ResourceModel {
  return resourceModel({
    inputs: permissionInputs,
    outputs: ({ inputs, place, id }) => {
      const generated = inputs.statementIdPrefix ? `${inputs.statementIdPrefix}${id(26)}` : `terraform-${id(26)}`;
      const statementId = inputs.statementId ?? generated;
      return { id: statementId, statementId, region: place.region };
    },
    create: ({ inputs, outputs: { statementId }, place }) => {
      const fn = registry.function(inputs.function, place);
      if (fn.statements.some(({ Sid }) => Sid === statementId)) {
        throw new AwsError(
          "ResourceConflictException",
          `The statement id (${statementId}) provided already exists. Please provide a new statement id, or remove the existing statement.`,
          409,
        );
      }
      fn.statements.push(statementOf(inputs, statementId, fn.arn));
    },
    remove: ({ inputs, outputs: { statementId }, place }) => {
      const { statements } = registry.function(inputs.function, place);
      statements.splice(
        statements.findIndex(({ Sid }) => Sid === statementId),
        1,
      );
    },
  });
}

/** https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html */
function statementOf(inputs: PermissionInputs, statementId: string, arn: string): Statement {
  const { principal, action, sourceArn, sourceAccount } = inputs;
  const isService = principal.endsWith(".amazonaws.com");
  const account = /^\d{12}$/.test(principal) ? `arn:aws:iam::${principal}:root` : principal;
  return {
    Sid: statementId,
    Effect: "Allow",
    Principal: principal === "*" ? "*" : isService ? { Service: principal } : { AWS: account },
    Action: action,
    Resource: arn,
    ...((sourceArn ?? sourceAccount) !== undefined && {
      Condition: {
        ...(sourceAccount !== undefined && { StringEquals: { "AWS:SourceAccount": sourceAccount } }),
        ...(sourceArn !== undefined && { ArnLike: { "AWS:SourceArn": sourceArn } }),
      },
    }),
  };
}

function mappingResource(cloud: Cloud, registry: Registry, invocations: Invocations): ResourceModel {
  return resourceModel({
    inputs: mappingInputs,
    outputs: ({ inputs, place, id }) => {
      const hex = id(32);
      const uuid = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
      const arn = formatArn({ service: "lambda", ...place, resource: `event-source-mapping:${uuid}` });
      const state = inputs.enabled === false ? "Disabled" : "Enabled";
      return { id: uuid, uuid, arn, functionArn: functionArn(inputs.functionName, place), state, region: place.region };
    },
    create: ({ inputs, outputs: { uuid, arn }, place }) => {
      const fn = registry.function(inputs.functionName, place);
      const mapping = mappingOf({ uuid, arn, fn, inputs, cloud, invocations });
      registry.mappings.set(uuid, mapping);
      mapping.wake();
    },
    remove: ({ outputs: { uuid } }) => {
      registry.mapping(uuid).setEnabled(false);
      registry.mappings.delete(uuid);
    },
  });
}

const streamOnly = [
  "bisectBatchOnFunctionError",
  "destinationConfig",
  "maximumRecordAgeInSeconds",
  "maximumRetryAttempts",
  "parallelizationFactor",
  "startingPosition",
] as const satisfies (keyof MappingInputs)[];

function mappingOf(options: MappingOptions): Mapping {
  const { inputs } = options;
  const { service } = parseArn(inputs.eventSourceArn);
  if (service === "kinesis") {
    if (!inputs.startingPosition)
      throw invalid("1 validation error detected: Value null at 'startingPosition' failed to satisfy constraint.");
    if (inputs.scalingConfig) throw invalid("Unsupported parameter for the event source type: scalingConfig.");
    return new KinesisMapping(options);
  }
  if (service !== "sqs") throw new Unsupported(`event-source mappings of ${service} (${inputs.eventSourceArn})`);
  const wrong = streamOnly.filter((key) => inputs[key] !== undefined);
  if (wrong.length > 0) throw invalid(`Unsupported parameter for the event source type sqs: ${wrong.join(", ")}.`);
  if ((inputs.batchSize ?? 10) > 10 && !inputs.maximumBatchingWindowInSeconds) {
    throw invalid("Maximum batch window in seconds must be greater than 0 if maximum batch size is greater than 10.");
  }
  return new SqsMapping(options);
}

function invokeConfigResource(registry: Registry): ResourceModel {
  return resourceModel({
    inputs: invokeConfigInputs,
    outputs: ({ inputs, place }) => ({ id: inputs.functionName, region: place.region }),
    create: ({ inputs, place }) => {
      const fn = registry.function(inputs.functionName, place);
      const { onFailure, onSuccess } = inputs.destinationConfig ?? {};
      fn.async = {
        maximumRetryAttempts: inputs.maximumRetryAttempts ?? defaultAsync.maximumRetryAttempts,
        maximumEventAgeInSeconds: inputs.maximumEventAgeInSeconds ?? defaultAsync.maximumEventAgeInSeconds,
        ...(onFailure && { onFailure: onFailure.destination }),
        ...(onSuccess && { onSuccess: onSuccess.destination }),
      };
      assertDestinations(fn);
    },
    remove: ({ inputs, place }) => void (registry.function(inputs.functionName, place).async = defaultAsync),
  });
}

function invalid(message: string): AwsError {
  return new AwsError("InvalidParameterValueException", message, 400, { Type: "User" });
}
