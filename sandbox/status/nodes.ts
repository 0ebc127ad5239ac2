import type { GraphResource, StackGraph } from "../engine/graph";

/** What a resource is to somebody who looks at how work flows. */
export type NodeKind =
  | "api"
  | "bucket"
  | "crawler"
  | "delivery"
  | "distribution"
  | "function"
  | "job"
  | "queue"
  | "rule"
  | "schedule"
  | "stream"
  | "table"
  | "topic";

/** A resource through which work flows. */
export interface MapNode {
  /** Its ARN. */
  readonly id: string;
  readonly kind: NodeKind;
  /** As the program names it. */
  readonly name: string;
  /** The program's component that it belongs to, the outermost below the stack. */
  readonly group: string;
  readonly stack: string;
  readonly account: string;
  readonly region: string;
}

const kinds: Readonly<Record<string, NodeKind>> = {
  "aws:apigatewayv2/api:Api": "api",
  "aws:cloudfront/distribution:Distribution": "distribution",
  "aws:cloudwatch/eventRule:EventRule": "rule",
  "aws:dynamodb/table:Table": "table",
  "aws:glue/crawler:Crawler": "crawler",
  "aws:glue/job:Job": "job",
  "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream": "delivery",
  "aws:kinesis/stream:Stream": "stream",
  "aws:lambda/function:Function": "function",
  "aws:s3/bucket:Bucket": "bucket",
  "aws:scheduler/schedule:Schedule": "schedule",
  "aws:sns/topic:Topic": "topic",
  "aws:sqs/queue:Queue": "queue",
};

/** The nodes of a stack's graph, each with its resource. */
export function nodesOf(graph: StackGraph): (readonly [GraphResource, MapNode])[] {
  const byUrn = new Map(graph.resources.map((resource) => [resource.urn, resource]));
  return graph.resources.flatMap((resource) => {
    const kind = kinds[resource.type];
    const { name, stack, account = "", region = "", outputs } = resource;
    const id = outputs["arn"];
    if (kind === undefined || typeof id !== "string") return [];
    return [[resource, { id, kind, name, group: groupOf(resource, byUrn), stack, account, region }] as const];
  });
}

function groupOf(resource: GraphResource, byUrn: ReadonlyMap<string, GraphResource>): string {
  let outermost = "";
  for (let at = byUrn.get(resource.parent ?? ""); at; at = byUrn.get(at.parent ?? "")) {
    if (at.type !== "pulumi:pulumi:Stack") outermost = at.name;
  }
  return outermost;
}
