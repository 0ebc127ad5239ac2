import type { MessageAttributeValue } from "@aws-sdk/client-sqs";
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
