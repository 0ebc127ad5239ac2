import type { MessageAttributeValue } from "@aws-sdk/client-sqs";
import type { Random } from "../world/random";
import type { World } from "../world/world";
import { parseArn } from "./arn";
import type { Cloud } from "./cloud";
import { AwsError, Unsupported } from "./errors";
import type { Call } from "./service";

/** In whose name a service delivers. */
export type Sender = Pick<Call, "principal" | "sourceArn" | "sourceAccount">;

export interface Parcel {
  readonly body: string;
  /** For queues only. */
  readonly attributes?: Readonly<Record<string, MessageAttributeValue>>;
}

/** Kinds of targets that the sandbox delivers to, by the ARN's service. @throws Unsupported naming the target */
export function checkTarget(arn: string, what: string): void {
  const { service } = parseArn(arn);
  if (service !== "sqs" && service !== "lambda")
    throw new Unsupported(`${what} of the target ${arn}: queues and functions only`);
}

/**
 * Hands a parcel to a queue or, asynchronously, to a function, with all permissions checked.
 * @throws AwsError what the target answers
 */
export async function sendTo(cloud: Cloud, target: string, sender: Sender, parcel: Parcel): Promise<void> {
  const { service, region, account, resource } = parseArn(target);
  const own = sender.principal.kind === "role" ? sender.principal.account : account;
  const call = { ...sender, place: { account: own, region }, service };
  if (service === "lambda") {
    const input = { FunctionName: target, InvocationType: "Event", Payload: Buffer.from(parcel.body) };
    await cloud.call({ ...call, operation: "Invoke", input });
    return;
  }
  checkTarget(target, "a delivery");
  const input = {
    QueueUrl: `https://sqs.${region}.amazonaws.com/${account}/${resource}`,
    MessageBody: parcel.body,
    ...(parcel.attributes && { MessageAttributes: parcel.attributes }),
  };
  await cloud.call({ ...call, operation: "SendMessage", input });
}

/** Whether trying again may help: server errors and throttling, but no denial and no invalid request. */
export function isTransient(error: AwsError): boolean {
  return error.statusCode >= 500 || /throttl|toomanyrequests|slowdown|limitexceeded/i.test(error.code);
}

export interface Attempts {
  /** One try; `number` counts from 1. */
  readonly attempt: (number: number) => Promise<void>;
  /** Milliseconds to wait before a retry (counted from 1); undefined when there is to be none. */
  readonly wait: (retry: number) => number | undefined;
  /** What becomes of it in the end; `retries` is how many there were. */
  readonly failed: (error: AwsError, retries: number) => void | Promise<void>;
  readonly done?: () => void;
}

/**
 * Tries after `delay` milliseconds, and again after waits while the error is transient. Errors that are not the target's
 * answer fail the run.
 */
export function deliver(world: World, attempts: Attempts, delay = 0): void {
  const attempt = async (retries: number): Promise<void> => {
    try {
      await attempts.attempt(retries + 1);
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      const wait = isTransient(error) ? attempts.wait(retries + 1) : undefined;
      if (wait === undefined) return attempts.failed(error, retries);
      world.after(wait, () => attempt(retries + 1));
      return;
    }
    attempts.done?.();
  };
  world.after(delay, () => attempt(0));
}

/** The bounds that EventBridge and its Scheduler set to retries. */
export interface RetryPolicy {
  readonly maximumRetryAttempts: number;
  readonly maximumEventAgeInSeconds: number;
}

/** 24 hours and up to 185 times: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-retry-policy.html */
export const DEFAULT_RETRY_POLICY: RetryPolicy = { maximumRetryAttempts: 185, maximumEventAgeInSeconds: 86_400 };

/** Seconds: with it, 185 retries fill the 24 hours; AWS says only that waits grow exponentially and have jitter. */
const LONGEST_WAIT = 480;

/** The wait before a retry of something accepted at `since` (epoch milliseconds); undefined when the policy is exhausted. */
export function backoff(world: World, random: Random, policy: RetryPolicy, since: number) {
  return (retry: number): number | undefined => {
    if (retry > policy.maximumRetryAttempts) return undefined;
    const seconds = Math.min(2 ** (retry - 1), LONGEST_WAIT) * (0.5 + random.next());
    const tooLate = world.now() + seconds * 1000 > since + policy.maximumEventAgeInSeconds * 1000;
    return tooLate ? undefined : Math.round(seconds * 1000);
  };
}

/** An attribute of a dead letter. */
export function attribute(value: string | number): MessageAttributeValue {
  return { DataType: typeof value === "number" ? "Number" : "String", StringValue: String(value) };
}

/** Why a delivery was given up, in the words of a dead letter: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html */
export function failureAttributes(error: AwsError, retries: number, policy: RetryPolicy) {
  const spent = retries >= policy.maximumRetryAttempts ? "MaximumRetryAttempts" : "MaximumEventAgeInSeconds";
  return {
    ERROR_CODE: attribute(errorCode(error)),
    ERROR_MESSAGE: attribute(error.message || error.code),
    RETRY_ATTEMPTS: attribute(retries),
    ...(isTransient(error) && { EXHAUSTED_RETRY_CONDITION: attribute(spent) }),
  };
}

function errorCode({ code, statusCode }: AwsError): string {
  if (/accessdenied|authorization/i.test(code)) return "NO_PERMISSIONS";
  if (/notfound|doesnotexist/i.test(code)) return "NO_RESOURCE";
  if (/throttl|toomanyrequests/i.test(code)) return "THROTTLING";
  return statusCode >= 500 ? "ERROR_FROM_TARGET" : "SDK_CLIENT_ERROR";
}
