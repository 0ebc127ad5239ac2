import type { GraphResource } from "../engine/graph";
import type { References } from "./references";

/** How work gets from one resource to another. */
export type EdgeKind =
  | "calls"
  | "captures"
  | "dead-letters"
  | "delivers"
  | "failures"
  | "feeds"
  | "notifies"
  | "reads"
  | "starts"
  | "writes";

export interface MapEdge {
  /** ARNs. */
  readonly from: string;
  readonly to: string;
  readonly kind: EdgeKind;
}

type Inputs = Readonly<Record<string, unknown>>;
type Found = readonly [from: unknown, to: unknown, kind: EdgeKind];

/** What connects, by the type of the resource that says so. Ends are ARNs, or names with the type before them. */
const connections: Readonly<Record<string, (inputs: Inputs, resource: GraphResource) => Found[]>> = {
  "aws:apigatewayv2/integration:Integration": ({ apiId, integrationUri }) => [
    [`api ${apiId}`, integrationUri, "calls"],
  ],
  "aws:cloudfront/distribution:Distribution": ({ origins }, { outputs }) =>
    list(origins).map(({ domainName }) => [`origin ${domainName}`, outputs["arn"], "delivers"]),
  "aws:cloudwatch/eventTarget:EventTarget": ({ rule, arn, deadLetterConfig }) => [
    [`rule ${rule}`, arn, "starts"],
    [`rule ${rule}`, record(deadLetterConfig)["arn"], "failures"],
  ],
  "aws:dynamodb/kinesisStreamingDestination:KinesisStreamingDestination": ({ tableName, streamArn }) => [
    [`table ${tableName}`, streamArn, "captures"],
  ],
  "aws:glue/trigger:Trigger": ({ actions, predicate }) =>
    list(record(predicate)["conditions"]).flatMap(({ crawlerName }) =>
      list(actions).map(({ jobName }): Found => [`crawler ${crawlerName}`, `job ${jobName}`, "starts"]),
    ),
  "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream": (inputs, { outputs }) => {
    const s3 = record(inputs["extendedS3Configuration"]);
    const processors = list(record(s3["processingConfiguration"])["processors"]);
    const functions = processors.flatMap(({ parameters }) =>
      list(parameters).filter(({ parameterName }) => parameterName === "LambdaArn"),
    );
    return [
      [record(inputs["kinesisSourceConfiguration"])["kinesisStreamArn"], outputs["arn"], "feeds"],
      ...functions.map(({ parameterValue }): Found => [outputs["arn"], parameterValue, "calls"]),
      [outputs["arn"], s3["bucketArn"], "delivers"],
    ];
  },
  "aws:lambda/eventSourceMapping:EventSourceMapping": ({ eventSourceArn, functionName, destinationConfig }) => [
    [eventSourceArn, `function ${functionName}`, "feeds"],
    [`function ${functionName}`, record(record(destinationConfig)["onFailure"])["destinationArn"], "failures"],
  ],
  "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig": ({ functionName, destinationConfig }) => [
    [`function ${functionName}`, record(record(destinationConfig)["onFailure"])["destination"], "failures"],
    [`function ${functionName}`, record(record(destinationConfig)["onSuccess"])["destination"], "calls"],
  ],
  "aws:s3/bucketNotification:BucketNotification": ({ bucket, queues, topics, lambdaFunctions }) => [
    ...list(queues).map(({ queueArn }): Found => [`bucket ${bucket}`, queueArn, "notifies"]),
    ...list(topics).map(({ topicArn }): Found => [`bucket ${bucket}`, topicArn, "notifies"]),
    ...list(lambdaFunctions).map((each): Found => [`bucket ${bucket}`, each["lambdaFunctionArn"], "notifies"]),
  ],
  "aws:scheduler/schedule:Schedule": ({ target }, { outputs }) => [
    [outputs["arn"], record(target)["arn"], "starts"],
    [outputs["arn"], record(record(target)["deadLetterConfig"])["arn"], "failures"],
  ],
  "aws:sns/topicSubscription:TopicSubscription": ({ topic, endpoint, redrivePolicy }) => [
    [topic, endpoint, "delivers"],
    [topic, parsed(redrivePolicy)["deadLetterTargetArn"], "failures"],
  ],
  "aws:sqs/queue:Queue": ({ redrivePolicy }, { outputs }) => [
    [outputs["arn"], parsed(redrivePolicy)["deadLetterTargetArn"], "dead-letters"],
  ],
};

/** What the resources of a stack say of each other. */
export function edgesOf(resources: readonly GraphResource[], references: References): MapEdge[] {
  const edges = new Map<string, MapEdge>();
  const add = (from: string | undefined, to: string | undefined, kind: EdgeKind): void => {
    if (from === undefined || to === undefined || from === to) return;
    edges.set(`${from} ${to} ${kind}`, { from, to, kind });
  };
  for (const resource of resources) {
    const found = connections[resource.type]?.(resource.inputs, resource) ?? [];
    for (const [from, to, kind] of found)
      add(references.resolve(from, resource), references.resolve(to, resource), kind);
    for (const { holder, target, kind } of references.permissions(resource)) add(holder, target, kind);
  }
  return [...edges.values()];
}

function record(value: unknown): Inputs {
  return typeof value === "object" && value !== null ? (value as Inputs) : {};
}

function list(value: unknown): readonly Inputs[] {
  return Array.isArray(value) ? value.map(record) : [];
}

function parsed(policy: unknown): Inputs {
  return typeof policy === "string" ? record(JSON.parse(policy)) : record(policy);
}
