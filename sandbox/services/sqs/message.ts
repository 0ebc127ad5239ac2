import { createHash } from "node:crypto";
import type { MessageAttributeValue } from "@aws-sdk/client-sqs";
import { AwsError } from "../../kernel/errors";

export type Attributes = Readonly<Record<string, MessageAttributeValue>>;

/** What a message is, wherever it lies. */
export interface Message {
  readonly id: string;
  readonly body: string;
  readonly bodyMd5: string;
  readonly attributes: Attributes;
  /** Such as `AWSTraceHeader`. */
  readonly systemAttributes: Attributes;
  readonly senderId: string;
  /** Epoch milliseconds; a move to a dead-letter queue keeps it, and retention counts from it. */
  readonly sentAt: number;
  receiveCount: number;
  firstReceivedAt?: number;
  /** ARN of the queue that gave the message up. */
  deadLetterSource?: string;
}

/** What XML 1.0 allows, and so SQS: https://www.w3.org/TR/REC-xml/#charsets */
const FORBIDDEN = /[^\u{9}\u{A}\u{D}\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u;
const ATTRIBUTE_NAME = /^(?!AWS\.|Amazon\.)(?!\.)(?!.*\.\.)[A-Za-z0-9_.-]{1,256}(?<!\.)$/i;
const DATA_TYPE = /^(String|Number|Binary)(\..+)?$/;
const MOST_ATTRIBUTES = 10;

/** @throws AwsError when SQS would refuse the body or an attribute */
export function checkMessage(body: string | undefined, attributes: Attributes, maximumSize: number): void {
  if (!body) throw new AwsError("MissingParameter", "The request must contain the parameter MessageBody.");
  if (FORBIDDEN.test(body)) {
    throw new AwsError("InvalidMessageContents", "The message contains characters outside the allowed set.");
  }
  if (Object.keys(attributes).length > MOST_ATTRIBUTES) {
    throw invalid(`Number of message attributes [${Object.keys(attributes).length}] exceeds the allowed maximum [10].`);
  }
  for (const [name, value] of Object.entries(attributes)) checkAttribute(name, value);
  if (sizeOf(body, attributes) > maximumSize) {
    throw invalid(`One or more parameters are invalid. Reason: Message must be shorter than ${maximumSize} bytes.`);
  }
}

function checkAttribute(name: string, value: MessageAttributeValue): void {
  if (!ATTRIBUTE_NAME.test(name)) throw invalid(`The message attribute name '${name}' is invalid.`);
  const [, type] = DATA_TYPE.exec(value.DataType ?? "") ?? [];
  if (!type) {
    throw invalid(`The message attribute '${name}' has an invalid type: its prefix is String, Number or Binary.`);
  }
  const empty = type === "Binary" ? !value.BinaryValue?.length : !value.StringValue;
  if (empty) throw invalid(`The message attribute '${name}' must contain a non-empty value of type '${type}'.`);
  if (type === "Number" && Number.isNaN(Number(value.StringValue))) {
    throw invalid(`Can't cast the value of message (user) attribute '${name}' to a number.`);
  }
}

export function invalid(message: string): AwsError {
  return new AwsError("InvalidParameterValue", message);
}

/** Body and attributes (name, type and value) count. */
export function sizeOf(body: string, attributes: Attributes): number {
  let size = Buffer.byteLength(body);
  for (const [name, value] of Object.entries(attributes)) {
    size += Buffer.byteLength(name) + Buffer.byteLength(value.DataType ?? "") + bytesOf(value).length;
  }
  return size;
}

export function md5(content: string | Buffer): string {
  return createHash("md5").update(content).digest("hex");
}

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html#sqs-attributes-md5-message-digest-calculation */
export function attributesMd5(attributes: Attributes): string | undefined {
  const names = Object.keys(attributes).sort();
  if (names.length === 0) return undefined;
  const parts: Buffer[] = [];
  const add = (content: Uint8Array) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(content.length);
    parts.push(length, Buffer.from(content));
  };
  for (const name of names) {
    const value = attributes[name] as MessageAttributeValue;
    add(Buffer.from(name));
    add(Buffer.from(value.DataType ?? ""));
    parts.push(Buffer.from([value.DataType?.startsWith("Binary") ? 2 : 1]));
    add(bytesOf(value));
  }
  return md5(Buffer.concat(parts));
}

function bytesOf(value: MessageAttributeValue): Uint8Array {
  return value.BinaryValue ?? Buffer.from(value.StringValue ?? "");
}

/** The attributes that a receiver asks for: names, prefixes (`foo.*`), `All` or `.*`. */
export function selectAttributes(attributes: Attributes, wanted: readonly string[] = []): Attributes {
  if (wanted.length === 0) return {};
  if (wanted.includes("All") || wanted.includes(".*")) return attributes;
  const chosen = Object.entries(attributes).filter(([name]) =>
    wanted.some((pattern) => (pattern.endsWith(".*") ? name.startsWith(pattern.slice(0, -2)) : name === pattern)),
  );
  return Object.fromEntries(chosen);
}

/** The system attributes that a receiver asks for, as SQS writes them. */
export function systemAttributesOf(message: Message, wanted: readonly string[]): Record<string, string> | undefined {
  const all: Record<string, string | undefined> = {
    SenderId: message.senderId,
    SentTimestamp: String(message.sentAt),
    ApproximateReceiveCount: String(message.receiveCount),
    ApproximateFirstReceiveTimestamp: String(message.firstReceivedAt),
    AWSTraceHeader: message.systemAttributes["AWSTraceHeader"]?.StringValue,
    DeadLetterQueueSourceArn: message.deadLetterSource,
  };
  const chosen = Object.entries(all).filter(
    (entry): entry is [string, string] =>
      entry[1] !== undefined && (wanted.includes("All") || wanted.includes(entry[0])),
  );
  return chosen.length > 0 ? Object.fromEntries(chosen) : undefined;
}
