import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { BufferedQueue, DeadLetterQueue, type Place, arnOf, jsonOf, resourceName } from "../shared";
import { topicArn } from "./application";
import { type BridgePart } from "./args";
import { POST_EVENTS_FILTER } from "./filter";

const QUEUE = "post-events";

/** A batch of ten takes well under a second; the rest is for retries. */
export const SEPARATE_TIMEOUT_SECONDS = 30;

/** The longest SQS keeps a message: unprocessed events survive a region that is down, or stands by. */
const FOURTEEN_DAYS = 1_209_600;

/** The queue's ARN, a plain string. */
export function queueArn(place: Place): string {
  return arnOf(place, "sqs", resourceName(place, QUEUE, "queue"));
}

export function makeQueue({ args, parent }: BridgePart): BufferedQueue {
  return new BufferedQueue(
    QUEUE,
    {
      place: args.place,
      key: args.key,
      senders: [{ service: "sns.amazonaws.com", sourceArn: topicArn(args.application) }],
      consumerTimeoutSeconds: SEPARATE_TIMEOUT_SECONDS,
      retentionSeconds: FOURTEEN_DAYS,
    },
    { parent },
  );
}

/** Where SNS puts events that it could not deliver to the queue. It must lie in the subscriber's account and region. */
export function makeUndelivered({ args, parent }: BridgePart): DeadLetterQueue {
  return new DeadLetterQueue(
    "post-events-undelivered",
    {
      place: args.place,
      key: args.key,
      senders: [{ service: "sns.amazonaws.com", sourceArn: topicArn(args.application) }],
    },
    { parent },
  );
}

/**
 * Subscribes the queue to the topic, from the data account: a subscription made by the queue's owner needs no
 * confirmation. https://docs.aws.amazon.com/sns/latest/dg/sns-send-message-to-sqs-cross-account.html
 */
export function subscribe(
  { args, parent }: BridgePart,
  queue: BufferedQueue,
  undelivered: DeadLetterQueue,
  dependsOn: readonly pulumi.Resource[],
): aws.sns.TopicSubscription {
  return new aws.sns.TopicSubscription(
    `${QUEUE}-subscription`,
    {
      topic: topicArn(args.application),
      protocol: "sqs",
      endpoint: queue.arn,
      rawMessageDelivery: true,
      filterPolicyScope: "MessageAttributes",
      filterPolicy: jsonOf(POST_EVENTS_FILTER),
      redrivePolicy: jsonOf({ deadLetterTargetArn: undelivered.arn }),
    },
    { parent, dependsOn: [...dependsOn] },
  );
}
