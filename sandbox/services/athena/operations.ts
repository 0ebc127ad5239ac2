import type * as athena from "@aws-sdk/client-athena";
import { Actor, parseS3Url } from "../../kernel/actor";
import type { Place } from "../../kernel/arn";
import { AccessDenied, AwsError } from "../../kernel/errors";
import { operation, type Access, type CallContext, type Operation } from "../../kernel/service";
import type { AthenaService } from ".";
import { isOver, outputLocation, shownExecution, type Execution } from "./execution";
import { startQuery } from "./start";
import { parseResultCsv } from "./results";
import { engineVersion, shownWorkgroup, workgroupArn } from "./workgroups";

export function onWorkgroup(action: string, name: string, place: Place): Access {
  return { action: `athena:${action}`, resource: workgroupArn(place, name) };
}

/** Access to an execution: through its workgroup. @throws InvalidRequestException when there is no such execution */
function found(service: AthenaService, id: string | undefined, { place }: CallContext): Execution {
  const execution = service.executions.byId.get(id ?? "");
  const own = execution?.workgroup.place;
  if (!execution || own?.account !== place.account || own.region !== place.region)
    throw new AwsError("InvalidRequestException", `QueryExecution ${id} was not found`);
  return execution;
}

export function operations(service: AthenaService): Record<string, Operation> {
  const onExecution = <I extends { readonly QueryExecutionId: string | undefined }>(
    action: string,
    run: (execution: Execution, input: I, context: CallContext) => object | void | Promise<object>,
  ) =>
    operation<I>(
      (input, context) =>
        onWorkgroup(action, found(service, input.QueryExecutionId, context).workgroup.name, context.place),
      (input, context) => run(found(service, input.QueryExecutionId, context), input, context),
    );
  return {
    StartQueryExecution: operation<athena.StartQueryExecutionInput>(
      ({ WorkGroup }, { place }) => onWorkgroup("StartQueryExecution", WorkGroup ?? "primary", place),
      (input, context) => startQuery(service, input, context),
    ),
    GetQueryExecution: onExecution("GetQueryExecution", (execution) => ({ QueryExecution: shownExecution(execution) })),
    BatchGetQueryExecution: operation<athena.BatchGetQueryExecutionInput>(
      ({ QueryExecutionIds = [] }, context) => {
        const names = QueryExecutionIds.flatMap((id) => service.executions.byId.get(id)?.workgroup.name ?? []);
        return [...new Set(names)].map((name) => onWorkgroup("BatchGetQueryExecution", name, context.place));
      },
      ({ QueryExecutionIds = [] }, { place }) => batch(service, QueryExecutionIds, place),
    ),
    GetQueryResults: onExecution<athena.GetQueryResultsInput>("GetQueryResults", readResults),
    StopQueryExecution: onExecution("StopQueryExecution", (execution) => service.executions.stop(execution)),
    ListQueryExecutions: operation<athena.ListQueryExecutionsInput>(
      ({ WorkGroup }, { place }) => onWorkgroup("ListQueryExecutions", WorkGroup ?? "primary", place),
      (input, { place }) => {
        const arn = service.workgroups.get(input.WorkGroup, place).arn;
        const own = [...service.executions.byId.values()].filter(({ workgroup }) => workgroup.arn === arn);
        const ids = own.map(({ id }) => id).reverse();
        const { entries, next } = paged(ids, input.NextToken, input.MaxResults ?? 50);
        return { QueryExecutionIds: entries, ...(next && { NextToken: next }) };
      },
    ),
    ...workgroupOperations(service),
  };
}

