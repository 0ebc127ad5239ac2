import type { PolicyDocument } from "../../iam";
import type { Statement } from "../../iam/document";
import type { Place } from "../../kernel/arn";
import type { Files } from "./files";
import type { FunctionInputs } from "./inputs";
import type { ExecutionEnvironment } from "./runtime/environment";
import type { Resolver } from "./runtime/resolve";

/** Async invocation settings: https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-configuring.html */
export interface AsyncSettings {
  readonly maximumRetryAttempts: number;
  readonly maximumEventAgeInSeconds: number;
  readonly onFailure?: string;
  readonly onSuccess?: string;
}

/** What a function did, for summaries. */
export interface FunctionCounts {
  invocations: number;
  errors: number;
  throttles: number;
  coldStarts: number;
  /** Times the log group took nothing, for want of the group or of a permission. */
  logsLost: number;
  destinationFailures: number;
}

/** A deployed function. */
export interface FunctionState {
  readonly name: string;
  readonly arn: string;
  readonly place: Place;
  readonly inputs: FunctionInputs;
  readonly timeout: number;
  readonly memorySize: number;
  readonly logGroup: string;
  readonly codeSha256: string;
  readonly codeSize: number;
  /** Epoch milliseconds. */
  readonly created: number;
  /** `/var/task` and `/opt`. */
  readonly files: Files;
  readonly resolver: Resolver;
  readonly variables: Readonly<Record<string, string>>;
  /** Execution environments that are free, the last used last. */
  readonly idle: ExecutionEnvironment[];
  /** Invocations that run now. */
  running: number;
  readonly counts: FunctionCounts;
  readonly statements: Statement[];
  async: AsyncSettings;
  /** Id of the role that may decrypt the environment by a grant of its key. */
  keyGrantee: string | undefined;
}

export interface Layer {
  readonly arn: string;
  readonly files: Files;
}

/** The resource-based policy of a function; none while it has no statement. */
export function policyOf(fn: FunctionState): { kind: "plain"; document: PolicyDocument } | undefined {
  if (fn.statements.length === 0) return undefined;
  return { kind: "plain", document: { Version: "2012-10-17", Id: "default", Statement: fn.statements } };
}
