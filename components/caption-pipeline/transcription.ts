import { makeCompleteTranscription } from "../../functions/caption-pipeline/complete-transcription";
import { makeRouteMedia } from "../../functions/caption-pipeline/route-media";
import { makeStartTranscription } from "../../functions/caption-pipeline/start-transcription";
import {
  DeadLetterQueue,
  type Grant,
  MagicFunction,
  type ServiceRole,
  arnOf,
  fromQueue,
  fromStream,
  grant,
  queuedByRule,
  roleFor,
  ruleArn,
} from "../shared";
import { type CaptionPart, functionArgs } from "./args";
import { type CaptionQueues, ENDED_RULE, TIMEOUTS } from "./queues";
import { type CaptionTables } from "./tables";

/** In the raw bucket: copies of media that jobs read, and what jobs write. */
const STAGING = "staging/";
const OUTPUT = "transcribe/";
/** In the curated bucket, and in the published one. */
const TRANSCRIPTS = "transcripts/";
const CAPTIONS = "captions/";

/** Copies at once: each keeps four parts of 8 MiB in memory, and Transcribe takes 25 starts a second. */
const COPIES_AT_ONCE = 10;
const COMPLETIONS_AT_ONCE = 10;

/**
 * Which changes are read: posts that have media, or had some. A filter sees DynamoDB's JSON, in which a text is `{ "S": … }`.
 * https://docs.aws.amazon.com/lambda/latest/dg/with-kinesis-filtering.html
 */
export function mediaFilters(postsTable: unknown): unknown[] {
  const there = [{ exists: true }];
  return ["NewImage", "OldImage"].flatMap((image) =>
    ["audioFile", "videoFile"].map((file) => ({
      data: { tableName: [postsTable], dynamodb: { [image]: { [file]: { S: there } } } },
    })),
  );
}

/** Events that say that a job has ended: https://docs.aws.amazon.com/transcribe/latest/dg/monitoring-events.html */
export const ENDED_PATTERN = {
  source: ["aws.transcribe"],
  "detail-type": ["Transcribe Job State Change"],
  detail: { TranscriptionJobStatus: ["COMPLETED", "FAILED"] },
} as const;

/** Where changes, events and invocations go that were given up on. */
export function makeFailures({ args, parent }: CaptionPart): DeadLetterQueue {
  const senders = [{ service: "events.amazonaws.com", sourceArn: ruleArn(ENDED_RULE, args) }];
  return new DeadLetterQueue("captions-failed", { place: args.place, key: args.key, senders }, { parent });
}

/** Reads the stream of changes, and sends posts whose media is another one on their way. */
export function makeRoute(part: CaptionPart, queues: CaptionQueues, failures: DeadLetterQueue): MagicFunction {
  const { args, parent } = part;
  const route = new MagicFunction(
    "route-media",
    {
      ...functionArgs(part),
      description: "Sends posts with new or withdrawn media to the queues of captions",
      handler: makeRouteMedia(),
      environment: { MEDIA_QUEUE_URL: queues.media.url, WITHDRAWALS_QUEUE_URL: queues.withdrawals.url },
      grants: [
        ...args.changes.poll(),
        ...queues.media.grant("sqs:SendMessage"),
        ...queues.withdrawals.grant("sqs:SendMessage"),
        ...failures.grant("sqs:SendMessage"),
      ],
    },
    { parent },
  );
  fromStream("changes-to-route-media", route, args.changes, {
    enabled: args.active,
    filters: mediaFilters(args.posts.name),
    onFailure: failures,
  });
  return route;
}

/** The role in whose name Transcribe reads a copy and writes a transcript, and does nothing else. */
export function makeJobRole({ args, parent }: CaptionPart): ServiceRole {
  return roleFor(
    "transcribe-job",
    {
      place: args.place,
      service: "transcribe.amazonaws.com",
      description: "Lets Transcribe read staged media and write its output",
      grants: [...args.raw.grantOn([STAGING], "s3:GetObject"), ...args.raw.grantOn([OUTPUT], "s3:PutObject")],
    },
    { parent },
  );
}

/** Operations on jobs; their names say which posts they are of. */
export function jobGrants({ args }: CaptionPart, ...operations: ("Get" | "Delete")[]): Grant {
  const jobs = arnOf(args.place, "transcribe", "transcription-job/*");
  return grant(
    operations.map((operation) => `transcribe:${operation}TranscriptionJob` as const),
    [jobs],
  );
}

