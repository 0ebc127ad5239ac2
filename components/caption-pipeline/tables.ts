import { Table } from "../shared";
import { type CaptionPart } from "./args";

/** The index of what is still to come: `pending` (kind of work and shard), `since`. */
export const PENDING_INDEX = "pending";

/** The component's tables. */
export interface CaptionTables {
  /** How far each post's media has come, captions by language, corrections by cue. */
  readonly captions: Table;
  /** Translations by the digest of what was sent: the same words are paid for once in 90 days. */
  readonly cache: Table;
  /** What was spent, by UTC day. */
  readonly usage: Table;
  /** On-demand requests; each goes after seven days. */
  readonly requests: Table;
}

export function makeTables({ args, parent }: CaptionPart): CaptionTables {
  const common = { place: args.place, key: args.key, protect: args.protect };
  const opts = { parent };
  return {
    captions: new Table(
      "captions",
      {
        ...common,
        attributes: { postId: "S", language: "S", pending: "S", since: "S" },
        partitionKey: "postId",
        sortKey: "language",
        indexes: [{ name: PENDING_INDEX, partitionKey: "pending", sortKey: "since" }],
      },
      opts,
    ),
    cache: new Table(
      "translation-cache",
      { ...common, attributes: { digest: "S" }, partitionKey: "digest", expiresAt: "expiresAt" },
      opts,
    ),
    usage: new Table(
      "caption-usage",
      {
        ...common,
        attributes: { day: "S", entry: "S" },
        partitionKey: "day",
        sortKey: "entry",
        expiresAt: "expiresAt",
      },
      opts,
    ),
    requests: new Table(
      "requests",
      { ...common, attributes: { requestId: "S" }, partitionKey: "requestId", expiresAt: "expiresAt" },
      opts,
    ),
  };
}