function workgroupOperations({ workgroups }: AthenaService): Record<string, Operation> {
  return {
    GetWorkGroup: operation<athena.GetWorkGroupInput>(
      ({ WorkGroup = "" }, { place }) => onWorkgroup("GetWorkGroup", WorkGroup, place),
      ({ WorkGroup }, { place }) => ({ WorkGroup: shownWorkgroup(workgroups.get(WorkGroup, place)) }),
    ),
    ListWorkGroups: operation<athena.ListWorkGroupsInput>(
      () => ({ action: "athena:ListWorkGroups", resource: "*" }),
      (input, { place }) => {
        const all = workgroups.of(place).map(({ name, inputs, created }) => ({
          Name: name,
          State: inputs.state ?? "ENABLED",
          CreationTime: new Date(created),
          EngineVersion: engineVersion,
        }));
        const { entries, next } = paged(all, input.NextToken, input.MaxResults ?? 50);
        return { WorkGroups: entries, ...(next && { NextToken: next }) };
      },
    ),
    GetNamedQuery: operation<athena.GetNamedQueryInput>(
      ({ NamedQueryId }, { place }) => {
        const query = workgroups.namedQueries.get(NamedQueryId ?? "");
        return onWorkgroup("GetNamedQuery", query?.workgroup ?? "primary", place);
      },
      ({ NamedQueryId }, { place }) => {
        const query = workgroups.namedQueries.get(NamedQueryId ?? "");
        if (!query || query.place.account !== place.account || query.place.region !== place.region)
          throw new AwsError("InvalidRequestException", `NamedQuery ${NamedQueryId} was not found`);
        const { id, name, database, query: text, workgroup, description } = query;
        const shown = { NamedQueryId: id, Name: name, Database: database, QueryString: text, WorkGroup: workgroup };
        return { NamedQuery: { ...shown, ...(description !== undefined && { Description: description }) } };
      },
    ),
  };
}

function batch(service: AthenaService, ids: readonly string[], place: Place): object {
  const known = ids.flatMap((id) => {
    const execution = service.executions.byId.get(id);
    return execution?.workgroup.place.account === place.account ? [execution] : [];
  });
  const missing = ids.filter((id) => !known.some((execution) => execution.id === id));
  return {
    QueryExecutions: known.map(shownExecution),
    UnprocessedQueryExecutionIds: missing.map((QueryExecutionId) => ({
      QueryExecutionId,
      ErrorCode: "INVALID_INPUT",
      ErrorMessage: `QueryExecution ${QueryExecutionId} was not found`,
    })),
  };
}

/** Reads the result's file with the caller's permission. The first row of the first page holds the columns' names. */
async function readResults(
  execution: Execution,
  input: athena.GetQueryResultsInput,
  { cloud, principal, place }: CallContext,
): Promise<object> {
  if (!isOver(execution))
    throw new AwsError("InvalidRequestException", `Query has not yet finished. Current state: ${execution.state}`);
  if (execution.state !== "SUCCEEDED") {
    const message = `Query did not finish successfully. Final query state: ${execution.state}`;
    throw new AwsError("InvalidRequestException", message);
  }
  const MaxResults = input.MaxResults ?? 1000;
  if (MaxResults < 1 || MaxResults > 1000)
    throw new AwsError("InvalidRequestException", "MaxResults is more than maximum allowed length 1000.");
  const { bucket, key } = parseS3Url(outputLocation(execution));
  const body = await resultBody(new Actor(cloud, { principal, place, via: "athena.amazonaws.com" }), bucket, key);
  const rows = parseResultCsv(body.toString("utf8"), execution.columns.length);
  const { entries, next } = paged(rows, input.NextToken, MaxResults);
  const Rows = entries.map((row) => ({
    Data: row.map((text) => (text === undefined ? {} : { VarCharValue: text })),
  }));
  return {
    UpdateCount: 0,
    ResultSet: { Rows, ResultSetMetadata: { ColumnInfo: execution.columns } },
    ...(next && { NextToken: next }),
  };
}

async function resultBody(actor: Actor, bucket: string, key: string): Promise<Buffer> {
  try {
    return await actor.get(bucket, key);
  } catch (error) {
    if (error instanceof AwsError && error.code === "NoSuchKey")
      throw new AwsError("InvalidRequestException", `Could not find results: s3://${bucket}/${key}`);
    if (error instanceof AccessDenied) throw new AccessDenied(error.message);
    throw error;
  }
}

function paged<T>(all: readonly T[], token: string | undefined, size: number) {
  const first = Number(token ?? 0);
  if (!Number.isInteger(first) || first < 0)
    throw new AwsError("InvalidRequestException", "The NextToken is not one that Athena gave.");
  const next = first + size;
  return { entries: all.slice(first, next), next: next < all.length ? String(next) : undefined };
}
