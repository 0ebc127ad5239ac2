import { makeComputeTrends } from "../../functions/hashtag-engine/compute-trends";
import { makeCountVotes } from "../../functions/hashtag-engine/count-votes";
import { type DeadLetterQueue, MagicFunction, Table, fromStream, invokedBySchedule } from "../shared";
import { type HashtagPart, functionArgs } from "./args";

/** Tables of trends. */
export interface TrendTables {
  /** One vote per author, tag and hour, and what they follow from; each for a week. */
  readonly tagActivity: Table;
  /** Lists and tallies by scope and hour, and what moderators decided. */
  readonly trends: Table;
}

/** How often trends are computed: a real surge shows within minutes. */
export const TRENDS_EXPRESSION = "rate(15 minutes)";

/** A hundred posts, ten at a time, each a read and a transaction. */
const COUNT_TIMEOUT_SECONDS = 60;
/** A million votes: a minute of reads, and five seconds of computing (`npm run bench`) on a whole core. */
const COMPUTE_TIMEOUT_SECONDS = 300;
/** A whole core and more; three million votes, which is the most that are read, take 900 MB. */
const COMPUTE_MEMORY_MIB = 2048;

export function makeTrendTables({ args: { place, key, protect }, parent }: HashtagPart): TrendTables {
  const opts = { parent };
  return {
    tagActivity: new Table(
      "tag-activity",
      {
        place,
        key,
        protect,
        attributes: { hourShard: "S", tagAuthor: "S" },
        partitionKey: "hourShard",
        sortKey: "tagAuthor",
        expiresAt: "expiresAt",
      },
      opts,
    ),
    trends: new Table(
      "trends",
      {
        place,
        key,
        protect,
        attributes: { scope: "S", windowStart: "S" },
        partitionKey: "scope",
        sortKey: "windowStart",
      },
      opts,
    ),
  };
}

/** Reads the stream of changes and keeps the votes. */
export function makeCount(part: HashtagPart, { tagActivity }: TrendTables, failures: DeadLetterQueue): MagicFunction {
  const { args, parent } = part;
  const count = new MagicFunction(
    "count-votes",
    {
      ...functionArgs(part),
      description: "Keeps one vote per author, tag and hour, from changes of posts",
      handler: makeCountVotes(),
      timeoutSeconds: COUNT_TIMEOUT_SECONDS,
      environment: { TAG_ACTIVITY_TABLE: tagActivity.name },
      grants: [
        ...args.changes.poll(),
        ...tagActivity.grant("dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem"),
        ...failures.grant("sqs:SendMessage"),
      ],
    },
    { parent },
  );
  fromStream("changes-to-count-votes", count, args.changes, {
    enabled: args.active,
    filters: [{ data: { tableName: [args.posts.name] } }],
    onFailure: failures,
  });
  return count;
}

/** Computes trends from votes and tallies. */
export function makeCompute(part: HashtagPart, tables: TrendTables, failures: DeadLetterQueue): MagicFunction {
  const { args, parent } = part;
  const compute = new MagicFunction(
    "compute-trends",
    {
      ...functionArgs(part),
      description: "Computes what trends, in every scope and window, and tallies finished hours",
      handler: makeComputeTrends(),
      timeoutSeconds: COMPUTE_TIMEOUT_SECONDS,
      memoryMiB: COMPUTE_MEMORY_MIB,
      environment: { TAG_ACTIVITY_TABLE: tables.tagActivity.name, TRENDS_TABLE: tables.trends.name },
      grants: [
        ...tables.tagActivity.grant("dynamodb:Query"),
        ...tables.trends.grant("dynamodb:Query", "dynamodb:PutItem"),
      ],
      onFailure: failures,
    },
    { parent },
  );
  invokedBySchedule("run-compute-trends", compute, {
    description: "Computes what trends",
    expression: TRENDS_EXPRESSION,
    input: { at: "<aws.scheduler.scheduled-time>" },
    deadLetters: failures,
    enabled: args.active,
    // The next run computes it all anew.
    maximumRetryAttempts: 1,
    maximumEventAgeSeconds: 900,
  });
  return compute;
}
