import type { AttributeValue, QueryCommandInput, QueryCommandOutput } from "@aws-sdk/client-dynamodb";
import type { Dynamo } from "./dynamo";

/** Which items of one partition, by its sort key. */
export interface Query {
  readonly table: string;
  /** An index of the table, whose keys `partition` and `between` then name. */
  readonly index?: string;
  /** Name and value of the partition key. */
  readonly partition: readonly [name: string, value: string];
  /** Values of the sort key, both included. */
  readonly between?: readonly [name: string, from: string, to: string];
  /** Attributes that are read; all by default. */
  readonly fields?: readonly string[];
  readonly consistent?: boolean;
  readonly descending?: boolean;
  /** Most items; the reader stops there. */
  readonly limit?: number;
}

function inputOf({ marshall }: Dynamo, query: Query): QueryCommandInput {
  const { table, index, partition, between, fields, consistent, descending, limit } = query;
  const names: Record<string, string> = { "#partition": partition[0] };
  const values: Record<string, string> = { ":partition": partition[1] };
  if (between !== undefined) {
    [names["#sort"], values[":from"], values[":to"]] = between;
  }
  const projected = (fields ?? []).map((field, place) => {
    names[`#field${place}`] = field;
    return `#field${place}`;
  });
  return {
    TableName: table,
    ...(index !== undefined && { IndexName: index }),
    KeyConditionExpression: `#partition = :partition${between === undefined ? "" : " AND #sort BETWEEN :from AND :to"}`,
    ExpressionAttributeNames: names,
    ExpressionAttributeValues: marshall(values),
    ...(projected.length > 0 && { ProjectionExpression: projected.join(", ") }),
    ...(consistent === true && { ConsistentRead: true }),
    ...(descending === true && { ScanIndexForward: false }),
    ...(limit !== undefined && { Limit: limit }),
  };
}

/** The items of a query, one by one, page after page, up to its limit. */
export async function* queried<Item>(dynamo: Dynamo, query: Query): AsyncGenerator<Item> {
  const input = inputOf(dynamo, query);
  let left = query.limit ?? Infinity;
  let start: Record<string, AttributeValue> | undefined;
  do {
    const page: QueryCommandOutput = await dynamo.client.send(
      new dynamo.sdk.QueryCommand({ ...input, ...(start && { ExclusiveStartKey: start }) }),
    );
    for (const item of page.Items ?? []) {
      if ((left -= 1) < 0) return;
      yield dynamo.unmarshall(item) as Item;
    }
    start = page.LastEvaluatedKey;
  } while (start !== undefined && left > 0);
}

/** All of a query's items. */
export async function queryAll<Item>(dynamo: Dynamo, query: Query): Promise<Item[]> {
  const items: Item[] = [];
  for await (const item of queried<Item>(dynamo, query)) items.push(item);
  return items;
}
