import { Table } from "../shared";
import { type HashtagPart } from "./args";

/** The index of `raw-text` of what is still to come: `pending` (stage and shard), `since`. */
export const PENDING_INDEX = "pending";

/** The index of `hashtags` of the posts with a tag: `tagDayShard`, `createdAt`. */
export const TAG_INDEX = "tagDayShard";

/** The index of `hashtags` that the nightly export reads: `exportShard`, `exportSort`. */
export const EXPORT_INDEX = "export";

/** What the export needs of an item. */
export const EXPORTED_ATTRIBUTES = [
  "tag",
  "source",
  "language",
  "score",
  "why",
  "rank",
  "createdAt",
  "updatedAt",
] as const;

/** The component's tables. */
export interface HashtagTables {
  /** What was found in each post's text and speech, and how far it has come. */
  readonly rawText: Table;
  /** Tags by post and source: the author's own beside those that were suggested. */
  readonly hashtags: Table;
  /** Comprehend's and Translate's answers by the digest of what was asked: the same words are paid for once in 30 days. */
  readonly cache: Table;
}

export function makeTables({ args, parent }: HashtagPart): HashtagTables {
  const common = { place: args.place, key: args.key, protect: args.protect };
  const opts = { parent };
  return {
    rawText: new Table(
      "raw-text",
      {
        ...common,
        attributes: { postId: "S", pending: "S", since: "S" },
        partitionKey: "postId",
        indexes: [{ name: PENDING_INDEX, partitionKey: "pending", sortKey: "since" }],
      },
      opts,
    ),
    hashtags: new Table(
      "hashtags",
      {
        ...common,
        attributes: {
          postId: "S",
          sourceTag: "S",
          tagDayShard: "S",
          createdAt: "S",
          exportShard: "S",
          exportSort: "S",
        },
        partitionKey: "postId",
        sortKey: "sourceTag",
        indexes: [
          { name: TAG_INDEX, partitionKey: "tagDayShard", sortKey: "createdAt" },
          {
            name: EXPORT_INDEX,
            partitionKey: "exportShard",
            sortKey: "exportSort",
            projection: { include: EXPORTED_ATTRIBUTES },
          },
        ],
      },
      opts,
    ),
    cache: new Table(
      "analysis-cache",
      { ...common, attributes: { digest: "S" }, partitionKey: "digest", expiresAt: "expiresAt" },
      opts,
    ),
  };
}
