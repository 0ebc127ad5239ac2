import { sha256 } from "../digest";
import { parseVoteKey } from "../trends/vote-items";

/** Whose traces are looked for. */
export interface ErasureSubject {
  readonly userId: string;
  readonly postIds: ReadonlySet<string>;
}

/** Tables whose items are found by their post. */
export const TABLES_BY_POST = ["post-updates", "captions", "raw-text", "hashtags"] as const;
/** Tables whose items have other keys: they are read from end to end. */
export const SCANNED_TABLES = ["requests", "caption-usage", "tag-activity", "search-terms"] as const;
export type ScannedTable = (typeof SCANNED_TABLES)[number];

type Item = Readonly<Record<string, unknown>>;

/** Names of attributes that a scan reads of each table; its keys are among them. */
export const SCANNED_FIELDS: Readonly<Record<ScannedTable, readonly string[]>> = {
  requests: ["requestId", "requestedBy", "postId"],
  "caption-usage": ["day", "entry", "postId"],
  "tag-activity": ["hourShard", "tagAuthor"],
  "search-terms": ["termShard", "postId"],
};

/** Keys of the tables whose items an erasure deletes. */
export const ERASED_KEYS: Readonly<Record<string, readonly string[]>> = {
  "post-updates": ["postId", "updateKey"],
  captions: ["postId", "language"],
  "raw-text": ["postId"],
  hashtags: ["postId", "sourceTag"],
  requests: ["requestId"],
  "caption-usage": ["day", "entry"],
  "tag-activity": ["hourShard", "tagAuthor"],
  "search-terms": ["termShard", "postId"],
};

const OF_POST = "post#";

/** Whether an item of a table that is read from end to end is of the author, or of a post of theirs. */
export function isOfSubject(table: ScannedTable, item: Item, subject: ErasureSubject): boolean {
  const { userId, postIds } = subject;
  switch (table) {
    case "requests": {
      const id = String(item["requestId"]);
      if (item["requestedBy"] === userId || postIds.has(String(item["postId"]))) return true;
      return postIds.has(ofPost(id) ?? "") || id.startsWith(`subject#${sha256(userId).slice(0, 32)}#`);
    }
    case "caption-usage":
      return postIds.has(String(item["postId"]));
    case "tag-activity": {
      const keys = { hourShard: String(item["hourShard"]), tagAuthor: String(item["tagAuthor"]) };
      return postIds.has(ofPost(keys.hourShard) ?? "") || parseVoteKey(keys)?.author === userId;
    }
    case "search-terms": {
      const [shard, postId] = [String(item["termShard"]), String(item["postId"])];
      const post = ofPost(shard);
      // The marker that a post was removed stays: it has no word of it.
      if (post !== undefined) return postIds.has(post) && postId !== "post";
      return postIds.has(postId);
    }
  }
}

/** The post of a key `post#<postId>`. `post#2026-11#2` is none: it is of the word "post", and identifiers have no `#`. */
function ofPost(key: string): string | undefined {
  const rest = key.startsWith(OF_POST) ? key.slice(OF_POST.length) : "";
  return rest === "" || rest.includes("#") ? undefined : rest;
}
