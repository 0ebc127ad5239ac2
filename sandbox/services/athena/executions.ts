import type { ColumnInfo } from "@aws-sdk/client-athena";
import { Actor, parseS3Url } from "../../kernel/actor";
import type { Cloud } from "../../kernel/cloud";
import { identifier, withDuckDb, type SqlSession } from "../../kernel/duckdb";
import { AccessDenied, AwsError, Unsupported } from "../../kernel/errors";
import { type Folder, ObjectFiles } from "../../kernel/object-files";
import { outOfScope } from "../../kernel/scope";
import type { Random } from "../../world/random";
import type { CloudWatchService } from "../cloudwatch";
import type { EventsService } from "../events/service";
import { athenaError, isOver, outputLocation, type Execution, type QueryState } from "./execution";
import { neededPartitions } from "./pruning";
import { analyse, QueryError, runtimeError } from "./query";
import { columnInfo, resultCsv } from "./results";
import { describeTable, fetchFiles, viewOf, writeStub, type CatalogTable, type TableFiles } from "./tables";
import { trinoMacros, withParameters } from "./trino";

/** The service whose calls are made with its caller's permissions. */
const via = "athena.amazonaws.com";

/** Bytes that a query reads in a millisecond. */
const scanRate = 100_000;

interface Outcome {
  readonly csv: string;
  readonly columns: readonly ColumnInfo[];
}

/** Takes queries through their states: queued, running, and to an end. */
export class Executions {
  readonly byId = new Map<string, Execution>();
  private random: Random | undefined;

  constructor(private readonly cloud: Cloud) {}

  newId(): string {
    this.random ??= this.cloud.world.random.fork("athena");
    return this.random.uuid();
  }

  /** Whether it is a query that can run. @throws QueryError */
  async check(query: string, parameters: readonly string[], database: string): Promise<void> {
    const sql = substituted(query, parameters);
    await withDuckDb(this.cloud.world, { integerDivision: true }, (session) => analyse(session, sql, database));
  }

  submit(execution: Execution): void {
    this.byId.set(execution.id, execution);
    const { world } = this.cloud;
    this.random ??= world.random.fork("athena");
    const queued = this.random.int(100, 300);
    const running = this.random.int(700, 1_500);
    this.emit(execution, "QUEUED");
    outOfScope(() => world.after(queued, () => this.execute(execution, running)));
  }

  /** Stops a query; one that is over stays as it is. */
  stop(execution: Execution): void {
    if (isOver(execution)) return;
    this.finish(execution, "CANCELLED", "Query cancelled by user");
  }

  private async execute(execution: Execution, running: number): Promise<void> {
    if (isOver(execution)) return;
    this.move(execution, "RUNNING");
    execution.started = this.cloud.world.now();
    let outcome: Outcome | undefined;
    let failure: unknown;
    try {
      outcome = await this.run(execution);
    } catch (error) {
      if (error instanceof Unsupported) this.cloud.world.fail(error);
      else if (!(error instanceof QueryError) && !(error instanceof AwsError)) throw error;
      failure = error;
    }
    const duration = running + Math.ceil(execution.bytesScanned / scanRate);
    this.cloud.world.after(duration, () => this.conclude(execution, outcome, failure));
  }

  private async conclude(execution: Execution, outcome: Outcome | undefined, failure: unknown): Promise<void> {
    if (isOver(execution)) return;
    const cutoff = execution.workgroup.inputs.configuration?.bytesScannedCutoffPerQuery ?? Infinity;
    if (execution.bytesScanned > cutoff) return this.finish(execution, "CANCELLED", "Bytes scanned limit was exceeded");
    if (!outcome) return this.finish(execution, "FAILED", reasonOf(failure));
    try {
      await this.putResult(execution, outcome.csv);
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      const reason = `Access denied when writing output to url: ${outputLocation(execution)} . ${error.message}`;
      return this.finish(execution, "FAILED", error instanceof AccessDenied ? reason : reasonOf(error));
    }
    execution.columns = outcome.columns;
    this.finish(execution, "SUCCEEDED");
  }

  private run(execution: Execution): Promise<Outcome | undefined> {
    const { world } = this.cloud;
    const { database } = execution;
    const sql = substituted(execution.query, execution.parameters).replace(/;\s*$/, "");
    const actor = new Actor(this.cloud, { ...execution.caller, via });
    const inDuckDb = <T>(job: (session: SqlSession) => Promise<T>) =>
      withDuckDb(world, { integerDivision: true, setup: trinoMacros }, job);
    return ObjectFiles.of(world).inFolder(async (folder) => {
      const refs = await inDuckDb((session) => analyse(session, sql, database));
      const tables: CatalogTable[] = [];
      for (const ref of refs) tables.push(await describeTable(actor, ref));
      const partitions = await inDuckDb(async (session) => {
        await useDatabase(session, database);
        return inWords(() => neededPartitions(session, folder, tables, sql));
      });
      const files: TableFiles[] = [];
      for (const [i, table] of tables.entries())
        files.push(await fetchFiles(actor, folder, table, partitions[i] ?? []));
      execution.bytesScanned = files.reduce((sum, { bytes }) => sum + bytes, 0);
      const cutoff = execution.workgroup.inputs.configuration?.bytesScannedCutoffPerQuery ?? Infinity;
      if (execution.bytesScanned > cutoff) return undefined;
      return inDuckDb((session) => this.answer(session, { folder, tables, files, sql, database }));
    });
  }

