import type * as sdk from "@aws-sdk/client-lambda";
import { AwsError, Unsupported } from "../../kernel/errors";
import { operation, type Access, type CallContext, type Operation } from "../../kernel/service";
import type { AsyncQueue } from "./invoke/async-queue";
import type { Invocations } from "./invoke/invocations";
import type { Registry } from "./registry";
import type { Mapping } from "./sources/mapping";
import { policyOf, type FunctionState } from "./state";

/** Bytes: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const longestRequest = { sync: 6_291_456, async: 1_048_576 };

export function operations(registry: Registry, invocations: Invocations, queue: AsyncQueue): Record<string, Operation> {
  const fnOf = (input: { FunctionName?: string | undefined }, { place }: CallContext) =>
    registry.function(input.FunctionName, place);
  const onFunction =
    (action: string) =>
    (input: Target, context: CallContext): Access => {
      const fn = fnOf(input, context);
      return { action, resource: targetArn(fn, input), owner: fn.place.account, policy: policyOf(fn) };
    };
  const onMapping = (action: string) => (input: { UUID?: string | undefined }) => {
    const { arn, fn } = registry.mapping(input.UUID).options;
    return { action, resource: arn, owner: fn.place.account };
  };
  return {
    Invoke: operation<sdk.InvocationRequest>(onFunction("lambda:InvokeFunction"), (input, context) =>
      invoke(fnOf(input, context), input, invocations, queue),
    ),
    GetFunction: operation<sdk.GetFunctionRequest>(onFunction("lambda:GetFunction"), (input, context) => {
      const fn = fnOf(input, context);
      return { Configuration: configuration(fn), Code: { RepositoryType: "S3" }, Tags: fn.inputs.tags ?? {} };
    }),
    GetFunctionConfiguration: operation<sdk.GetFunctionConfigurationRequest>(
      onFunction("lambda:GetFunctionConfiguration"),
      (input, context) => configuration(fnOf(input, context)),
    ),
    GetPolicy: operation<sdk.GetPolicyRequest>(onFunction("lambda:GetPolicy"), (input, context) => {
      const policy = policyOf(fnOf(input, context));
      if (!policy) throw new AwsError("ResourceNotFoundException", "The resource you requested does not exist.", 404);
      return { Policy: JSON.stringify(policy.document) };
    }),
    ListFunctions: operation<sdk.ListFunctionsRequest>(
      () => ({ action: "lambda:ListFunctions", resource: "*" }),
      (_, { place }) => ({ Functions: registry.functionsAt(place).map(configuration) }),
    ),
    ListEventSourceMappings: operation<sdk.ListEventSourceMappingsRequest>(
      () => ({ action: "lambda:ListEventSourceMappings", resource: "*" }),
      ({ FunctionName, EventSourceArn }, { place }) => {
        const wanted = FunctionName === undefined ? undefined : registry.function(FunctionName, place);
        const found = [...registry.mappings.values()].filter(
          ({ options: { fn }, sourceArn }) =>
            fn.place.account === place.account &&
            fn.place.region === place.region &&
            (!wanted || fn === wanted) &&
            (EventSourceArn === undefined || EventSourceArn === sourceArn),
        );
        return { EventSourceMappings: found.map(mappingConfiguration) };
      },
    ),
    GetEventSourceMapping: operation<sdk.GetEventSourceMappingRequest>(
      onMapping("lambda:GetEventSourceMapping"),
      ({ UUID }) => mappingConfiguration(registry.mapping(UUID)),
    ),
    UpdateEventSourceMapping: operation<sdk.UpdateEventSourceMappingRequest>(
      onMapping("lambda:UpdateEventSourceMapping"),
      (input, { world }) => updateMapping(registry.mapping(input.UUID), input, (error) => world.fail(error)),
    ),
  };
}

interface Target {
  readonly FunctionName?: string | undefined;
  readonly Qualifier?: string | undefined;
}

/** A call that names `$LATEST` is authorized on the qualified ARN, one that names nothing on the function's. */
function targetArn(fn: FunctionState, { FunctionName, Qualifier }: Target): string {
  return Qualifier === "$LATEST" || FunctionName?.endsWith(":$LATEST") ? `${fn.arn}:$LATEST` : fn.arn;
}

