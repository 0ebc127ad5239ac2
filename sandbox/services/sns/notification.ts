import type { MessageAttributeValue } from "@aws-sdk/client-sns";
import { AwsError } from "../../kernel/errors";
import type { Parcel } from "../../kernel/delivery";
import { invalidParameter } from "./subscribing";
import type { Subscription } from "./topic";

export type Attributes = Readonly<Record<string, MessageAttributeValue>>;

/** A published message. */
export interface Notification {
  readonly id: string;
  readonly topicArn: string;
  readonly subject?: string | undefined;
  /** By protocol, where the message structure is `json`. */
  readonly message: string | Readonly<Record<string, string>>;
  readonly attributes: Attributes;
  /** Epoch milliseconds. */
  readonly publishedAt: number;
}

export interface Publication {
  readonly Message?: string | undefined;
  readonly Subject?: string | undefined;
  readonly MessageStructure?: string | undefined;
  readonly MessageAttributes?: Record<string, MessageAttributeValue> | undefined;
}

/** 256 KiB, message and attributes together: https://docs.aws.amazon.com/sns/latest/api/API_Publish.html */
export const LARGEST = 262_144;

/** Most attributes that a raw delivery to a queue can carry: https://docs.aws.amazon.com/sns/latest/dg/sns-message-attributes.html */
const MOST_RAW_ATTRIBUTES = 10;

/** @throws AwsError when SNS would refuse it */
export function checkPublication({ Message, Subject, MessageStructure, MessageAttributes }: Publication): void {
  if (!Message) throw invalidParameter("Empty message");
  if (Subject !== undefined && (!/^[\x20-\x7e]{1,99}$/.test(Subject) || Subject.startsWith(" ")))
    throw invalidParameter("Subject");
  if (MessageStructure !== undefined && MessageStructure !== "json") throw invalidParameter("MessageStructure");
  if (MessageStructure === "json") byProtocol(Message);
  for (const [name, value] of Object.entries(MessageAttributes ?? {})) checkAttribute(name, value);
}

export function sizeOf({ Message = "", MessageAttributes = {} }: Publication): number {
  let size = Buffer.byteLength(Message);
  for (const [name, { DataType = "", StringValue, BinaryValue }] of Object.entries(MessageAttributes)) {
    size +=
      Buffer.byteLength(name) +
      Buffer.byteLength(DataType) +
      (BinaryValue?.length ?? Buffer.byteLength(StringValue ?? ""));
  }
  return size;
}

function checkAttribute(name: string, { DataType, StringValue, BinaryValue }: MessageAttributeValue): void {
  const refused = (reason: string) =>
    new AwsError("ParameterValueInvalid", `The message attribute '${name}' ${reason}.`);
  if (!/^(?!AWS\.|Amazon\.)(?!\.)(?!.*\.\.)[A-Za-z0-9_.-]{1,256}(?<!\.)$/i.test(name))
    throw refused("has an invalid name");
  if (!/^(String|String\.Array|Number|Binary)$/.test(DataType ?? "")) {
    throw refused("has an invalid type: String, String.Array, Number or Binary");
  }
  if (DataType === "Binary" ? !BinaryValue?.length : !StringValue) throw refused("must contain a non-empty value");
  if (DataType === "Number" && Number.isNaN(Number(StringValue))) throw refused("is no number");
  if (DataType === "String.Array" && !Array.isArray(jsonOrUndefined(StringValue))) throw refused("is no JSON array");
}

export function byProtocol(message: string): Readonly<Record<string, string>> {
  const value = jsonOrUndefined(message);
  if (typeof value !== "object" || value === null || typeof (value as { default?: unknown }).default !== "string") {
    throw invalidParameter('Message Structure - a JSON object with the member "default" is expected');
  }
  return value as Record<string, string>;
}

/**
 * Whether a subscription wants a message: https://docs.aws.amazon.com/sns/latest/dg/sns-message-filtering.html
 * No filter on attributes fits a message without any, not even `exists: false`:
 * https://docs.aws.amazon.com/sns/latest/dg/attribute-key-matching.html
 */