  private async answer(session: SqlSession, { folder, tables, files, sql, database }: Prepared): Promise<Outcome> {
    for (const [i, table] of tables.entries()) {
      const nulls = table.keys.map(({ Name }) => `${Name}=__HIVE_DEFAULT_PARTITION__/`).join("");
      const stub = await writeStub(session, folder, table, `stub/${i}/${nulls}stub.parquet`);
      await session.run(`CREATE SCHEMA IF NOT EXISTS ${identifier(table.database)}`);
      await inWords(() => session.run(viewOf(table, files[i] ?? { paths: [], bytes: 0 }, stub)));
    }
    await useDatabase(session, database);
    const result = await inWords(() => session.table(sql));
    return { csv: resultCsv(result), columns: result.columns.map(({ name, type }) => columnInfo(name, type)) };
  }

  private async putResult(execution: Execution, csv: string): Promise<void> {
    const { bucket, key } = parseS3Url(outputLocation(execution));
    const { encryption } = execution.results;
    await new Actor(this.cloud, { ...execution.caller, via }).call("s3", "PutObject", {
      Bucket: bucket,
      Key: key,
      Body: Buffer.from(csv),
      ContentType: "application/octet-stream",
      ...(encryption?.option === "SSE_S3" && { ServerSideEncryption: "AES256" }),
      ...(encryption?.option === "SSE_KMS" && {
        ServerSideEncryption: "aws:kms",
        SSEKMSKeyId: encryption.keyArn,
      }),
    });
  }

  private finish(execution: Execution, state: QueryState, reason?: string): void {
    execution.reason = reason;
    execution.completed = this.cloud.world.now();
    this.move(execution, state);
    if (execution.workgroup.inputs.configuration?.publishCloudwatchMetricsEnabled ?? true) this.publish(execution);
  }

  private move(execution: Execution, state: QueryState): void {
    const previous = execution.state;
    execution.state = state;
    this.emit(execution, state, previous);
  }

  /** https://docs.aws.amazon.com/athena/latest/ug/athena-events.html */
  private emit(execution: Execution, currentState: QueryState, previousState?: QueryState): void {
    execution.sequence++;
    const error = currentState === "FAILED" ? (athenaError(execution) as Record<string, unknown>) : undefined;
    this.cloud.service<EventsService>("events").emit(execution.workgroup.place, {
      source: "aws.athena",
      "detail-type": "Athena Query State Change",
      resources: [],
      detail: {
        versionId: "0",
        currentState,
        ...(previousState && { previousState }),
        statementType: "DML",
        queryExecutionId: execution.id,
        workgroupName: execution.workgroup.name,
        sequenceNumber: String(execution.sequence),
        ...(error && {
          athenaError: {
            errorCategory: error["ErrorCategory"],
            errorType: error["ErrorType"],
            errorMessage: error["ErrorMessage"],
            retryable: error["Retryable"],
          },
        }),
      },
    });
  }

  /** https://docs.aws.amazon.com/athena/latest/ug/query-metrics-viewing.html */
  private publish(execution: Execution): void {
    const { workgroup, state, submitted, started, completed = submitted, bytesScanned } = execution;
    const dimensions = { WorkGroup: workgroup.name, QueryState: state, QueryType: "DML" };
    const put = (name: string, unit: string, value: number) =>
      this.cloud
        .service<CloudWatchService>("monitoring")
        .put(workgroup.place, "AWS/Athena", name, dimensions, value, unit);
    put("TotalExecutionTime", "Milliseconds", completed - submitted);
    put("QueryQueueTime", "Milliseconds", (started ?? completed) - submitted);
    put("EngineExecutionTime", "Milliseconds", completed - (started ?? completed));
    put("ProcessedBytes", "Bytes", bytesScanned);
  }
}

interface Prepared {
  readonly folder: Folder;
  readonly tables: readonly CatalogTable[];
  readonly files: readonly TableFiles[];
  readonly sql: string;
  readonly database: string;
}

async function useDatabase(session: SqlSession, database: string): Promise<void> {
  await session.run(`CREATE SCHEMA IF NOT EXISTS ${identifier(database)}`);
  await session.run(`SET search_path = '${database.replaceAll("'", "''")},main'`);
}

/** Names of tables in DuckDB's errors have no meaning for the caller, the query's place has. */
async function inWords<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof QueryError || error instanceof AwsError || !(error instanceof Error)) throw error;
    throw runtimeError(error);
  }
}

function substituted(query: string, parameters: readonly string[]): string {
  try {
    return withParameters(query, parameters);
  } catch (error) {
    throw new QueryError("SYNTAX_ERROR", (error as Error).message);
  }
}

function reasonOf(failure: unknown): string {
  if (failure instanceof AccessDenied) return `PERMISSION_DENIED: ${failure.message}`;
  return failure instanceof Error ? failure.message : String(failure);
}
