import { makeIndexText } from "../../functions/hashtag-engine/index-text";
import { type DeadLetterQueue, MagicFunction, Table, fromStream } from "../shared";
import { type HashtagPart, functionArgs } from "./args";

/** In the published bucket. */
const CAPTIONS = "captions/";

/** A hundred posts, ten at a time, each a query and a transaction of up to 74 writes. */
const TIMEOUT_SECONDS = 120;

/** The index of words: postings by term, month and shard; documents and marker by post. */
export function makeSearchTable({ args: { place, key, protect }, parent }: HashtagPart): Table {
  return new Table(
    "search-terms",
    { place, key, protect, attributes: { termShard: "S", postId: "S" }, partitionKey: "termShard", sortKey: "postId" },
    { parent },
  );
}

/**
 * Which changes are read: all of posts, and of captions those that are ready or gone; a filter cannot tell a correction's debt from
 * another text.
 */
export function searchFilters(postsTable: unknown, captionsTable: unknown): unknown[] {
  const state = { S: ["ready", "withdrawn", "failed", "unsupported"] };
  const source = { S: ["transcribed", "translated"] };
  return [
    { data: { tableName: [postsTable] } },
    { data: { tableName: [captionsTable], dynamodb: { NewImage: { state, source } } } },
  ];
}

/** Reads the stream of changes and keeps the index. */
export function makeIndex(part: HashtagPart, searchTerms: Table, failures: DeadLetterQueue): MagicFunction {
  const { args, parent } = part;
  const index = new MagicFunction(
    "index-text",
    {
      ...functionArgs(part),
      description: "Keeps the index of words from texts, captions and translations of posts",
      handler: makeIndexText(),
      timeoutSeconds: TIMEOUT_SECONDS,
      environment: {
        SEARCH_TERMS_TABLE: searchTerms.name,
        POSTS_TABLE: args.posts.name,
        PUBLISHED_BUCKET: args.published.name,
      },
      grants: [
        ...args.changes.poll(),
        ...args.posts.grant("dynamodb:GetItem"),
        ...searchTerms.grant(
          "dynamodb:Query",
          "dynamodb:PutItem",
          "dynamodb:UpdateItem",
          "dynamodb:ConditionCheckItem",
        ),
        ...args.published.grantOn([CAPTIONS], "s3:GetObject", "s3:ListBucket"),
        ...failures.grant("sqs:SendMessage"),
      ],
    },
    { parent },
  );
  fromStream("changes-to-index-text", index, args.changes, {
    enabled: args.active,
    filters: searchFilters(args.posts.name, args.captions.name),
    onFailure: failures,
  });
  return index;
}