/** Copies media and starts jobs. */
export function makeStart(part: CaptionPart, tables: CaptionTables, queues: CaptionQueues): MagicFunction {
  const { args, parent } = part;
  const job = makeJobRole(part);
  const start = new MagicFunction(
    "start-transcription",
    {
      ...functionArgs(part),
      description: "Copies the media of posts to where Transcribe reads it, and starts its jobs",
      handler: makeStartTranscription(),
      timeoutSeconds: TIMEOUTS.startTranscription,
      environment: {
        POSTS_TABLE: args.posts.name,
        CAPTIONS_TABLE: tables.captions.name,
        USAGE_TABLE: tables.usage.name,
        MEDIA_BUCKET: args.media.bucket,
        MEDIA_READER_ARN: args.media.readerArn,
        MEDIA_EXTERNAL_ID: args.media.externalId,
        RAW_BUCKET: args.raw.name,
        JOB_ROLE_ARN: job.role.arn,
        OUTPUT_KEY_ARN: args.key.arn,
        SPOKEN_LANGUAGES: args.spokenLanguages.join(","),
        DAILY_SECONDS: String(args.daily.transcribeMinutes * 60),
      },
      grants: [
        ...queues.media.consume(),
        ...args.posts.grant("dynamodb:GetItem", "dynamodb:ConditionCheckItem"),
        ...tables.captions.grant("dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem"),
        ...tables.usage.grant("dynamodb:PutItem", "dynamodb:UpdateItem"),
        ...args.raw.grantOn([STAGING], "s3:PutObject", "s3:AbortMultipartUpload"),
        grant(["sts:AssumeRole"], [args.media.readerArn]),
        // Jobs have no resource before they are there; where they write, and under which key, is what can be held fast.
        grant(["transcribe:StartTranscriptionJob"], ["*"], {
          StringEquals: {
            "transcribe:OutputBucketName": args.raw.plainName,
            "transcribe:OutputEncryptionKMSKeyId": args.key.arn,
          },
        }),
        grant(["iam:PassRole"], [job.role.arn], {
          StringEquals: { "iam:PassedToService": "transcribe.amazonaws.com" },
        }),
        jobGrants(part, "Delete"),
      ],
    },
    { parent },
  );
  fromQueue("media-to-start-transcription", start, queues.media, {
    enabled: args.active,
    // One recording an invocation: its timeout is for one of two gigabytes.
    batchSize: 1,
    maximumConcurrency: COPIES_AT_ONCE,
  });
  return start;
}

/** Makes captions of jobs that have ended. */
export function makeComplete(
  part: CaptionPart,
  tables: CaptionTables,
  queues: CaptionQueues,
  failures: DeadLetterQueue,
): MagicFunction {
  const { args, parent } = part;
  const complete = new MagicFunction(
    "complete-transcription",
    {
      ...functionArgs(part),
      description: "Makes transcripts and captions of transcription jobs that have ended",
      handler: makeCompleteTranscription(),
      timeoutSeconds: TIMEOUTS.completeTranscription,
      // Four hours of speech take some 200 MB.
      memoryMiB: 1024,
      environment: {
        CAPTIONS_TABLE: tables.captions.name,
        USAGE_TABLE: tables.usage.name,
        RAW_BUCKET: args.raw.name,
        CURATED_BUCKET: args.curated.name,
        PUBLISHED_BUCKET: args.published.name,
        MEDIA_QUEUE_URL: queues.media.url,
        WITHDRAWALS_QUEUE_URL: queues.withdrawals.url,
      },
      grants: [
        ...queues.ended.consume(),
        ...tables.captions.grant(
          "dynamodb:GetItem",
          "dynamodb:PutItem",
          "dynamodb:UpdateItem",
          "dynamodb:ConditionCheckItem",
        ),
        ...tables.usage.grant("dynamodb:UpdateItem"),
        jobGrants(part, "Get", "Delete"),
        ...args.raw.grantOn([OUTPUT], "s3:GetObject", "s3:ListBucket"),
        ...args.raw.grantOn([STAGING, OUTPUT], "s3:DeleteObject"),
        ...args.published.grantOn([CAPTIONS], "s3:PutObject"),
        ...args.curated.grantOn([TRANSCRIPTS], "s3:PutObject"),
        ...[queues.media, queues.withdrawals].flatMap((queue) => queue.grant("sqs:SendMessage")),
      ],
    },
    { parent },
  );
  fromQueue("ended-transcriptions-to-complete", complete, queues.ended, {
    enabled: args.active,
    maximumConcurrency: COMPLETIONS_AT_ONCE,
  });
  queuedByRule(ENDED_RULE, queues.ended, {
    place: args.place,
    description: "Transcription jobs that have ended",
    pattern: ENDED_PATTERN,
    deadLetters: failures,
    enabled: args.active,
  });
  return complete;
}
