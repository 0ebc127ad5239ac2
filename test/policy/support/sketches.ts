import { type Case, type Outcome, type Sketch } from "./specimen";

/** The types that specimens of stack rules are made of. */
export const TYPE = {
  alarm: "aws:cloudwatch/metricAlarm:MetricAlarm",
  bucket: "aws:s3/bucket:Bucket",
  compositeAlarm: "aws:cloudwatch/compositeAlarm:CompositeAlarm",
  function: "aws:lambda/function:Function",
  key: "aws:kms/key:Key",
  logGroup: "aws:cloudwatch/logGroup:LogGroup",
  mapping: "aws:lambda/eventSourceMapping:EventSourceMapping",
  queue: "aws:sqs/queue:Queue",
  role: "aws:iam/role:Role",
  rolePolicy: "aws:iam/rolePolicy:RolePolicy",
  stream: "aws:kinesis/stream:Stream",
  subscription: "aws:sns/topicSubscription:TopicSubscription",
  table: "aws:dynamodb/table:Table",
  target: "aws:cloudwatch/eventTarget:EventTarget",
  topic: "aws:sns/topic:Topic",
} as const;

type Props = Sketch["props"];

export function sketch(type: string, name: string, props: Props = {}, rest: Partial<Sketch> = {}): Sketch {
  return { type, name, props, ...rest };
}

/** A case of several resources. */
export function given(title: string, is: Outcome, resources: readonly Sketch[], rest: Partial<Case> = {}): Case {
  return { title, is, resources, ...rest };
}

/** A policy document as JSON text. */
export function policy(...statements: readonly object[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}
