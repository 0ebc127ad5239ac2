import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import type { CancellationReason, ConditionalWrite } from "@huut/domain";
import { boundedCalls } from "./bounded-calls";

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
export async function loadDynamo() {
  const [sdk, { marshall, unmarshall }] = await Promise.all([
    import("@aws-sdk/client-dynamodb"),
    import("@aws-sdk/util-dynamodb"),
  ]);
  return { sdk, marshall, unmarshall, client: new sdk.DynamoDBClient(boundedCalls()) };
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
