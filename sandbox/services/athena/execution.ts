import type { ColumnInfo } from "@aws-sdk/client-athena";
import type { Call } from "../../kernel/service";
import { engineVersion, type ResultSettings, type Workgroup } from "./workgroups";

export type QueryState = "QUEUED" | "RUNNING" | "SUCCEEDED" | "FAILED" | "CANCELLED";

/** One run of one query. */
export interface Execution {
  readonly id: string;
  readonly query: string;
  readonly parameters: readonly string[];
  readonly database: string;
  readonly workgroup: Workgroup;
  readonly results: ResultSettings;
  readonly caller: Pick<Call, "principal" | "place">;
  readonly submitted: number;
  state: QueryState;
  sequence: number;
  reason: string | undefined;
  started: number | undefined;
  completed: number | undefined;
  bytesScanned: number;
  columns: readonly ColumnInfo[];
}

export function isOver({ state }: Execution): boolean {
  return state !== "QUEUED" && state !== "RUNNING";
}

/** Where the result of an execution is. */
export function outputLocation({ results, id }: Pick<Execution, "results" | "id">): string {
  return `${results.location.replace(/\/?$/, "/")}${id}.csv`;
}

/** https://docs.aws.amazon.com/athena/latest/ug/error-reference.html: 2 is the user's error, 1 the service's. */
export function athenaError({ reason }: Execution): object {
  const ErrorType = reason?.startsWith("SYNTAX_ERROR") ? 1002 : 1999;
  return { ErrorCategory: 2, ErrorType, Retryable: false, ErrorMessage: reason ?? "" };
}

/** An execution as the API shows it. */
export function shownExecution(execution: Execution): object {
  const { results, state, reason, submitted, started, completed } = execution;
  const end = completed ?? submitted;
  const queued = (started ?? end) - submitted;
  return {
    QueryExecutionId: execution.id,
    Query: execution.query,
    StatementType: "DML",
    QueryExecutionContext: { Database: execution.database, Catalog: "awsdatacatalog" },
    WorkGroup: execution.workgroup.name,
    EngineVersion: engineVersion,
    SubstatementType: "SELECT",
    ...(execution.parameters.length > 0 && { ExecutionParameters: execution.parameters }),
    ResultConfiguration: {
      OutputLocation: outputLocation(execution),
      ...(results.encryption && {
        EncryptionConfiguration: {
          EncryptionOption: results.encryption.option,
          ...(results.encryption.keyArn && { KmsKey: results.encryption.keyArn }),
        },
      }),
    },
    Status: {
      State: state,
      SubmissionDateTime: new Date(submitted),
      ...(reason !== undefined && { StateChangeReason: reason }),
      ...(completed !== undefined && { CompletionDateTime: new Date(completed) }),
      ...(state === "FAILED" && { AthenaError: athenaError(execution) }),
    },
    Statistics: {
      DataScannedInBytes: execution.bytesScanned,
      TotalExecutionTimeInMillis: end - submitted,
      QueryQueueTimeInMillis: queued,
      EngineExecutionTimeInMillis: end - submitted - queued,
      ServiceProcessingTimeInMillis: 0,
    },
  };
}
