import type { Principal } from "../../iam";
import type { Place } from "../../kernel/arn";
import type { Cloud } from "../../kernel/cloud";
import { AccessDenied, AwsError } from "../../kernel/errors";
import type { LogsService } from "../logs";

/** The log of a run, which Glue writes with the run's role. */
export interface RunLog {
  readonly principal: Principal;
  readonly place: Place;
  readonly group: string;
  readonly stream: string;
  /** The key of the security configuration, if it has one for logs. */
  readonly keyArn?: string | undefined;
}

/**
 * Writes lines, and makes the group when it is not there. Without permission there is no log, and the run goes on:
 * the denial is in the ledger.
 */
export async function writeLog(cloud: Cloud, log: RunLog, lines: readonly string[]): Promise<void> {
  const { principal, place, group, stream } = log;
  const call = (operation: string, input: object) =>
    cloud.call({ principal, place, service: "logs", operation, input: { logGroupName: group, ...input } });
  try {
    if (await made(() => call("CreateLogGroup", {}))) {
      if (log.keyArn) await call("AssociateKmsKey", { kmsKeyId: log.keyArn });
    }
    await cloud.service<LogsService>("logs").write({ principal, place, group, stream, lines });
  } catch (error) {
    if (!(error instanceof AccessDenied) && !isPassing(error)) throw error;
  }
}

function isPassing(error: unknown): boolean {
  return error instanceof AwsError && (error.statusCode >= 500 || /Throttl/.test(error.code));
}

async function made(create: () => Promise<unknown>): Promise<boolean> {
  try {
    await create();
    return true;
  } catch (error) {
    if (error instanceof AwsError && error.code === "ResourceAlreadyExistsException") return false;
    throw error;
  }
}
