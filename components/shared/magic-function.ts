import * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";
import { type FunctionLayer } from "./function-layer";
import { type EncryptionKey } from "./encryption-key";
import { type Grant, grant } from "./grants";
import { resourceName } from "./names";
import { type Place, arnOf } from "./place";
import { type DeadLetterQueue } from "./queue";
import { roleFor } from "./role";
import { type Signal, countAbove } from "./signal";

/** A Lambda handler, as a factory `makeX()` returns it. */
// Events differ from source to source; each handler checks its own, so the caller cannot be held to one type.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Handler = (event: any, context: any) => Promise<unknown>;

/** Days CloudWatch Logs can keep log events for; the list is closed. */
export const LOG_RETENTION_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
] as const;

/** Days for which log events are kept. */
export type LogRetentionDays = (typeof LOG_RETENTION_DAYS)[number];

/** Arguments of {@link MagicFunction}. */
export interface MagicFunctionArgs {
  readonly place: Place;
  /** What it does, for the console. */
  readonly description: string;
  /** The product of a factory. It is serialized, so it may capture only what serializes. */
  readonly handler: Handler;
  /** What `environment()` reads. */
  readonly environment?: Readonly<Record<string, pulumi.Input<string>>>;
  /** The operations that the handler calls. Logs and traces are added. */
  readonly grants: readonly Grant[];
  readonly layer: FunctionLayer;
  /** Encrypts log group and environment. */
  readonly key: EncryptionKey;
  /** Default 30 s. */
  readonly timeoutSeconds?: number;
  /** Default 512 MiB. */
  readonly memoryMiB?: number;
  /** Bounds its concurrency. For a queue, bound the mapping instead: throttled polls count as receives. */
  readonly reservedConcurrency?: number;
  /** Where events of asynchronous invocations go when they failed three times or waited too long. */
  readonly onFailure?: DeadLetterQueue;
  readonly logRetentionDays: LogRetentionDays;
}

const DEFAULTS = { timeoutSeconds: 30, memoryMiB: 512 } as const;

/** The namespace of every metric that the platform's own code emits. */
export const METRICS_NAMESPACE = "Huut/Platform";

/** The serialized handler and nothing else. */
function packageOf(handler: Handler, logResource: pulumi.Resource): pulumi.asset.AssetArchive {
  const text = pulumi.runtime.serializeFunction(handler, { logResource }).then((serialized) => serialized.text);
  return new pulumi.asset.AssetArchive({ "index.js": new pulumi.asset.StringAsset(text) });
}

function logGroupFor(name: string, args: MagicFunctionArgs, parent: pulumi.Resource): aws.cloudwatch.LogGroup {
  return new aws.cloudwatch.LogGroup(
    `${name}-logs`,
    {
      name: `/aws/lambda/${resourceName(args.place, name, "function")}`,
      retentionInDays: args.logRetentionDays,
      kmsKeyId: args.key.arn,
    },
    { parent },
  );
}

/** The handler's grants, and those of the runtime around it. */
function allGrants(args: MagicFunctionArgs, logGroup: aws.cloudwatch.LogGroup): Grant[] {
  const streams = logGroup.name.apply((group) => arnOf(args.place, "logs", `log-group:${group}:*`));
  return [
    ...args.grants,
    ...(args.onFailure?.grant("sqs:SendMessage") ?? []),
    grant(["logs:CreateLogStream", "logs:PutLogEvents"], [streams]),
    grant(["xray:PutTraceSegments", "xray:PutTelemetryRecords"], ["*"]),
  ];
}

function functionSignals(name: string, functionName: pulumi.Output<string>): Signal[] {
  const common = {
    namespace: "AWS/Lambda",
    dimensions: { FunctionName: functionName },
    runbook: "functions.md",
  } as const;
  return [
    countAbove({
      ...common,
      name: `${name}-errors`,
      metric: "Errors",
      severity: "ticket",
      why: "Invocations fail: retries hide some of them, a dead-letter queue holds the rest.",
    }),
    countAbove({
      ...common,
      name: `${name}-throttles`,
      metric: "Throttles",
      severity: "ticket",
      why: "Invocations are refused: the account's or the function's concurrency is used up.",
    }),
  ];
}

/** A Lambda function whose code is a closure of this program. */
export class MagicFunction extends pulumi.ComponentResource {
  readonly function: aws.lambda.Function;
  readonly role: aws.iam.Role;
  readonly name: pulumi.Output<string>;
  /** Known in previews, for the program gives the name, and still depends on the function. */
  readonly arn: pulumi.Output<string>;
  readonly timeoutSeconds: number;
  readonly place: Place;
  /** What the role may do; event sources look their own operations up here. */
  readonly grants: readonly Grant[];
  readonly signals: readonly Signal[];

  constructor(name: string, args: MagicFunctionArgs, opts?: pulumi.ComponentResourceOptions) {
    super("huut:shared:MagicFunction", name, {}, opts);
    this.place = args.place;
    this.timeoutSeconds = args.timeoutSeconds ?? DEFAULTS.timeoutSeconds;
    const logGroup = logGroupFor(name, args, this);
    this.grants = allGrants(args, logGroup);
    const { role, policy } = roleFor(
      name,
      {
        place: args.place,
        service: "lambda.amazonaws.com",
        // Lambda sends no source account when it assumes an execution role.
        anySource: true,
        description: `Execution role of ${name}`,
        grants: this.grants,
      },
      { parent: this },
    );
    this.role = role;
    this.function = new aws.lambda.Function(
      name,
      {
        name: resourceName(args.place, name, "function"),
        description: args.description,
        runtime: "nodejs24.x",
        architectures: ["arm64"],
        handler: "index.handler",
        code: packageOf(args.handler, this),
        layers: [args.layer.arn],
        role: role.arn,
        timeout: this.timeoutSeconds,
        memorySize: args.memoryMiB ?? DEFAULTS.memoryMiB,
        reservedConcurrentExecutions: args.reservedConcurrency,
        kmsKeyArn: args.key.arn,
        tracingConfig: { mode: "Active" },
        loggingConfig: {
          logFormat: "JSON",
          logGroup: logGroup.name,
          applicationLogLevel: "INFO",
          systemLogLevel: "WARN",
        },
        environment: {
          variables: {
            POWERTOOLS_SERVICE_NAME: name,
            POWERTOOLS_METRICS_NAMESPACE: METRICS_NAMESPACE,
            ...args.environment,
          },
        },
      },
      // Without its policy a function that starts at once could not log its first failure.
      { parent: this, dependsOn: [policy] },
    );
    this.name = this.function.name;
    this.arn = this.function.name.apply((fn) => arnOf(args.place, "lambda", `function:${fn}`));
    if (args.onFailure) this.#sendFailuresTo(name, args.onFailure);
    this.signals = functionSignals(name, this.name);
    this.registerOutputs({ name: this.name, arn: this.arn });
  }

  #sendFailuresTo(name: string, queue: DeadLetterQueue): void {
    new aws.lambda.FunctionEventInvokeConfig(
      `${name}-on-failure`,
      {
        functionName: this.name,
        maximumRetryAttempts: 2,
        maximumEventAgeInSeconds: 21_600,
        destinationConfig: { onFailure: { destination: queue.arn } },
      },
      { parent: this },
    );
  }
}
