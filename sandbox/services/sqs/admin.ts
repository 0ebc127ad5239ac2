import type {
  GetQueueAttributesRequest,
  GetQueueUrlRequest,
  ListDeadLetterSourceQueuesRequest,
  ListQueuesRequest,
  ListQueueTagsRequest,
  PurgeQueueRequest,
} from "@aws-sdk/client-sqs";
import { formatArn } from "../../kernel/arn";
import { AwsError, Unsupported } from "../../kernel/errors";
import { operation, type Operation } from "../../kernel/service";
import { queueAccess } from "./operations";
import type { Queue } from "./queue";
import type { SqsService } from "./service";

/** Operations on queues as a whole. */
export function adminOperations(sqs: SqsService): Record<string, Operation> {
  const on = <I extends { QueueUrl: string | undefined }>(
    action: string,
    run: (queue: Queue, input: I) => object | void,
  ) =>
    operation<I>(
      (input, { place }) => queueAccess(sqs.byUrl(input.QueueUrl, place), action),
      (input, { place }) => run(sqs.byUrl(input.QueueUrl, place), input),
    );
  return {
    GetQueueUrl: getQueueUrl(sqs),
    ListQueues: listQueues(sqs),
    GetQueueAttributes: on<GetQueueAttributesRequest>("GetQueueAttributes", (queue, { AttributeNames }) => {
      const attributes = attributesOf(queue, AttributeNames ?? []);
      return Object.keys(attributes).length > 0 ? { Attributes: attributes } : {};
    }),
    ListQueueTags: on<ListQueueTagsRequest>("ListQueueTags", ({ settings }) => ({ Tags: settings.tags })),
    ListDeadLetterSourceQueues: on<ListDeadLetterSourceQueuesRequest>("ListDeadLetterSourceQueues", (queue) => ({
      queueUrls: sqs.sourcesOf(queue.arn).map(({ url }) => url),
    })),
    PurgeQueue: on<PurgeQueueRequest>("PurgeQueue", (queue) => queue.purge()),
  };
}

function getQueueUrl(sqs: SqsService): Operation {
  const find = (input: GetQueueUrlRequest, place: { account: string; region: string }) => {
    if (!input.QueueName) throw new AwsError("MissingParameter", "The request must contain the parameter QueueName.");
    const account = input.QueueOwnerAWSAccountId ?? place.account;
    return sqs.byArn(formatArn({ service: "sqs", region: place.region, account, resource: input.QueueName }));
  };
  return operation<GetQueueUrlRequest>(
    (input, { place }) => queueAccess(find(input, place), "GetQueueUrl"),
    (input, { place }) => ({ QueueUrl: find(input, place).url }),
  );
}

function listQueues(sqs: SqsService): Operation {
  return operation<ListQueuesRequest>(
    (_, { place }) => ({ action: "sqs:ListQueues", resource: formatArn({ service: "sqs", ...place, resource: "*" }) }),
    ({ QueueNamePrefix = "", NextToken }, context) => {
      const { place } = context;
      if (NextToken !== undefined) throw new Unsupported("pages of ListQueues (NextToken)");
      const QueueUrls = [...sqs.all()]
        .filter(
          ({ place: own, name }) =>
            own.account === place.account && own.region === place.region && name.startsWith(QueueNamePrefix),
        )
        .map(({ url }) => url)
        .sort();
      return QueueUrls.length > 0 ? { QueueUrls } : {};
    },
  );
}

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_GetQueueAttributes.html */
function attributesOf(queue: Queue, wanted: readonly string[]): Record<string, string> {
  const { settings, redrive, redriveAllow, policy } = queue;
  const depth = queue.depth();
  const created = String(Math.floor(queue.createdAt / 1000));
  const all: Record<string, string | undefined> = {
    QueueArn: queue.arn,
    ApproximateNumberOfMessages: String(depth.visible),
    ApproximateNumberOfMessagesNotVisible: String(depth.inFlight),
    ApproximateNumberOfMessagesDelayed: String(depth.delayed),
    CreatedTimestamp: created,
    LastModifiedTimestamp: created,
    VisibilityTimeout: String(settings.visibilityTimeoutSeconds),
    MaximumMessageSize: String(settings.maxMessageSize),
    MessageRetentionPeriod: String(settings.messageRetentionSeconds),
    DelaySeconds: String(settings.delaySeconds),
    ReceiveMessageWaitTimeSeconds: String(settings.receiveWaitTimeSeconds),
    Policy: policy && JSON.stringify(policy),
    RedrivePolicy: redrive && JSON.stringify(redrive),
    RedriveAllowPolicy: redriveAllow.redrivePermission === "allowAll" ? undefined : JSON.stringify(redriveAllow),
    KmsMasterKeyId: settings.kmsMasterKeyId,
    KmsDataKeyReusePeriodSeconds: settings.kmsMasterKeyId && String(settings.kmsDataKeyReusePeriodSeconds),
    SqsManagedSseEnabled: String(settings.kmsMasterKeyId === undefined),
  };
  const unknown = wanted.find((name) => name !== "All" && !(name in all) && !/Fifo|Deduplication/.test(name));
  if (unknown) throw new AwsError("InvalidAttributeName", `Unknown Attribute ${unknown}.`);
  const chosen = Object.entries(all).filter(
    (entry): entry is [string, string] =>
      entry[1] !== undefined && (wanted.includes("All") || wanted.includes(entry[0])),
  );
  return Object.fromEntries(chosen);
}