export function wants({ filter }: Subscription, notification: Notification, text: string): boolean {
  if (!filter) return true;
  if (filter.scope === "MessageAttributes") {
    const { attributes } = notification;
    return Object.keys(attributes).length > 0 && filter.matches(filterable(attributes));
  }
  const body = jsonOrUndefined(text);
  return typeof body === "object" && body !== null && filter.matches(body);
}

/** Binary attributes take no part in filtering. */
function filterable(attributes: Attributes): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const [name, { DataType, StringValue }] of Object.entries(attributes)) {
    if (DataType === "String") values[name] = StringValue;
    else if (DataType === "Number") values[name] = Number(StringValue);
    else if (DataType === "String.Array") values[name] = jsonOrUndefined(StringValue);
  }
  return values;
}

function jsonOrUndefined(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? "");
  } catch {
    return undefined;
  }
}

export function textFor({ message }: Notification, protocol: string): string {
  return typeof message === "string" ? message : (message[protocol] ?? (message["default"] as string));
}

/** What goes to the endpoint. @throws AwsError when a raw delivery has more attributes than a queue takes */
export function parcelFor(subscription: Subscription, notification: Notification): Parcel {
  const text = textFor(notification, subscription.protocol);
  if (subscription.protocol === "lambda")
    return { body: JSON.stringify(lambdaEvent(subscription, notification, text)) };
  if (!subscription.raw) return { body: JSON.stringify(envelope(subscription, notification, text), undefined, 2) };
  if (Object.keys(notification.attributes).length > MOST_RAW_ATTRIBUTES) {
    throw new AwsError("InvalidParameterValue", "A raw delivery carries at most 10 message attributes.");
  }
  const hasAttributes = Object.keys(notification.attributes).length > 0;
  return { body: text, ...(hasAttributes && { attributes: notification.attributes }) };
}

/** https://docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html#http-notification-json */
function envelope(subscription: Subscription, notification: Notification, text: string): object {
  return {
    Type: "Notification",
    ...fields(notification, text),
    ...signature(subscription, "URL"),
    ...(Object.keys(notification.attributes).length > 0 && {
      MessageAttributes: plainAttributes(notification.attributes),
    }),
  };
}

/** https://docs.aws.amazon.com/lambda/latest/dg/with-sns.html */
function lambdaEvent(subscription: Subscription, notification: Notification, text: string): object {
  const Sns = {
    Type: "Notification",
    Subject: null,
    ...fields(notification, text),
    ...signature(subscription, "Url"),
    MessageAttributes: plainAttributes(notification.attributes),
  };
  return { Records: [{ EventSource: "aws:sns", EventVersion: "1.0", EventSubscriptionArn: subscription.arn, Sns }] };
}

function fields({ id, topicArn, subject, publishedAt }: Notification, text: string): object {
  const Timestamp = new Date(publishedAt).toISOString();
  return { MessageId: id, TopicArn: topicArn, ...(subject && { Subject: subject }), Message: text, Timestamp };
}

/** The sandbox has no certificate of AWS to sign with; whoever verifies the signature will find it invalid. */
function signature({ arn }: Subscription, url: "URL" | "Url"): object {
  const host = `https://sns.${arn.split(":")[3]}.amazonaws.com`;
  return {
    SignatureVersion: "1",
    Signature: "",
    [`SigningCert${url}`]: `${host}/SimpleNotificationService.pem`,
    [`Unsubscribe${url}`]: `${host}/?Action=Unsubscribe&SubscriptionArn=${arn}`,
  };
}

function plainAttributes(attributes: Attributes): object {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, { DataType, StringValue, BinaryValue }]) => [
      name,
      { Type: DataType, Value: BinaryValue ? Buffer.from(BinaryValue).toString("base64") : StringValue },
    ]),
  );
}
