import type {
  ChangeMessageVisibilityBatchRequest,
  ChangeMessageVisibilityRequest,
  DeleteMessageBatchRequest,
  DeleteMessageRequest,
  MessageAttributeValue,
  ReceiveMessageRequest,
  SendMessageBatchRequest,
  SendMessageBatchRequestEntry,
  SendMessageRequest,
  SendMessageResult,
} from "@aws-sdk/client-sqs";
import type { Principal } from "../../iam";
import { AwsError, Unsupported } from "../../kernel/errors";
import { operation, type Access, type CallContext, type Operation } from "../../kernel/service";
import type { IamService } from "../iam";
import {
  attributesMd5,
  checkMessage,
  invalid,
  md5,
  selectAttributes,
  systemAttributesOf,
  type Attributes,
  type Message,
} from "./message";
import { batch, checkBatch, checkBatchSize } from "./batch";
import type { Queue, Received } from "./queue";
import type { SqsService } from "./service";
import { LIMITS } from "./settings";

interface OfQueue {
  QueueUrl?: string | undefined;
}

/** The permission to do `action` with a queue that the caller may own or not. */
export function queueAccess(queue: Queue, action: string): Access {
  return {
    action: `sqs:${action}`,
    resource: queue.arn,
    owner: queue.place.account,
    ...(queue.policy && { policy: { kind: "plain" as const, document: queue.policy } }),
  };
}

export function messageOperations(sqs: SqsService): Record<string, Operation> {
  const on = <I extends OfQueue>(
    action: string,
    run: (queue: Queue, input: I, context: CallContext) => object | void | Promise<object>,
  ) =>
    operation<I>(
      (input, { place }) => queueAccess(sqs.byUrl(input.QueueUrl, place), action),
      (input, context) => run(sqs.byUrl(input.QueueUrl, context.place), input, context),
    );
  return {
    SendMessage: on<SendMessageRequest>("SendMessage", (queue, input, context) => {
      sqs.useKey(queue, context, "GenerateDataKey", "Decrypt");
      return send(sqs, queue, input, context);
    }),
    SendMessageBatch: on<SendMessageBatchRequest>("SendMessage", (queue, input, context) => {
      const entries = checkBatch(input.Entries);
      checkBatchSize(entries);
      sqs.useKey(queue, context, "GenerateDataKey", "Decrypt");
      return batch(entries, (entry) => send(sqs, queue, entry, context));
    }),
    ReceiveMessage: on<ReceiveMessageRequest>("ReceiveMessage", (queue, input, context) =>
      receive(sqs, queue, input, context),
    ),
    DeleteMessage: on<DeleteMessageRequest>("DeleteMessage", (queue, { ReceiptHandle }) =>
      queue.delete(required(ReceiptHandle)),
    ),
    DeleteMessageBatch: on<DeleteMessageBatchRequest>("DeleteMessage", (queue, { Entries }) =>
      batch(checkBatch(Entries), ({ ReceiptHandle }) => queue.delete(required(ReceiptHandle))),
    ),
    ChangeMessageVisibility: on<ChangeMessageVisibilityRequest>("ChangeMessageVisibility", changeVisibility),
    ChangeMessageVisibilityBatch: on<ChangeMessageVisibilityBatchRequest>(
      "ChangeMessageVisibility",
      (queue, { Entries }) => batch(checkBatch(Entries), (entry) => changeVisibility(queue, entry)),
    ),
  };
}

function changeVisibility(
  queue: Queue,
  entry: { ReceiptHandle: string | undefined; VisibilityTimeout?: number | undefined },
): void {
  const seconds = bounded("VisibilityTimeout", entry.VisibilityTimeout, LIMITS.visibilityTimeoutSeconds);
  queue.changeVisibility(required(entry.ReceiptHandle), seconds ?? queue.settings.visibilityTimeoutSeconds);
}

