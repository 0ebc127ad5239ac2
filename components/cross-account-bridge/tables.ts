import { Table } from "../shared";
import { type BridgePart } from "./args";

/** The newest state of every post, tombstones included. */
export function makePosts({ args, parent }: BridgePart): Table {
  return new Table(
    "posts",
    {
      place: args.place,
      key: args.key,
      attributes: { postId: "S", userId: "S", createdAt: "S" },
      partitionKey: "postId",
      indexes: [{ name: "by-user", partitionKey: "userId", sortKey: "createdAt" }],
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