async function invoke(
  fn: FunctionState,
  input: sdk.InvocationRequest,
  invocations: Invocations,
  queue: AsyncQueue,
): Promise<object> {
  const type = input.InvocationType ?? "RequestResponse";
  const payload = readPayload(
    input.Payload as Uint8Array | undefined,
    type === "Event" ? longestRequest.async : longestRequest.sync,
  );
  if (type === "DryRun") return { StatusCode: 204 };
  if (type === "Event") {
    queue.enqueue(fn, payload);
    return { StatusCode: 202 };
  }
  const clientContext = input.ClientContext && { clientContext: clientContextOf(input.ClientContext) };
  const outcome = await invocations.invoke(fn, { payload, ...clientContext });
  return {
    StatusCode: 200,
    ExecutedVersion: "$LATEST",
    Payload: Buffer.from(outcome.payload, "utf8"),
    ...(outcome.functionError && { FunctionError: outcome.functionError }),
    ...(input.LogType === "Tail" && { LogResult: Buffer.from(outcome.logTail, "utf8").toString("base64") }),
  };
}

function readPayload(bytes: Uint8Array | undefined, longest: number): string {
  const text = Buffer.from(bytes ?? []).toString("utf8") || "{}";
  const size = bytes?.length ?? 0;
  if (size > longest) {
    throw new AwsError(
      "RequestTooLargeException",
      `${size} byte payload is too large for the Invoke API (limit ${longest} bytes)`,
      413,
    );
  }
  try {
    JSON.parse(text);
  } catch (error) {
    throw new AwsError(
      "InvalidRequestContentException",
      `Could not parse request body into json: Could not parse payload into json: ${(error as Error).message}`,
    );
  }
  return text;
}

function clientContextOf(base64: string): unknown {
  return JSON.parse(Buffer.from(base64, "base64").toString("utf8")) as unknown;
}

function configuration(fn: FunctionState): object {
  const { inputs } = fn;
  return {
    FunctionName: fn.name,
    FunctionArn: fn.arn,
    Runtime: inputs.runtime,
    Role: inputs.role,
    Handler: inputs.handler,
    CodeSize: fn.codeSize,
    CodeSha256: fn.codeSha256,
    Description: inputs.description ?? "",
    Timeout: fn.timeout,
    MemorySize: fn.memorySize,
    LastModified: new Date(fn.created).toISOString().replace("Z", "+0000"),
    Version: "$LATEST",
    ...(inputs.environment?.variables && { Environment: { Variables: inputs.environment.variables } }),
    ...(inputs.kmsKeyArn && { KMSKeyArn: inputs.kmsKeyArn }),
    ...(inputs.deadLetterConfig && { DeadLetterConfig: { TargetArn: inputs.deadLetterConfig.targetArn } }),
    TracingConfig: { Mode: inputs.tracingConfig?.mode ?? "PassThrough" },
    Layers: (inputs.layers ?? []).map((Arn) => ({ Arn })),
    State: "Active",
    LastUpdateStatus: "Successful",
    PackageType: "Zip",
    Architectures: inputs.architectures ?? ["x86_64"],
    EphemeralStorage: { Size: inputs.ephemeralStorage?.size ?? 512 },
    LoggingConfig: { LogFormat: inputs.loggingConfig?.logFormat ?? "Text", LogGroup: fn.logGroup },
  };
}

function mappingConfiguration(mapping: Mapping): object {
  const { uuid, arn, fn, inputs } = mapping.options;
  return {
    UUID: uuid,
    EventSourceMappingArn: arn,
    EventSourceArn: mapping.sourceArn,
    FunctionArn: fn.arn,
    BatchSize: mapping.batchSize,
    MaximumBatchingWindowInSeconds: mapping.window / 1_000,
    State: mapping.enabled ? "Enabled" : "Disabled",
    StateTransitionReason: "USER_INITIATED",
    LastModified: new Date(mapping.lastModified),
    LastProcessingResult: mapping.lastProcessingResult,
    FunctionResponseTypes: inputs.functionResponseTypes ?? [],
  };
}

/** Switches a mapping on or off, which is what a failover does; other changes are the program's. */
function updateMapping(
  mapping: Mapping,
  { UUID: _uuid, FunctionName: _name, Enabled, ...rest }: sdk.UpdateEventSourceMappingRequest,
  fail: (error: Error) => void,
): object {
  const others = Object.entries(rest).filter(([, value]) => value !== undefined);
  if (others.length > 0) {
    const what = others.map(([key]) => key).join(", ");
    const error = new Unsupported(`changing ${what} by lambda:UpdateEventSourceMapping`);
    fail(error);
    throw error;
  }
  if (Enabled !== undefined) mapping.setEnabled(Enabled);
  return {
    ...mappingConfiguration(mapping),
    ...(Enabled !== undefined && { State: Enabled ? "Enabling" : "Disabling" }),
  };
}
