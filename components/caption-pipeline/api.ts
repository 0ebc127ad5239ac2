import { makeCaptionsApi } from "../../functions/caption-pipeline/captions-api";
import { makeCorrectCaptions } from "../../functions/caption-pipeline/correct-captions";
import { type HttpRoute, MagicFunction, serveRoutes } from "../shared";
import { type CaptionPart, functionArgs } from "./args";
import { type CaptionQueues } from "./queues";
import { type CaptionTables } from "./tables";

/** Routes that read captions, ask for them, and tell how far they are; and the scope that each asks of a token. */
export const CAPTION_ROUTES: readonly HttpRoute[] = [
  { id: "get-captions", key: "GET /v1/posts/{id}/captions", scope: "captions/read" },
  { id: "order-captions", key: "POST /v1/captions", scope: "captions/write" },
  { id: "get-caption-request", key: "GET /v1/requests/{id}", scope: "captions/read" },
];

/** The route by which an author corrects a cue. */
export const CORRECTION_ROUTES: readonly HttpRoute[] = [
  { id: "correct-cue", key: "PUT /v1/posts/{id}/captions/{language}/cues/{n}", scope: "captions/write" },
];

/** Reads take milliseconds; the rest is for retries. */
const API_SECONDS = 15;
/** Below API Gateway's 30 s: the files of four hours of speech are read and written once, more often when two write at a time. */
const CORRECTION_SECONDS = 29;

/** Hangs the routes of captions on the API. @returns the functions behind them */
export function makeApi(part: CaptionPart, tables: CaptionTables, queues: CaptionQueues) {
  const { front } = part.args;
  const opts = { parent: part.parent };
  const captionsApi = makeCaptionsFunction(part, tables, queues);
  serveRoutes("captions-integration", front, captionsApi, CAPTION_ROUTES, opts);
  const correctCaptions = makeCorrections(part, tables, queues);
  serveRoutes("corrections-integration", front, correctCaptions, CORRECTION_ROUTES, opts);
  return { captionsApi, correctCaptions };
}

function makeCaptionsFunction(part: CaptionPart, tables: CaptionTables, queues: CaptionQueues): MagicFunction {
  const { posts, published, publicUrl } = part.args;
  return new MagicFunction(
    "captions-api",
    {
      ...functionArgs(part),
      description: "Answers captions of posts, takes requests for them, tells how far they are",
      handler: makeCaptionsApi(),
      timeoutSeconds: API_SECONDS,
      environment: {
        CAPTIONS_TABLE: tables.captions.name,
        POSTS_TABLE: posts.name,
        REQUESTS_TABLE: tables.requests.name,
        PUBLISHED_BUCKET: published.name,
        MEDIA_QUEUE_URL: queues.media.url,
        TRANSLATIONS_QUEUE_URL: queues.translations.url,
        ...(publicUrl === undefined ? {} : { PUBLIC_URL: publicUrl }),
      },
      grants: [
        ...tables.captions.grant("dynamodb:BatchGetItem", "dynamodb:Query"),
        ...posts.grant("dynamodb:GetItem"),
        ...tables.requests.grant("dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem"),
        ...published.grantOn(["captions/"], "s3:GetObject"),
        ...queues.media.grant("sqs:SendMessage"),
        ...queues.translations.grant("sqs:SendMessage"),
      ],
    },
    { parent: part.parent },
  );
}

function makeCorrections(part: CaptionPart, tables: CaptionTables, queues: CaptionQueues): MagicFunction {
  const { curated, published } = part.args;
  return new MagicFunction(
    "correct-captions",
    {
      ...functionArgs(part),
      description: "Corrects a cue for its author, and has it translated again",
      handler: makeCorrectCaptions(),
      timeoutSeconds: CORRECTION_SECONDS,
      // Words, cues and files of four hours of speech.
      memoryMiB: 1024,
      environment: {
        CAPTIONS_TABLE: tables.captions.name,
        CURATED_BUCKET: curated.name,
        PUBLISHED_BUCKET: published.name,
        TRANSLATIONS_QUEUE_URL: queues.translations.url,
      },
      grants: [
        ...tables.captions.grant(
          "dynamodb:BatchGetItem",
          "dynamodb:Query",
          "dynamodb:PutItem",
          "dynamodb:UpdateItem",
          "dynamodb:ConditionCheckItem",
        ),
        ...curated.grantOn(["transcripts/"], "s3:GetObject"),
        ...published.grantOn(["captions/"], "s3:GetObject", "s3:PutObject"),
        ...queues.translations.grant("sqs:SendMessage"),
      ],
    },
    { parent: part.parent },
  );
}
