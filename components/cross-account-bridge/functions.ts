import { makeReplayQuarantine } from "../../functions/cross-account-bridge/replay-quarantine";
import { makeSeparateEvents } from "../../functions/cross-account-bridge/separate-events";
import { type BufferedQueue, MagicFunction, type Table, fromQueue } from "../shared";
import { type BridgePart } from "./args";
import { SEPARATE_TIMEOUT_SECONDS } from "./queue";

/** Where refused messages lie in the raw bucket; the domain's keys begin with it. */
const QUARANTINE = "quarantine/";
const REPLAYED = "quarantine/replayed/";

/** Batches at once: enough for 300 events a second, few enough that writers of one post seldom meet. */
const BATCHES_AT_ONCE = 10;

/** The tables that separate-events reads and writes. */
export interface SeparateTables {
  readonly posts: Table;
  readonly postUpdates: Table;
  readonly erasedAuthors: Table;
}

/** Stores events from the queue in the two tables, and what is no event in quarantine. */
export function makeSeparate({ args, parent }: BridgePart, queue: BufferedQueue, tables: SeparateTables) {
  const { posts, postUpdates, erasedAuthors } = tables;
  const separate = new MagicFunction(
    "separate-events",
    {
      ...shared(args),
      description: "Stores post events in posts and post-updates, and quarantines what is none",
      handler: makeSeparateEvents(),
      timeoutSeconds: SEPARATE_TIMEOUT_SECONDS,
      environment: {
        POSTS_TABLE: posts.name,
        POST_UPDATES_TABLE: postUpdates.name,
        ERASED_AUTHORS_TABLE: erasedAuthors.name,
        RAW_BUCKET: args.raw.name,
      },
      grants: [
        ...queue.consume(),
        ...posts.grant("dynamodb:UpdateItem"),
        ...postUpdates.grant("dynamodb:PutItem"),
        ...erasedAuthors.grant("dynamodb:GetItem"),
        ...args.raw.grantOn([QUARANTINE], "s3:PutObject"),
      ],
    },
    { parent },
  );
  fromQueue("post-events-to-separate-events", separate, queue, {
    enabled: args.active,
    maximumConcurrency: BATCHES_AT_ONCE,
  });
  return separate;
}

/** Invoked by a person, after the cause of a quarantine is mended. */
export function makeReplay({ args, parent }: BridgePart, queue: BufferedQueue): MagicFunction {
  return new MagicFunction(
    "replay-quarantine",
    {
      ...shared(args),
      description: "Puts quarantined messages back into the queue of post events",
      handler: makeReplayQuarantine(),
      // 100 messages, each with four calls.
      timeoutSeconds: 120,
      environment: { RAW_BUCKET: args.raw.name, QUEUE_URL: queue.url },
      grants: [
        ...args.raw.grantOn([QUARANTINE], "s3:ListBucket", "s3:GetObject", "s3:DeleteObject"),
        ...args.raw.grantOn([REPLAYED], "s3:PutObject"),
        ...queue.grant("sqs:SendMessage"),
      ],
    },
    { parent },
  );
}

function shared({ place, layer, key, logRetentionDays }: BridgePart["args"]) {
  return { place, layer, key, logRetentionDays };
}
