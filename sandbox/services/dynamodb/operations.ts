import type * as sdk from "@aws-sdk/client-dynamodb";
import { AwsError, Unsupported } from "../../kernel/errors";
import { operation, type Access, type CallContext, type Operation } from "../../kernel/service";
import { batchGet, get, limit } from "./gets";
import { query, scan } from "./reads";
import { assertReturnValues, returned } from "./return-values";
import type { DynamoDbService } from "./service";
import type { Table } from "./table";
import { validationError, type Item } from "./values";
import { prepare, prepareBatch, prepareTransaction, type Prepared, type Write } from "./writes";

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazondynamodb.html */
function on(table: Table, action: string, index?: string): Access {
  const { arn, place } = table.schema;
  return {
    action: `dynamodb:${action}`,
    resource: index === undefined ? arn : `${arn}/index/${index}`,
    owner: place.account,
  };
}

/** Options of the first version of the API, which expressions replaced. */
const legacy = [
  "Expected",
  "ConditionalOperator",
  "AttributeUpdates",
  "KeyConditions",
  "QueryFilter",
  "ScanFilter",
  "AttributesToGet",
];

function refuseLegacy(input: object): void {
  const found = legacy.find((name) => (input as Record<string, unknown>)[name] !== undefined);
  if (found) throw new Unsupported(`DynamoDB's legacy parameter ${found}`);
}

/** Reading and writing an encrypted table takes Decrypt on its key, through DynamoDB. */
function open(table: Table, context: CallContext): Table {
  context.useKey(table.schema.kmsKey, "Decrypt", {
    "aws:dynamodb:tableName": table.schema.name,
    "aws:dynamodb:subscriberId": table.schema.place.account,
  });
  return table;
}

export function operations(service: DynamoDbService): Record<string, Operation> {
  return {
    ...single(service),
    ...reading(service),
    ...batches(service),
    ...transactions(service),
    ...describing(service),
  };
}

type SingleInput = Pick<
  sdk.PutItemInput,
  | "ConditionExpression"
  | "ExpressionAttributeNames"
  | "ExpressionAttributeValues"
  | "ReturnValues"
  | "ReturnValuesOnConditionCheckFailure"
>;

function single(service: DynamoDbService): Record<string, Operation> {
  const find = (name: string | undefined, context: CallContext) => service.table(name, context.place);
  const write = (
    table: Table,
    input: SingleInput,
    rest: Pick<Write, "kind" | "target" | "update">,
    context: CallContext,
  ) => {
    refuseLegacy(input);
    assertReturnValues(rest.kind, input.ReturnValues);
    open(table, context);
    const prepared = attempt(
      {
        table,
        ...rest,
        condition: input.ConditionExpression,
        names: input.ExpressionAttributeNames,
        values: input.ExpressionAttributeValues,
      },
      input.ReturnValuesOnConditionCheckFailure === "ALL_OLD",
    );
    service.commit([prepared]);
    return returned(prepared, input.ReturnValues);
  };
  return {
    PutItem: operation<sdk.PutItemInput>(
      (input, context) => on(find(input.TableName, context), "PutItem"),
      (input, context) =>
        write(find(input.TableName, context), input, { kind: "put", target: input.Item as Item }, context),
    ),
    UpdateItem: operation<sdk.UpdateItemInput>(
      (input, context) => on(find(input.TableName, context), "UpdateItem"),
      (input, context) =>
        write(
          find(input.TableName, context),
          input,
          { kind: "update", target: input.Key as Item, update: input.UpdateExpression },
          context,
        ),
    ),
    DeleteItem: operation<sdk.DeleteItemInput>(
      (input, context) => on(find(input.TableName, context), "DeleteItem"),
      (input, context) =>
        write(find(input.TableName, context), input, { kind: "delete", target: input.Key as Item }, context),
    ),
  };
}

/** The old item goes into a failed condition's error only on request. */
function attempt(write: Write, returnItem: boolean): Prepared {
  try {
    return prepare(write);
  } catch (error) {
    if (returnItem || !(error instanceof AwsError) || error.code !== "ConditionalCheckFailedException") throw error;
    throw new AwsError(error.code, error.message);
  }
}

function reading(service: DynamoDbService): Record<string, Operation> {
  const find = (name: string | undefined, context: CallContext) => service.table(name, context.place);
  return {
    GetItem: operation<sdk.GetItemInput>(
      (input, context) => on(find(input.TableName, context), "GetItem"),
      (input, context) => {
        refuseLegacy(input);
        return get(open(find(input.TableName, context), context), input);
      },
    ),
    Query: operation<sdk.QueryInput>(
      (input, context) => on(find(input.TableName, context), "Query", input.IndexName),
      (input, context) => {
        refuseLegacy(input);
        return query(open(find(input.TableName, context), context), input);
      },
    ),
    Scan: operation<sdk.ScanInput>(
      (input, context) => on(find(input.TableName, context), "Scan", input.IndexName),
      (input, context) => {
        refuseLegacy(input);
        return scan(open(find(input.TableName, context), context), input);
      },
    ),
  };
}

