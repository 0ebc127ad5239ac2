import { makeAnalyseText } from "../../functions/hashtag-engine/analyse-text";
import { makeRouteTexts } from "../../functions/hashtag-engine/route-texts";
import { type DeadLetterQueue, type Grant, MagicFunction, fromQueue, fromStream, grant } from "../shared";
import { type HashtagPart, functionArgs } from "./args";
import { type HashtagQueues, TIMEOUTS } from "./queues";
import { type HashtagTables } from "./tables";

/** In the curated bucket. */
const TRANSCRIPTS = "transcripts/";

/** As many as Comprehend takes in one call. */
const TEXTS_A_BATCH = 25;
/** How long to gather a batch, seconds: nobody waits for a tag so soon, and a full batch is one call where 25 posts would be 25. */
const GATHERED_SECONDS = 5;
/** Each makes one call at a time; Comprehend's quotas of batches are 10 a second and more. */
const ANALYSES_AT_ONCE = 5;

/** States of recordings that say that there is a transcript, or that there is none; not those in which one is awaited. */
export const MEDIA_STATES = ["transcribed", "starting", "silent", "unsupported", "failed", "withdrawn"] as const;

/** Notes of a hundred records are as many reads and writes, ten at a time. */
const ROUTE_TIMEOUT_SECONDS = 60;

/**
 * Which changes are read: all of posts, for a filter cannot tell a like from another text; of captions only the items of recordings, whose
 * state says that a transcript is there. Captions themselves, and tables of this component, never start it.
 * https://docs.aws.amazon.com/lambda/latest/dg/with-kinesis-filtering.html
 */
export function textFilters(postsTable: unknown, captionsTable: unknown): unknown[] {
  return [
    { data: { tableName: [postsTable] } },
    {
      data: {
        tableName: [captionsTable],
        dynamodb: { NewImage: { language: { S: ["media"] }, state: { S: [...MEDIA_STATES] } } },
      },
    },
  ];
}

/** Reads the stream of changes, notes posts that say something else, and sends them on their way. */
export function makeRoute(
  part: HashtagPart,
  tables: HashtagTables,
  queues: HashtagQueues,
  failures: DeadLetterQueue,
): MagicFunction {
  const { args, parent } = part;
  const route = new MagicFunction(
    "route-texts",
    {
      ...functionArgs(part),
      description: "Notes posts with new or removed texts, and sends them to be analysed",
      handler: makeRouteTexts(),
      timeoutSeconds: ROUTE_TIMEOUT_SECONDS,
      environment: {
        RAW_TEXT_TABLE: tables.rawText.name,
        TEXTS_QUEUE_URL: queues.texts.url,
        SUGGESTIONS_QUEUE_URL: queues.suggestions.url,
      },
      grants: [
        ...args.changes.poll(),
        ...tables.rawText.grant("dynamodb:GetItem", "dynamodb:PutItem"),
        ...[queues.texts, queues.suggestions].flatMap((queue) => queue.grant("sqs:SendMessage")),
        ...failures.grant("sqs:SendMessage"),
      ],
    },
    { parent },
  );
  fromStream("changes-to-route-texts", route, args.changes, {
    enabled: args.active,
    filters: textFilters(args.posts.name, args.captions.name),
    onFailure: failures,
  });
  return route;
}

/** What reading a text takes of Comprehend and Translate, which have no resources to name. */
export function readingGrant(): Grant {
  return grant(
    [
      "comprehend:BatchDetectDominantLanguage",
      "comprehend:BatchDetectSentiment",
      "comprehend:BatchDetectKeyPhrases",
      "comprehend:BatchDetectEntities",
      "translate:TranslateText",
    ],
    ["*"],
  );
}

/** Finds language, sentiment, key phrases and entities. */
export function makeAnalyse(part: HashtagPart, tables: HashtagTables, queues: HashtagQueues): MagicFunction {
  const { args, parent } = part;
  const analyse = new MagicFunction(
    "analyse-text",
    {
      ...functionArgs(part),
      description: "Finds what texts and speech of posts are about, in batches",
      handler: makeAnalyseText(),
      timeoutSeconds: TIMEOUTS.analyseText,
      // Transcripts of 25 posts.
      memoryMiB: 512,
      environment: {
        RAW_TEXT_TABLE: tables.rawText.name,
        POSTS_TABLE: args.posts.name,
        CAPTIONS_TABLE: args.captions.name,
        CACHE_TABLE: tables.cache.name,
        CURATED_BUCKET: args.curated.name,
        TEXTS_QUEUE_URL: queues.texts.url,
        SUGGESTIONS_QUEUE_URL: queues.suggestions.url,
      },
      grants: [
        ...queues.texts.consume(),
        ...queues.texts.grant("sqs:ChangeMessageVisibility"),
        ...args.posts.grant("dynamodb:GetItem"),
        ...args.captions.grant("dynamodb:GetItem"),
        // It may not list: a transcript that is gone is refused, and comes back as one does that is late.
        ...args.curated.grantOn([TRANSCRIPTS], "s3:GetObject"),
        ...tables.rawText.grant("dynamodb:GetItem", "dynamodb:PutItem"),
        ...tables.cache.grant("dynamodb:BatchGetItem", "dynamodb:BatchWriteItem"),
        ...queues.suggestions.grant("sqs:SendMessage"),
        readingGrant(),
      ],
    },
    { parent },
  );
  fromQueue("texts-to-analyse-text", analyse, queues.texts, {
    enabled: args.active,
    batchSize: TEXTS_A_BATCH,
    batchingWindowSeconds: GATHERED_SECONDS,
    maximumConcurrency: ANALYSES_AT_ONCE,
  });
  return analyse;
}
