import { Table } from "../shared";
import { type BridgePart } from "./args";

/** The index of `posts` by author: `userId`, `createdAt`; with whole items. */
export const POSTS_BY_USER = "by-user";

/** The newest state of every post, tombstones included. */
export function makePosts({ args, parent }: BridgePart): Table {
  return new Table(
    "posts",
    {
      place: args.place,
      key: args.key,
      attributes: { postId: "S", userId: "S", createdAt: "S" },
      partitionKey: "postId",
      indexes: [{ name: POSTS_BY_USER, partitionKey: "userId", sortKey: "createdAt" }],
      protect: args.protect,
    },
    { parent },
  );
}

/** Authors whose events are refused for a month after their erasure: digests of their identifiers. */
export function makeErasedAuthors({ args, parent }: BridgePart): Table {
  return new Table(
    "erased-authors",
    {
      place: args.place,
      key: args.key,
      attributes: { author: "S" },
      partitionKey: "author",
      expiresAt: "expiresAt",
      protect: args.protect,
    },
    { parent },
  );
}

/** Every update and removal, in the order of `<updatedAt>#<eventId>`. */
export function makePostUpdates({ args, parent }: BridgePart): Table {
  return new Table(
    "post-updates",
    {
      place: args.place,
      key: args.key,
      attributes: { postId: "S", updateKey: "S" },
      partitionKey: "postId",
      sortKey: "updateKey",
      protect: args.protect,
    },
    { parent },
  );
}
