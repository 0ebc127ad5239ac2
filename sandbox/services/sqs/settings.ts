import { parseArn, type Place } from "../../kernel/arn";
import { type AwsError } from "../../kernel/errors";
import { invalid } from "./message";

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html */
export const LIMITS = {
  delaySeconds: [0, 900],
  maxMessageSize: [1024, 1_048_576],
  messageRetentionSeconds: [60, 1_209_600],
  receiveWaitTimeSeconds: [0, 20],
  visibilityTimeoutSeconds: [0, 43_200],
  kmsDataKeyReusePeriodSeconds: [60, 86_400],
  batchEntries: 10,
  batchBytes: 1_048_576,
  inFlight: 120_000,
} as const;

export interface QueueSettings {
  readonly delaySeconds: number;
  readonly maxMessageSize: number;
  readonly messageRetentionSeconds: number;
  readonly receiveWaitTimeSeconds: number;
  readonly visibilityTimeoutSeconds: number;
  readonly kmsDataKeyReusePeriodSeconds: number;
  readonly kmsMasterKeyId?: string | undefined;
  readonly tags: Readonly<Record<string, string>>;
}

/** The provider's defaults, which differ from the API's in `maxMessageSize` (the API's is 1 MiB). */
export const DEFAULTS = {
  delaySeconds: 0,
  maxMessageSize: 262_144,
  messageRetentionSeconds: 345_600,
  receiveWaitTimeSeconds: 0,
  visibilityTimeoutSeconds: 30,
  kmsDataKeyReusePeriodSeconds: 300,
} as const;

export interface RedrivePolicy {
  readonly deadLetterTargetArn: string;
  readonly maxReceiveCount: number;
}

export interface RedriveAllowPolicy {
  readonly redrivePermission: "allowAll" | "denyAll" | "byQueue";
  readonly sourceQueueArns?: readonly string[];
}

/** @throws AwsError in SQS's words */
export function parseRedrivePolicy(text: string, source: Place): RedrivePolicy {
  const refused = (reason: string) =>
    invalid(`Value ${text} for parameter RedrivePolicy is invalid. Reason: ${reason}.`);
  const { deadLetterTargetArn, maxReceiveCount, ...rest } = parseObject(text, refused);
  const [unknown] = Object.keys(rest);
  if (unknown) throw refused(`Unknown parameter ${unknown}`);
  if (typeof deadLetterTargetArn !== "string")
    throw refused("Redrive policy does not contain mandatory attribute: deadLetterTargetArn");
  const count = Number(maxReceiveCount);
  if (!Number.isInteger(count) || count < 1 || count > 1000)
    throw refused("maxReceiveCount must be between 1 and 1000");
  const target = parseArn(deadLetterTargetArn);
  if (target.account !== source.account || target.region !== source.region) {
    throw refused("A dead-letter queue lies in the account and region of its source");
  }
  return { deadLetterTargetArn, maxReceiveCount: count };
}

/** @throws AwsError in SQS's words */
export function parseRedriveAllowPolicy(text: string): RedriveAllowPolicy {
  const refused = (reason: string) =>
    invalid(`Value ${text} for parameter RedriveAllowPolicy is invalid. Reason: ${reason}.`);
  const { redrivePermission, sourceQueueArns, ...rest } = parseObject(text, refused);
  const [unknown] = Object.keys(rest);
  if (unknown) throw refused(`Unknown parameter ${unknown}`);
  if (redrivePermission !== "allowAll" && redrivePermission !== "denyAll" && redrivePermission !== "byQueue") {
    throw refused("redrivePermission is allowAll, denyAll or byQueue");
  }
  if ((redrivePermission === "byQueue") !== Array.isArray(sourceQueueArns)) {
    throw refused("sourceQueueArns belongs to byQueue, and to nothing else");
  }
  if (!Array.isArray(sourceQueueArns)) return { redrivePermission };
  if (sourceQueueArns.length === 0 || sourceQueueArns.length > 10) throw refused("Between 1 and 10 source queues");
  return { redrivePermission, sourceQueueArns: sourceQueueArns as string[] };
}

function parseObject(text: string, refused: (reason: string) => AwsError): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw refused("It is not JSON");
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw refused("It is not a JSON object");
  return value as Record<string, unknown>;
}
