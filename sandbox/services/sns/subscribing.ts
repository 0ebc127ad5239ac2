import type { SubscribeInput } from "@aws-sdk/client-sns";
import { parseArn } from "../../kernel/arn";
import { AwsError, Unsupported } from "../../kernel/errors";
import { compilePattern, InvalidPattern, type PatternOperator } from "../../kernel/event-pattern";
import type { Subscription } from "./topic";

/** https://docs.aws.amazon.com/sns/latest/dg/string-value-matching.html, and the pages beside it; wildcards are not among them. */
const OPERATORS: readonly PatternOperator[] = [
  "prefix",
  "suffix",
  "anything-but",
  "numeric",
  "exists",
  "equals-ignore-case",
];

/** https://docs.aws.amazon.com/sns/latest/dg/subscription-filter-policy-constraints.html */
const MOST_FILTER_KEYS = 5;

export function invalidParameter(reason: string): AwsError {
  return new AwsError("InvalidParameter", `Invalid parameter: ${reason}`);
}

/** Reads a subscription as SNS does. @throws AwsError, Unsupported */
export function subscriptionOf(input: SubscribeInput, arn: string, owner: string): Subscription {
  const { TopicArn = "", Protocol, Endpoint = "", Attributes = {} } = input;
  if (Protocol !== "sqs" && Protocol !== "lambda")
    throw new Unsupported(`SNS subscriptions by the protocol "${Protocol}"`);
  const endpoint = parseArn(Endpoint);
  if (endpoint.service !== Protocol) throw invalidParameter(`${Protocol} endpoint ARN`);
  if (endpoint.account !== owner) {
    throw new Unsupported(
      `the confirmation of a subscription that ${owner} makes for ${endpoint.account} (${Endpoint}); let the endpoint's account subscribe`,
    );
  }
  const { RawMessageDelivery, FilterPolicy, FilterPolicyScope, RedrivePolicy, ...rest } = Attributes;
  const [unknown] = Object.keys(rest);
  if (unknown) throw new Unsupported(`the subscription attribute ${unknown}`);
  const raw = RawMessageDelivery === "true";
  if (raw && Protocol === "lambda")
    throw invalidParameter("Attributes Reason: Delivery protocol [lambda] does not support raw message delivery.");
  return {
    arn,
    topicArn: TopicArn,
    protocol: Protocol,
    endpoint: Endpoint,
    owner,
    raw,
    filter: filterOf(FilterPolicy, FilterPolicyScope),
    deadLetterTargetArn: deadLetterTargetOf(RedrivePolicy, TopicArn, owner),
    counts: { delivered: 0, filteredOut: 0, redriven: 0, lost: 0 },
  };
}

function filterOf(text: string | undefined, scope = "MessageAttributes"): Subscription["filter"] {
  if (scope !== "MessageAttributes" && scope !== "MessageBody") throw invalidParameter(`FilterPolicyScope: ${scope}`);
  if (!text) return undefined;
  const policy = parseJson(text, "FilterPolicy") as Record<string, unknown>;
  // An empty policy lets everything through, as does none.
  if (Object.keys(policy).length === 0) return undefined;
  if (Object.keys(policy).length > MOST_FILTER_KEYS)
    throw invalidParameter("FilterPolicy: Filter policy can not have more than 5 keys");
  const nested = Object.entries(policy).find(([, value]) => !Array.isArray(value));
  if (scope === "MessageAttributes" && nested) {
    throw invalidParameter(
      `FilterPolicy: "${nested[0]}" must be an array: Filter policy scope MessageAttributes does not support nested filter policy`,
    );
  }
  try {
    return { scope, matches: compilePattern(policy, OPERATORS) };
  } catch (error) {
    if (error instanceof InvalidPattern) throw invalidParameter(`FilterPolicy: ${error.message}`);
    throw error;
  }
}

/** https://docs.aws.amazon.com/sns/latest/dg/sns-dead-letter-queues.html: same account as the subscription, same region. */
function deadLetterTargetOf(text: string | undefined, topicArn: string, owner: string): string | undefined {
  if (!text) return undefined;
  const { deadLetterTargetArn, ...rest } = parseJson(text, "RedrivePolicy") as Record<string, unknown>;
  if (typeof deadLetterTargetArn !== "string" || Object.keys(rest).length > 0) {
    throw invalidParameter("RedrivePolicy: must have one member, deadLetterTargetArn");
  }
  const target = parseArn(deadLetterTargetArn);
  if (target.service !== "sqs" || target.account !== owner || target.region !== parseArn(topicArn).region) {
    throw invalidParameter(
      `RedrivePolicy: deadLetterTargetArn ${deadLetterTargetArn} must be a queue in the subscription's account and region`,
    );
  }
  return deadLetterTargetArn;
}

function parseJson(text: string, what: string): object {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw invalidParameter(`${what}: failed to parse JSON.`);
  }
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw invalidParameter(`${what}: not a JSON object.`);
  return value;
}
