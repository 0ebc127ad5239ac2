import type { MediaItem, PostOfMedia } from "@huut/domain";
import type { Dynamo } from "../shared/dynamo";
import { readItem } from "../shared/read-item";

/** The item of a post's media, as it is now. */
export function readMedia(dynamo: Dynamo, table: string, postId: string): Promise<MediaItem | undefined> {
  return readItem<MediaItem>(dynamo, table, { postId, language: "media" });
}

/** A post, as it is now. */
export function readPost(dynamo: Dynamo, table: string, postId: string): Promise<PostOfMedia | undefined> {
  return readItem<PostOfMedia>(dynamo, table, { postId });
}
