import type {
  GetTopicAttributesInput,
  ListSubscriptionsByTopicInput,
  PublishBatchInput,
  PublishBatchRequestEntry,
  PublishInput,
  SubscribeInput,
  UnsubscribeInput,
} from "@aws-sdk/client-sns";
import { formatArn } from "../../kernel/arn";
import { AwsError, Unsupported } from "../../kernel/errors";
import { operation, type Access, type CallContext, type Operation } from "../../kernel/service";
import { byProtocol, checkPublication, LARGEST, sizeOf, type Notification, type Publication } from "./notification";
import type { SnsService } from "./service";
import { invalidParameter, subscriptionOf } from "./subscribing";
import type { Subscription, Topic } from "./topic";

const MOST_BATCH_ENTRIES = 10;

/** A subscription that a resource declares knows its ARN beforehand. */
export type DeclaredSubscription = SubscribeInput & { readonly SubscriptionArn?: string };

export function operations(sns: SnsService): Record<string, Operation> {
  const on = <I extends { TopicArn?: string | undefined }>(
    action: string,
    run: (topic: Topic, input: I, context: CallContext) => object,
  ) =>
    operation<I>(
      (input, context) => access(sns.topic(input.TopicArn), action, context),
      (input, context) => run(sns.topic(input.TopicArn), input, context),
    );
  return {
    Publish: operation<PublishInput>(
      (input, context) => access(topicOf(sns, input), "Publish", context),
      (input, context) => publishOne(sns, topicOf(sns, input), input, context),
    ),
    PublishBatch: on<PublishBatchInput>("Publish", (topic, input, context) => publishBatch(sns, topic, input, context)),
    Subscribe: operation<DeclaredSubscription>(
      (input, context) => ({
        ...access(sns.topic(input.TopicArn), "Subscribe", context),
        context: {
          ...sourceOwner(context),
          "sns:Protocol": input.Protocol ?? "",
          "sns:Endpoint": input.Endpoint ?? "",
        },
      }),
      (input, context) => subscribe(sns, input, context),
    ),
    Unsubscribe: operation<UnsubscribeInput>(
      ({ SubscriptionArn }, context) =>
        access(sns.topic(sns.subscription(SubscriptionArn).topicArn), "Unsubscribe", context),
      ({ SubscriptionArn }) => {
        const { arn, topicArn } = sns.subscription(SubscriptionArn);
        sns.topic(topicArn).subscriptions.delete(arn);
      },
    ),
    ListTopics: operation<object>(
      (_, { place }) => ({
        action: "sns:ListTopics",
        resource: formatArn({ service: "sns", ...place, resource: "*" }),
      }),
      (_, { place }) => ({ Topics: sns.topicsOf(place.account, place.region).map(({ arn }) => ({ TopicArn: arn })) }),
    ),
    ListSubscriptionsByTopic: on<ListSubscriptionsByTopicInput>("ListSubscriptionsByTopic", ({ subscriptions }) => ({
      Subscriptions: [...subscriptions.values()].map(listed),
    })),
    GetTopicAttributes: on<GetTopicAttributesInput>("GetTopicAttributes", (topic) => ({
      Attributes: attributesOf(topic),
    })),
  };
}

function access(topic: Topic, action: string, context: CallContext): Access {
  return {
    action: `sns:${action}`,
    resource: topic.arn,
    owner: topic.place.account,
    policy: { kind: "plain", document: topic.policy },
    context: sourceOwner(context),
  };
}

/** The account of the caller, or for services of the resource on whose behalf they call. */
function sourceOwner({ call }: CallContext): Record<string, string> {
  const account = call.sourceAccount ?? ("account" in call.principal ? call.principal.account : undefined);
  return account ? { "aws:SourceOwner": account } : {};
}

function topicOf(sns: SnsService, { TopicArn, TargetArn, PhoneNumber }: PublishInput): Topic {
  if (PhoneNumber !== undefined) throw new Unsupported("SMS (Publish to a PhoneNumber)");
  return sns.topic(TopicArn ?? TargetArn);
}

