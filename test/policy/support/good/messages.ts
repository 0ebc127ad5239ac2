import type * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { type Sketch } from "../specimen";
import { key, provider } from "./common";

const account = "arn:aws:sqs:ap-south-1:222222222222:";
const plain = { Bool: { "aws:SecureTransport": "false" } };

/** The text of a policy document. */
export function document(...Statement: readonly object[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement });
}

/** What refuses everybody who does not come over TLS. */
export function refusesPlainHttp(Action: string, Resource: unknown, changes: object = {}) {
  return { Effect: "Deny", Principal: "*", Action, Resource, Condition: plain, ...changes };
}

/** A statement that lets somebody send or publish. */
export function admits(Principal: unknown, Action: string, Resource: string, Condition?: object) {
  return { Effect: "Allow", Principal, Action, Resource, ...(Condition && { Condition }) };
}

/** A queue that lacks nothing but a policy and a dead-letter queue. */
export function queue(name: string, props: Sketch["props"] = {}): Sketch & { readonly arn: string } {
  const good: pulumi.Unwrap<aws.sqs.QueueArgs> = {
    name: `huut-prod-${name}`,
    kmsMasterKeyId: key,
    messageRetentionSeconds: 1_209_600,
    visibilityTimeoutSeconds: 180,
  };
  const arn = `${account}huut-prod-${name}`;
  const url = `https://sqs.ap-south-1.amazonaws.com/222222222222/huut-prod-${name}`;
  return { type: "aws:sqs/queue:Queue", name, props: { ...good, arn, url, id: url, ...props }, provider, arn } as const;
}

/** The policy beside a queue. */
export function queuePolicy(of: Sketch & { readonly arn: string }, policy?: unknown): Sketch {
  return {
    type: "aws:sqs/queuePolicy:QueuePolicy",
    name: `${of.name}-policy`,
    props: { queueUrl: of.props["url"], policy: policy ?? document(refusesPlainHttp("sqs:*", of.arn)) },
    provider,
  };
}

/** The text of a redrive policy. */
export function redrive(to: string, maxReceiveCount: unknown = 5): string {
  return JSON.stringify({ deadLetterTargetArn: to, maxReceiveCount });
}

const topicArn = "arn:aws:sns:ap-south-1:222222222222:huut-prod-alerts";

export const topic = {
  type: "aws:sns/topic:Topic",
  name: "alerts",
  props: { name: "huut-prod-alerts", kmsMasterKeyId: key, arn: topicArn, id: topicArn },
  provider,
  arn: topicArn,
} satisfies Sketch & { readonly arn: string };

/** The policy beside the topic. */
export function topicPolicy(policy: unknown): Sketch {
  return { type: "aws:sns/topicPolicy:TopicPolicy", name: "alerts-policy", props: { arn: topicArn, policy }, provider };
}
