import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import type { CancellationReason, ConditionalWrite } from "@huut/domain";
import { boundedCalls, type CallBounds } from "./bounded-calls";

/** The shape of what the SDK throws when DynamoDB cancels a transaction. */
interface Cancelled {
  readonly name: "TransactionCanceledException";
  readonly CancellationReasons?: readonly {
    readonly Code?: string;
    readonly Item?: Record<string, AttributeValue>;
  }[];
}

/** Whether an error is the SDK's of that name. */
export function isNamed<Name extends string>(error: unknown, name: Name): error is { readonly name: Name } {
  return typeof error === "object" && error !== null && "name" in error && error.name === name;
}

/** The client of DynamoDB and what plain values need to cross it. */
export async function loadDynamo(bounds?: CallBounds) {
  const [sdk, { marshall, unmarshall }] = await Promise.all([
    import("@aws-sdk/client-dynamodb"),
    import("@aws-sdk/util-dynamodb"),
  ]);
  return { sdk, marshall, unmarshall, client: new sdk.DynamoDBClient(boundedCalls(bounds)) };
}
export type Dynamo = Awaited<ReturnType<typeof loadDynamo>>;

/** One write of a transaction: a put, an update, or a check of a condition. */
function transactItem<Table extends string>(
  { marshall }: Dynamo,
  write: ConditionalWrite<Table>,
  tables: Readonly<Record<Table, string>>,
) {
  const values = Object.keys(write.values).length === 0 ? undefined : marshall(write.values);
  const common = {
    TableName: tables[write.table],
    ConditionExpression: write.condition,
    ExpressionAttributeNames: write.names,
    ExpressionAttributeValues: values,
    ReturnValuesOnConditionCheckFailure: "ALL_OLD" as const,
  };
  if (write.item !== undefined)
    return { Put: { ...common, Item: marshall(write.item, { removeUndefinedValues: true }) } };
  const Key = marshall(write.key ?? {});
  if (write.update === undefined) return { ConditionCheck: { ...common, Key } };
  return { Update: { ...common, Key, UpdateExpression: write.update } };
}

/**
 * Makes several conditional writes or none.
 *
 * @returns nothing when they were made, else why not, one reason a write
 */
export async function transact<Table extends string>(
  dynamo: Dynamo,
  writes: readonly ConditionalWrite<Table>[],
  tables: Readonly<Record<Table, string>>,
): Promise<readonly CancellationReason[] | undefined> {
  try {
    const TransactItems = writes.map((write) => transactItem(dynamo, write, tables));
    await dynamo.client.send(new dynamo.sdk.TransactWriteItemsCommand({ TransactItems }));
    return undefined;
  } catch (error) {
    if (!isNamed(error, "TransactionCanceledException")) throw error;
    const { CancellationReasons: reasons = [] } = error as Cancelled;
    if (reasons.length !== writes.length) throw error;
    return reasons.map(({ Code = "None", Item }) => ({ code: Code, ...(Item && { item: dynamo.unmarshall(Item) }) }));
  }
}

/** Cancellations by other writers and by full partitions: the same writes may pass a moment later. */
const PASSING = /^(TransactionConflict|ProvisionedThroughputExceeded|ThrottlingError)$/;
const MOST_TRIES = 6;

/**
 * Makes several conditional writes or none, again while nothing but other writers stands in the way.
 *
 * @returns nothing when they were made, else why not, one reason a write; a condition is among them
 * @throws Error with DynamoDB's codes when there is no end of other writers
 */
export async function transactInTurn<Table extends string>(
  dynamo: Dynamo,
  writes: readonly ConditionalWrite<Table>[],
  tables: Readonly<Record<Table, string>>,
): Promise<readonly CancellationReason[] | undefined> {
  for (let attempt = 1; ; attempt += 1) {
    const reasons = await transact(dynamo, writes, tables);
    if (reasons?.some(({ code }) => code === "ConditionalCheckFailed") ?? true) return reasons;
    const codes = (reasons ?? []).map(({ code }) => code).filter((code) => code !== "None");
    if (attempt === MOST_TRIES || !codes.every((code) => PASSING.test(code))) {
      throw new Error(`DynamoDB cancelled the transaction: ${codes.join(", ")}`);
    }
    // Full jitter, so that writers of one item do not meet again.
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 25 * 2 ** attempt));
  }
}

/**
 * Makes one conditional write.
 *
 * @returns whether it was made; its condition may not hold
 */
export async function write<Table extends string>(
  { sdk, client, marshall }: Dynamo,
  { table, item, key, update, condition, names, values }: ConditionalWrite<Table>,
  tables: Readonly<Record<Table, string>>,
): Promise<boolean> {
  const common = {
    TableName: tables[table],
    ConditionExpression: condition,
    ExpressionAttributeNames: names,
    ExpressionAttributeValues: Object.keys(values).length === 0 ? undefined : marshall(values),
  };
  try {
    if (item !== undefined) {
      await client.send(new sdk.PutItemCommand({ ...common, Item: marshall(item, { removeUndefinedValues: true }) }));
    } else {
      await client.send(new sdk.UpdateItemCommand({ ...common, Key: marshall(key ?? {}), UpdateExpression: update }));
    }
    return true;
  } catch (error) {
    if (isNamed(error, "ConditionalCheckFailedException")) return false;
    throw error;
  }
}
