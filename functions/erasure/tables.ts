import type { AttributeValue, BatchWriteItemCommandOutput, WriteRequest } from "@aws-sdk/client-dynamodb";
import type { Dynamo } from "../shared/dynamo";

/** Most writes of one call. */
const BATCH = 25;
const MOST_TRIES = 8;

/** Deletes items by their keys, again while DynamoDB takes only a part. */
export async function deleteItems(
  { sdk, client, marshall }: Dynamo,
  table: string,
  keys: readonly Readonly<Record<string, unknown>>[],
): Promise<void> {
  for (let first = 0; first < keys.length; first += BATCH) {
    let left: WriteRequest[] = keys
      .slice(first, first + BATCH)
      .map((key) => ({ DeleteRequest: { Key: marshall(key) } }));
    for (let attempt = 1; left.length > 0; attempt += 1) {
      if (attempt > MOST_TRIES) throw new Error(`The table ${table} does not take deletions`);
      const answer: BatchWriteItemCommandOutput = await client.send(
        new sdk.BatchWriteItemCommand({ RequestItems: { [table]: left } }),
      );
      left = answer.UnprocessedItems?.[table] ?? [];
      if (left.length > 0) await new Promise((resolve) => setTimeout(resolve, Math.random() * 50 * 2 ** attempt));
    }
  }
}

/** One page of a table that is read from end to end. */
export async function scanPage(
  { sdk, client, marshall, unmarshall }: Dynamo,
  table: string,
  fields: readonly string[],
  from: Readonly<Record<string, unknown>> | undefined,
) {
  const names = Object.fromEntries(fields.map((field, place) => [`#field${place}`, field]));
  const { Items = [], LastEvaluatedKey: last } = await client.send(
    new sdk.ScanCommand({
      TableName: table,
      ProjectionExpression: Object.keys(names).join(", "),
      ExpressionAttributeNames: names,
      ExclusiveStartKey: from && marshall(from),
      ConsistentRead: true,
    }),
  );
  return {
    items: Items.map((item: Record<string, AttributeValue>) => unmarshall(item)),
    next: last && unmarshall(last),
  };
}

/** The keys among an item's attributes. */
export function keysOf(item: Readonly<Record<string, unknown>>, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(names.map((name) => [name, item[name]]));
}