function send(
  sqs: SqsService,
  queue: Queue,
  input: SendMessageRequest | SendMessageBatchRequestEntry,
  context: CallContext,
): SendMessageResult {
  const { principal, world, cloud } = context;
  if (input.MessageDeduplicationId !== undefined) throw invalid("MessageDeduplicationId is for FIFO queues.");
  if (input.MessageGroupId !== undefined) throw new Unsupported("fair queues (MessageGroupId on a standard queue)");
  const attributes: Attributes = input.MessageAttributes ?? {};
  const systemAttributes = (input.MessageSystemAttributes ?? {}) as Record<string, MessageAttributeValue>;
  const body = input.MessageBody as string;
  checkMessage(body, attributes, queue.settings.maxMessageSize);
  const delay = bounded("DelaySeconds", input.DelaySeconds, LIMITS.delaySeconds) ?? queue.settings.delaySeconds;
  const message: Message = {
    id: sqs.messageId(),
    body,
    bodyMd5: md5(body),
    attributes,
    systemAttributes,
    senderId: senderId(principal, cloud.service<IamService>("iam")),
    sentAt: world.now(),
    receiveCount: 0,
  };
  sqs.accept(queue, message, delay);
  return {
    MessageId: message.id,
    MD5OfMessageBody: message.bodyMd5,
    MD5OfMessageAttributes: attributesMd5(attributes),
    MD5OfMessageSystemAttributes: attributesMd5(systemAttributes),
  };
}

/** The user id of a role's session, the account of a root, the name of a service. */
function senderId(principal: Principal, iam: IamService): string {
  switch (principal.kind) {
    case "role":
      return `${iam.role(principal.roleArn)?.roleId ?? principal.roleArn}:${principal.sessionName}`;
    case "root":
      return principal.account;
    case "user":
      return principal.userArn;
    case "service":
      return principal.service;
    case "anonymous":
      return "anonymous";
  }
}

function receive(
  sqs: SqsService,
  queue: Queue,
  input: ReceiveMessageRequest,
  context: CallContext,
): object | Promise<object> {
  const count = bounded("MaxNumberOfMessages", input.MaxNumberOfMessages, [1, 10]) ?? 1;
  const { visibilityTimeoutSeconds, receiveWaitTimeSeconds } = queue.settings;
  const visibility = bounded("VisibilityTimeout", input.VisibilityTimeout, LIMITS.visibilityTimeoutSeconds);
  const wait =
    bounded("WaitTimeSeconds", input.WaitTimeSeconds, LIMITS.receiveWaitTimeSeconds) ?? receiveWaitTimeSeconds;
  sqs.useKey(queue, context, "Decrypt");
  const take = () =>
    queue.receive(count, visibility ?? visibilityTimeoutSeconds, (message) => sqs.giveUp(queue, message));
  const received = take();
  if (received.length > 0 || wait === 0) return answer(received, input);
  return longPoll(queue, take, context.world.now() + wait * 1000, context).then((messages) => answer(messages, input));
}

async function longPoll(
  queue: Queue,
  take: () => Received[],
  end: number,
  { world }: CallContext,
): Promise<Received[]> {
  let received: Received[] = [];
  while (received.length === 0 && world.now() < end) {
    await queue.untilVisible((end - world.now()) / 1000);
    received = take();
  }
  return received;
}

function answer(received: readonly Received[], input: ReceiveMessageRequest): object {
  const system = [...(input.MessageSystemAttributeNames ?? []), ...(input.AttributeNames ?? [])];
  const Messages = received.map(({ message, receiptHandle }) => {
    const attributes = selectAttributes(message.attributes, input.MessageAttributeNames);
    const md5OfAttributes = attributesMd5(attributes);
    const systemAttributes = systemAttributesOf(message, system);
    return {
      MessageId: message.id,
      ReceiptHandle: receiptHandle,
      MD5OfBody: message.bodyMd5,
      Body: message.body,
      ...(systemAttributes && { Attributes: systemAttributes }),
      ...(md5OfAttributes && { MessageAttributes: attributes, MD5OfMessageAttributes: md5OfAttributes }),
    };
  });
  return Messages.length > 0 ? { Messages } : {};
}

function required(receiptHandle: string | undefined): string {
  if (!receiptHandle) throw new AwsError("MissingParameter", "The request must contain the parameter ReceiptHandle.");
  return receiptHandle;
}

function bounded(name: string, value: number | undefined, [low, high]: readonly [number, number]): number | undefined {
  if (value === undefined) return undefined;
  if (Number.isInteger(value) && value >= low && value <= high) return value;
  throw invalid(
    `Value ${value} for parameter ${name} is invalid. Reason: Must be between ${low} and ${high}, if provided.`,
  );
}
