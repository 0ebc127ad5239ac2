import type { MediaItem, PostOfMedia } from "@huut/domain";
import type { Dynamo } from "../shared/dynamo";

/** The item of a post's media, as it is now. */
export function readMedia(dynamo: Dynamo, table: string, postId: string): Promise<MediaItem | undefined> {
  return readItem<MediaItem>(dynamo, table, { postId, language: "media" });
}

/** A post, as it is now. */
export function readPost(dynamo: Dynamo, table: string, postId: string): Promise<PostOfMedia | undefined> {
  return readItem<PostOfMedia>(dynamo, table, { postId });
}

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
