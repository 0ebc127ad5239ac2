import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import type { Dynamo } from "./dynamo";

/** Keys of one call of BatchGetItem. */
const MOST_KEYS = 100;
/** How often DynamoDB is asked for what it has left over, because it is throttled or the answer gets too large. */
const MOST_ROUNDS = 5;

/**
 * Those of the items that there are, as they are now, in any order.
 *
 * @throws Error when DynamoDB leaves some over again and again
 */
export async function readItems<Item>(
  { sdk, client, marshall, unmarshall }: Dynamo,
  table: string,
  keys: readonly Readonly<Record<string, string>>[],
): Promise<Item[]> {
  const found: Item[] = [];
  for (let first = 0; first < keys.length; first += MOST_KEYS) {
    let left: Record<string, AttributeValue>[] = keys.slice(first, first + MOST_KEYS).map((key) => marshall(key));
    for (let round = 1; left.length > 0; round += 1) {
      if (round > MOST_ROUNDS) throw new Error(`DynamoDB left ${left.length} items of ${table} unread`);
      if (round > 1) await new Promise((resolve) => setTimeout(resolve, Math.random() * 25 * 2 ** round));
      const input = { RequestItems: { [table]: { Keys: left, ConsistentRead: true } } };
      const { Responses, UnprocessedKeys } = await client.send(new sdk.BatchGetItemCommand(input));
      found.push(...(Responses?.[table] ?? []).map((item) => unmarshall(item) as Item));
      left = UnprocessedKeys?.[table]?.Keys ?? [];
    }
  }
  return found;
}
