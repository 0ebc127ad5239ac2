import { createHash } from "node:crypto";
import { formatArn } from "../../kernel/arn";
import type { Cloud } from "../../kernel/cloud";
import { AwsError, Unsupported } from "../../kernel/errors";
import { resourceModel, type CreatedResource, type ResourceModel, type ResourceRequest } from "../../kernel/service";
import { filesOf, mount, type Files } from "./files";
import { functionInputs, type FunctionInputs } from "./inputs";
import { assertDestinations } from "./invoke/async-queue";
import { grantEnvironmentKey } from "./invoke/environment-key";
import type { Registry } from "./registry";
import { Resolver } from "./runtime/resolve";
import type { FunctionState } from "./state";

/** Bytes, unpacked, layers included; bytes of all environment variables: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const longestCode = 262_144_000;
const longestVariables = 4_096;

/** Seconds and events, when no FunctionEventInvokeConfig says otherwise. */
export const defaultAsync = { maximumRetryAttempts: 2, maximumEventAgeInSeconds: 21_600 };

export function functionResource(cloud: Cloud, registry: Registry): ResourceModel {
  return resourceModel({
    inputs: functionInputs,
    outputs,
    create: async (created) => {
      const fn = await stateOf(cloud, registry, created);
      if (registry.functions.has(fn.arn)) {
        throw new AwsError("ResourceConflictException", `Function already exist: ${fn.name}`, 409);
      }
      assertDestinations(fn);
      fn.keyGrantee = grantEnvironmentKey(cloud, fn);
      registry.functions.set(fn.arn, fn);
    },
    remove: ({ outputs: { arn } }) => void registry.functions.delete(arn),
  });
}

function outputs({ inputs, place, physicalName, id }: ResourceRequest<FunctionInputs>) {
  const name = inputs.name ?? physicalName;
  const arn = formatArn({ service: "lambda", ...place, resource: `function:${name}` });
  const version = inputs.publish ? "1" : "$LATEST";
  const invokeArn = (target: string) =>
    `arn:aws:apigateway:${place.region}:lambda:path/2015-03-31/functions/${target}/invocations`;
  const hash = inputs.sourceCodeHash ?? Buffer.from(id(32)).toString("base64");
  return {
    id: name,
    name,
    arn,
    qualifiedArn: `${arn}:${version}`,
    invokeArn: invokeArn(arn),
    qualifiedInvokeArn: invokeArn(`${arn}:${version}`),
    version,
    codeSha256: hash,
    sourceCodeHash: hash,
    architectures: inputs.architectures ?? ["x86_64"],
    memorySize: inputs.memorySize ?? 128,
    timeout: inputs.timeout ?? 3,
    packageType: "Zip",
    reservedConcurrentExecutions: inputs.reservedConcurrentExecutions ?? -1,
    ephemeralStorage: { size: inputs.ephemeralStorage?.size ?? 512 },
    tracingConfig: inputs.tracingConfig ?? { mode: "PassThrough" },
    loggingConfig: { logFormat: "Text", ...inputs.loggingConfig, logGroup: logGroupOf(inputs, name) },
    tagsAll: inputs.tags ?? {},
    region: place.region,
  };
}

type Created = CreatedResource<FunctionInputs, ReturnType<typeof outputs>>;