function useKey(topic: Topic, context: CallContext): void {
  context.useKey(topic.kmsMasterKeyId, "GenerateDataKey", { "aws:sns:topicArn": topic.arn });
  context.useKey(topic.kmsMasterKeyId, "Decrypt", { "aws:sns:topicArn": topic.arn });
}

function publishOne(sns: SnsService, topic: Topic, input: PublishInput, context: CallContext): object {
  checkPublication(input);
  if (sizeOf(input) > LARGEST) throw invalidParameter("Message too long");
  useKey(topic, context);
  return { MessageId: publish(sns, topic, input, context) };
}

function publish(
  sns: SnsService,
  topic: Topic,
  input: Publication & { MessageGroupId?: string | undefined },
  context: CallContext,
): string {
  if (input.MessageGroupId !== undefined) throw new Unsupported("message groups (MessageGroupId on a standard topic)");
  const text = input.Message as string;
  const notification: Notification = {
    id: sns.id(),
    topicArn: topic.arn,
    subject: input.Subject,
    message: input.MessageStructure === "json" ? byProtocol(text) : text,
    attributes: input.MessageAttributes ?? {},
    publishedAt: context.world.now(),
  };
  sns.fanOut.publish(topic, notification);
  return notification.id;
}

function publishBatch(sns: SnsService, topic: Topic, input: PublishBatchInput, context: CallContext): object {
  const entries = checkBatch(input.PublishBatchRequestEntries);
  useKey(topic, context);
  const Successful: object[] = [];
  const Failed: object[] = [];
  for (const entry of entries) {
    try {
      checkPublication(entry);
      Successful.push({ Id: entry.Id, MessageId: publish(sns, topic, entry, context) });
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      Failed.push({ Id: entry.Id, Code: error.code, Message: error.message, SenderFault: true });
    }
  }
  return { Successful, Failed };
}

function checkBatch(entries: PublishBatchRequestEntry[] | undefined): PublishBatchRequestEntry[] {
  if (!entries?.length) throw new AwsError("EmptyBatchRequest", "The batch request doesn't contain any entries.");
  if (entries.length > MOST_BATCH_ENTRIES) {
    throw new AwsError(
      "TooManyEntriesInBatchRequest",
      "The batch request contains more entries than permissible (10).",
    );
  }
  if (new Set(entries.map(({ Id }) => Id)).size < entries.length) {
    throw new AwsError("BatchEntryIdsNotDistinct", "Two or more batch entries in the request have the same Id.");
  }
  if (entries.reduce((sum, entry) => sum + sizeOf(entry), 0) > LARGEST) {
    throw new AwsError(
      "BatchRequestTooLong",
      "The length of all the batch messages put together is more than the limit.",
    );
  }
  return entries;
}

function subscribe(sns: SnsService, input: DeclaredSubscription, { place }: CallContext): object {
  const topic = sns.topic(input.TopicArn);
  if (topic.place.region !== place.region) throw invalidParameter("TopicArn: the topic is in another region");
  const arn = input.SubscriptionArn ?? `${topic.arn}:${sns.id()}`;
  const subscription = subscriptionOf(input, arn, place.account);
  const twin = [...topic.subscriptions.values()].find(({ endpoint }) => endpoint === subscription.endpoint);
  if (twin) throw invalidParameter("Attributes Reason: Subscription already exists with different attributes");
  topic.subscriptions.set(arn, subscription);
  return { SubscriptionArn: arn };
}

function listed({ arn, owner, protocol, endpoint, topicArn }: Subscription): object {
  return { SubscriptionArn: arn, Owner: owner, Protocol: protocol, Endpoint: endpoint, TopicArn: topicArn };
}

function attributesOf(topic: Topic): Record<string, string> {
  return {
    TopicArn: topic.arn,
    Owner: topic.place.account,
    DisplayName: topic.displayName,
    Policy: JSON.stringify(topic.policy),
    SubscriptionsConfirmed: String(topic.subscriptions.size),
    SubscriptionsPending: "0",
    SubscriptionsDeleted: "0",
    ...(topic.kmsMasterKeyId && { KmsMasterKeyId: topic.kmsMasterKeyId }),
  };
}
