import type { Dynamo } from "./dynamo";

/** An item, as it is now: a read that may be old would undo what a condition has just decided. */
export async function readItem<Item>(
  { sdk, client, marshall, unmarshall }: Dynamo,
  table: string,
  key: Readonly<Record<string, string>>,
): Promise<Item | undefined> {
  const input = { TableName: table, Key: marshall(key), ConsistentRead: true };
  const { Item: found } = await client.send(new sdk.GetItemCommand(input));
  return found === undefined ? undefined : (unmarshall(found) as Item);
}
