import type { PolicyDocument } from "../../iam";
import { parseArn, type Place } from "../../kernel/arn";
import type { Matcher } from "../../kernel/event-pattern";

export interface Topic {
  readonly arn: string;
  readonly name: string;
  readonly place: Place;
  readonly displayName: string;
  readonly kmsMasterKeyId: string | undefined;
  readonly tags: Readonly<Record<string, string>>;
  policy: PolicyDocument;
  readonly subscriptions: Map<string, Subscription>;
}

export interface Subscription {
  readonly arn: string;
  readonly topicArn: string;
  readonly protocol: "sqs" | "lambda";
  readonly endpoint: string;
  /** The account that subscribed. */
  readonly owner: string;
  readonly raw: boolean;
  readonly filter?: { readonly scope: "MessageAttributes" | "MessageBody"; readonly matches: Matcher } | undefined;
  readonly deadLetterTargetArn?: string | undefined;
  readonly counts: { delivered: number; filteredOut: number; redriven: number; lost: number };
}

/** The policy of a topic that was given none: the owner's identities, whatever their own policies say. */
export function defaultPolicy(arn: string): PolicyDocument {
  const actions = ["GetTopicAttributes", "SetTopicAttributes", "AddPermission", "RemovePermission", "DeleteTopic"];
  return {
    Version: "2008-10-17",
    Id: "__default_policy_ID",
    Statement: [
      {
        Sid: "__default_statement_ID",
        Effect: "Allow",
        Principal: { AWS: "*" },
        Action: [...actions, "Subscribe", "ListSubscriptionsByTopic", "Publish"].map((action) => `SNS:${action}`),
        Resource: arn,
        Condition: { StringEquals: { "AWS:SourceOwner": parseArn(arn).account } },
      },
    ],
  };
}