async function stateOf(
  cloud: Cloud,
  registry: Registry,
  { inputs, place, outputs: out }: Created,
): Promise<FunctionState> {
  const files: Files = new Map();
  for (const arn of inputs.layers ?? []) {
    const layer = registry.layers.get(arn);
    if (!layer) throw new Unsupported(`the layer ${arn} of ${out.name}, which nothing here declares`);
    mount(files, "/opt", layer.files);
  }
  const own = await filesOf(inputs.code);
  mount(files, "/var/task", own);
  const size = [...files.values()].reduce((sum, { length }) => sum + length, 0);
  if (size > longestCode) {
    throw invalid(`Unzipped size must be smaller than ${longestCode} bytes; ${out.name} has ${size}.`);
  }
  checkVariables(inputs.environment?.variables ?? {}, out.name);
  return {
    name: out.name,
    arn: out.arn,
    place,
    inputs,
    timeout: out.timeout,
    memorySize: out.memorySize,
    logGroup: logGroupOf(inputs, out.name),
    codeSha256: hashOf(own),
    codeSize: [...own.values()].reduce((sum, { length }) => sum + length, 0),
    created: cloud.world.now(),
    files,
    resolver: new Resolver(files),
    variables: variablesOf(inputs, out.name, out.memorySize, place.region),
    idle: [],
    running: 0,
    counts: { invocations: 0, errors: 0, throttles: 0, coldStarts: 0, logsLost: 0, destinationFailures: 0 },
    statements: [],
    async: defaultAsync,
    keyGrantee: undefined,
  };
}

function logGroupOf(inputs: FunctionInputs, name: string): string {
  return inputs.loggingConfig?.logGroup ?? `/aws/lambda/${name}`;
}

function hashOf(files: Files): string {
  const hash = createHash("sha256");
  for (const [path, content] of files) hash.update(`${path}\0${content.length}\0`).update(content);
  return hash.digest("base64");
}

/** https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html */
function checkVariables(variables: Readonly<Record<string, string>>, name: string): void {
  const reserved = Object.keys(variables).filter((key) =>
    /^(AWS_(REGION|DEFAULT_REGION|EXECUTION_ENV|ACCESS_KEY|ACCESS_KEY_ID|SECRET_ACCESS_KEY|SESSION_TOKEN|LAMBDA_(?!NODEJS).*)|_HANDLER|_X_AMZN_TRACE_ID|LAMBDA_TASK_ROOT|LAMBDA_RUNTIME_DIR)$/.test(
      key,
    ),
  );
  if (reserved.length > 0) {
    throw invalid(
      `Lambda was unable to configure your environment variables because the environment variables you have provided contains reserved keys that are currently not supported for modification. Reserved keys used in this request: ${reserved.join(", ")} (${name})`,
    );
  }
  const size = Object.entries(variables).reduce(
    (sum, [key, value]) => sum + Buffer.byteLength(key) + Buffer.byteLength(value),
    0,
  );
  if (size > longestVariables) {
    throw invalid(
      `Lambda was unable to configure your environment variables because the environment variables you have provided exceeded the 4KB limit: ${size} bytes (${name}).`,
    );
  }
}

function variablesOf(inputs: FunctionInputs, name: string, memorySize: number, region: string): Record<string, string> {
  const { logFormat = "Text", applicationLogLevel } = inputs.loggingConfig ?? {};
  return {
    PATH: "/var/lang/bin:/usr/local/bin:/usr/bin/:/bin:/opt/bin",
    LANG: "en_US.UTF-8",
    TZ: ":UTC",
    NODE_PATH:
      "/opt/nodejs/node24/node_modules:/opt/nodejs/node_modules:/var/runtime/node_modules:/var/runtime:/var/task",
    ...inputs.environment?.variables,
    _HANDLER: inputs.handler,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_EXECUTION_ENV: "AWS_Lambda_nodejs24.x",
    AWS_LAMBDA_FUNCTION_NAME: name,
    AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memorySize),
    AWS_LAMBDA_INITIALIZATION_TYPE: "on-demand",
    AWS_LAMBDA_LOG_FORMAT: logFormat,
    ...(logFormat === "JSON" && { AWS_LAMBDA_LOG_LEVEL: applicationLogLevel ?? "INFO" }),
    AWS_LAMBDA_LOG_GROUP_NAME: logGroupOf(inputs, name),
    AWS_XRAY_CONTEXT_MISSING: "LOG_ERROR",
    AWS_XRAY_DAEMON_ADDRESS: "169.254.100.1:2000",
    LAMBDA_TASK_ROOT: "/var/task",
    LAMBDA_RUNTIME_DIR: "/var/runtime",
  };
}

function invalid(message: string): AwsError {
  return new AwsError("InvalidParameterValueException", message, 400, { Type: "User" });
}