function batches(service: DynamoDbService): Record<string, Operation> {
  return {
    BatchGetItem: operation<sdk.BatchGetItemInput>(
      (input, context) =>
        Object.keys(input.RequestItems ?? {}).map((name) => on(service.table(name, context.place), "BatchGetItem")),
      (input, context) => {
        const requests = Object.entries(input.RequestItems ?? {}).map(([name, request]) => ({
          name,
          request,
          table: open(service.table(name, context.place), context),
        }));
        return batchGet(requests);
      },
    ),
    BatchWriteItem: operation<sdk.BatchWriteItemInput>(
      (input, context) =>
        Object.keys(input.RequestItems ?? {}).map((name) => on(service.table(name, context.place), "BatchWriteItem")),
      (input, context) => {
        const writes = Object.entries(input.RequestItems ?? {}).flatMap(([name, requests]) => {
          const table = open(service.table(name, context.place), context);
          return requests.map(({ PutRequest, DeleteRequest }): Write =>
            PutRequest
              ? { table, kind: "put", target: PutRequest.Item as Item }
              : { table, kind: "delete", target: DeleteRequest?.Key as Item },
          );
        });
        limit("BatchWriteItem", writes.length, 25);
        service.commit(prepareBatch(writes));
        return { UnprocessedItems: {} };
      },
    ),
  };
}

function transactions(service: DynamoDbService): Record<string, Operation> {
  const writesOf = (input: sdk.TransactWriteItemsInput, context: CallContext): Write[] =>
    (input.TransactItems ?? []).map((item) => transactWrite(item, (name) => service.table(name, context.place)));
  const actions = { put: "PutItem", update: "UpdateItem", delete: "DeleteItem", check: "ConditionCheckItem" };
  return {
    TransactWriteItems: operation<sdk.TransactWriteItemsInput>(
      (input, context) => writesOf(input, context).map((write) => on(write.table, actions[write.kind])),
      (input, context) => {
        const writes = writesOf(input, context);
        limit("TransactWriteItems", writes.length, 100);
        assertToken(input.ClientRequestToken);
        for (const table of new Set(writes.map((write) => write.table))) open(table, context);
        if (service.alreadyDone(input.ClientRequestToken, input, context.place)) return {};
        const wanted = (input.TransactItems ?? []).map((item) =>
          Object.values(item).some((part) => part?.ReturnValuesOnConditionCheckFailure === "ALL_OLD"),
        );
        const prepared = prepareTransaction(writes, (write) => wanted[writes.indexOf(write)] ?? false);
        service.commit(prepared.filter(({ write }) => write.kind !== "check"));
        service.rememberDone(input.ClientRequestToken, input, context.place);
        return {};
      },
    ),
    TransactGetItems: operation<sdk.TransactGetItemsInput>(
      (input, context) =>
        (input.TransactItems ?? []).map(({ Get }) => on(service.table(Get?.TableName, context.place), "GetItem")),
      (input, context) => {
        const gets = (input.TransactItems ?? []).map(({ Get }) => Get as sdk.Get);
        limit("TransactGetItems", gets.length, 100);
        return {
          Responses: gets.map((each) => get(open(service.table(each.TableName, context.place), context), each)),
        };
      },
    ),
  };
}

function assertToken(token: string | undefined): void {
  if (token === undefined || (token.length > 0 && token.length <= 36)) return;
  throw validationError(
    `Value ${token} at 'clientRequestToken' failed to satisfy constraint: Member must have length less than or equal to 36`,
  );
}

function transactWrite(item: sdk.TransactWriteItem, table: (name: string | undefined) => Table): Write {
  const { Put, Update, Delete, ConditionCheck } = item;
  const [given, another] = [Put, Update, Delete, ConditionCheck].filter((each) => each !== undefined);
  if (!given || another) throw validationError("TransactItems can only contain one of Check, Put, Update or Delete");
  return {
    table: table(given.TableName),
    kind: Put ? "put" : Update ? "update" : Delete ? "delete" : "check",
    target: (Put ? Put.Item : (given as sdk.Delete).Key) as Item,
    update: Update?.UpdateExpression,
    condition: given.ConditionExpression,
    names: given.ExpressionAttributeNames,
    values: given.ExpressionAttributeValues,
  };
}

function describing(service: DynamoDbService): Record<string, Operation> {
  const access = (action: string) => (input: { TableName?: string }, context: CallContext) =>
    on(service.table(input.TableName, context.place), action);
  return {
    DescribeTable: operation<sdk.DescribeTableInput>(access("DescribeTable"), (input, context) => ({
      Table: service.describe(service.table(input.TableName, context.place)),
    })),
    ListTables: operation<sdk.ListTablesInput>(
      () => ({ action: "dynamodb:ListTables", resource: "*" }),
      (_, context) => ({ TableNames: service.tableNames(context.place) }),
    ),
  };
}
